package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.server;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import io.netty.resolver.AbstractAddressResolver;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;

/** The ways an endpoint is written: connection strings, path style and host style. */
final class EndpointsTest {
    private static void roundTrip(BlobServiceClient service) {
        var container = service.createBlobContainer(Sdk.name("endpoint"));
        var blob = container.getBlobClient("dir/a b");
        blob.upload(BinaryData.fromString("text"));
        assertThat(Sdk.text(blob)).isEqualTo("text");
        assertThat(container.listBlobsByHierarchy("")).hasSize(1);
        container.delete();
    }

    @Test
    void connectionStringWithAnEndpoint() {
        roundTrip(new BlobServiceClientBuilder()
                .connectionString(server().connectionString())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient());
    }

    /** The short form always means port 10000: what it expands to is checked, and driven at our port. */
    @Test
    void shortConnectionStringMeansTheDevelopmentAccount() {
        var service = new BlobServiceClientBuilder()
                .connectionString("UseDevelopmentStorage=true")
                .buildClient();
        assertThat(service.getAccountUrl()).isEqualTo("http://127.0.0.1:10000/devstoreaccount1");
        roundTrip(new BlobServiceClientBuilder()
                .connectionString("UseDevelopmentStorage=true")
                .endpoint(server().endpoint().toString())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient());
    }

    @Test
    void hostStyle() {
        var client = HttpClient.create().resolver(new Loopback());
        String endpoint = "http://" + server().account() + ".blob.localhost:" + server().port();
        roundTrip(new BlobServiceClientBuilder()
                .httpClient(new NettyAsyncHttpClientBuilder(client).build())
                .endpoint(endpoint)
                .credential(Sdk.credential())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient());
    }

    @Test
    void namedLoopbackIsPathStyle() {
        roundTrip(new BlobServiceClientBuilder()
                .endpoint("http://localhost:" + server().port() + "/" + server().account())
                .credential(Sdk.credential())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient());
    }

    /** Resolves every name to the loopback address, as *.localhost should be. */
    private static final class Loopback extends AddressResolverGroup<InetSocketAddress> {
        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new AbstractAddressResolver<>(executor, InetSocketAddress.class) {
                @Override
                protected boolean doIsResolved(InetSocketAddress address) {
                    return !address.isUnresolved();
                }

                @Override
                protected void doResolve(InetSocketAddress unresolved, Promise<InetSocketAddress> promise) {
                    promise.setSuccess(new InetSocketAddress(InetAddress.getLoopbackAddress(), unresolved.getPort()));
                }

                @Override
                protected void doResolveAll(InetSocketAddress unresolved, Promise<List<InetSocketAddress>> promise) {
                    promise.setSuccess(
                            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), unresolved.getPort())));
                }
            };
        }
    }
}
