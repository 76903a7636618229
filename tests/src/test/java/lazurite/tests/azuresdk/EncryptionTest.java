package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpClient;
import com.azure.core.http.netty.NettyAsyncHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobContainerEncryptionScope;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.AppendBlobClient;
import com.azure.storage.blob.specialized.BlobClientBase;
import com.azure.storage.blob.specialized.PageBlobClient;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.Tls;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.EncryptionScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys of customers and encryption scopes as the SDK sends them, over TLS, which it demands for keys. */
final class EncryptionTest {
    private static final CustomerProvidedKey KEY = new CustomerProvidedKey(Sdk.bytes(1, 32));
    private static final CustomerProvidedKey OTHER = new CustomerProvidedKey(Sdk.bytes(2, 32));

    @TempDir
    Path folder;

    private Config config() {
        Account dev = AccountSettings.dev().account();
        BlobFeatures features = BlobFeatures.NONE.withKeys(
                false, List.of(new EncryptionScope("ward-7", true), new EncryptionScope("desk", true)));
        Account account =
                new Account(dev.name(), dev.keys(), dev.allowBlobPublicAccess(), dev.subscription(), features);
        return Config.forTests()
                .withInMemory(false)
                .withData(folder.resolve("data"))
                .withTls(new Tls.Generated(List.of()))
                .withAccounts(List.of(new AccountSettings(account, List.of())));
    }

    private static BlobServiceClient client(Lazurite server) throws SSLException {
        return new BlobServiceClientBuilder()
                .connectionString(server.connectionString())
                .httpClient(trusting(server))
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }

    private static HttpClient trusting(Lazurite server) throws SSLException {
        Path authority = Objects.requireNonNull(server.certificateAuthority());
        var context =
                SslContextBuilder.forClient().trustManager(authority.toFile()).build();
        var client = reactor.netty.http.client.HttpClient.create().secure(spec -> spec.sslContext(context));
        return new NettyAsyncHttpClientBuilder(client).build();
    }

    @Test
    void everyKindOfBlobIsWrittenAndReadWithItsKey() throws Exception {
        try (Lazurite server = Lazurite.start(config())) {
            BlobContainerClient container = client(server).createBlobContainer("keys");
            BlobClient plain = container.getBlobClient("block");
            BlobClient keyed = plain.getCustomerProvidedKeyClient(KEY);
            byte[] large = Sdk.bytes(3, 3 << 20);
            keyed.uploadFromFile(
                    file(large),
                    new ParallelTransferOptions().setBlockSizeLong(1L << 20),
                    null,
                    null,
                    null,
                    null,
                    null);
            keyed.setMetadata(Map.of("diagnosis", "secret"));
            assertThat(keyed.downloadContent().toBytes()).isEqualTo(large);
            assertThat(keyed.getProperties().getEncryptionKeySha256()).isEqualTo(KEY.getKeySha256());
            assertThat(keyed.getProperties().getMetadata()).containsEntry("diagnosis", "secret");
            assertThat(plain.exists()).isTrue();
            refused(409, "BlobUsesCustomerSpecifiedEncryption", plain::downloadContent);
            refused(409, "BlobUsesCustomerSpecifiedEncryption", plain::getProperties);
            BlobClient wrong = plain.getCustomerProvidedKeyClient(OTHER);
            refused(409, "BlobCustomerSpecifiedEncryptionMismatch", wrong::downloadContent);
            BlobClientBase snapshot = keyed.createSnapshot();
            assertThat(snapshot.downloadContent().toBytes()).isEqualTo(large);
            refused(409, "BlobUsesCustomerSpecifiedEncryption", plain::createSnapshot);
            appends(container);
            pages(container);
            BlobClient open = Sdk.blob(container, "open", "open");
            refused(
                    409,
                    "BlobDoesNotUseCustomerSpecifiedEncryption",
                    open.getCustomerProvidedKeyClient(KEY)::downloadContent);
            BlobItem listed = container
                    .listBlobs(
                            new ListBlobsOptions()
                                    .setPrefix("block")
                                    .setDetails(new BlobListDetails().setRetrieveMetadata(true)),
                            null)
                    .iterator()
                    .next();
            assertThat(listed.getProperties().getCustomerProvidedKeySha256()).isEqualTo(KEY.getKeySha256());
            assertThat(String.valueOf(listed.getMetadata())).doesNotContain("secret");
            plain.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, null);
        }
    }

    private static void appends(BlobContainerClient container) {
        AppendBlobClient keyed =
                container.getBlobClient("append").getAppendBlobClient().getCustomerProvidedKeyClient(KEY);
        keyed.create();
        keyed.appendBlock(new ByteArrayInputStream(utf8("one")), 3);
        AppendBlobClient plain = container.getBlobClient("append").getAppendBlobClient();
        refused(
                409,
                "BlobUsesCustomerSpecifiedEncryption",
                () -> plain.appendBlock(new ByteArrayInputStream(utf8("two")), 3));
        keyed.appendBlock(new ByteArrayInputStream(utf8("two")), 3);
        assertThat(keyed.downloadContent().toString()).isEqualTo("onetwo");
    }

    private static void pages(BlobContainerClient container) {
        PageBlobClient keyed =
                container.getBlobClient("page").getPageBlobClient().getCustomerProvidedKeyClient(KEY);
        keyed.create(4096);
        byte[] page = Sdk.bytes(4, 512);
        keyed.uploadPages(new PageRange().setStart(512).setEnd(1023), new ByteArrayInputStream(page));
        keyed.resize(2048);
        byte[] whole = keyed.downloadContent().toBytes();
        assertThat(whole).hasSize(2048);
        assertThat(Arrays.copyOfRange(whole, 512, 1024)).isEqualTo(page);
        keyed.clearPages(new PageRange().setStart(512).setEnd(1023));
        assertThat(keyed.downloadContent().toBytes()).isEqualTo(new byte[2048]);
    }

    @Test
    void scopesOfBlobsContainersAndSasOutliveTheServer() throws Exception {
        Config config = config();
        try (Lazurite server = Lazurite.start(config)) {
            BlobServiceClient service = client(server);
            BlobContainerClient container = new BlobContainerClientBuilder()
                    .connectionString(server.connectionString())
                    .httpClient(trusting(server))
                    .retryOptions(Sdk.ONE_TRY)
                    .containerName("scopes")
                    .blobContainerEncryptionScope(new BlobContainerEncryptionScope()
                            .setDefaultEncryptionScope("ward-7")
                            .setEncryptionScopeOverridePrevented(true))
                    .buildClient();
            container.create();
            assertThat(container.getProperties().getDefaultEncryptionScope()).isEqualTo("ward-7");
            assertThat(container.getProperties().isEncryptionScopeOverridePrevented())
                    .isTrue();
            BlobClient blob = Sdk.blob(container, "default", "text");
            assertThat(blob.getProperties().getEncryptionScope()).isEqualTo("ward-7");
            refused(
                    403,
                    "RequestForbiddenByContainerEncryptionPolicy",
                    () -> blob.getEncryptionScopeClient("desk").upload(BinaryData.fromString("x"), true));
            BlobContainerClient free = service.createBlobContainer("free");
            BlobClient named = free.getBlobClient("named").getEncryptionScopeClient("desk");
            named.upload(BinaryData.fromString("named"));
            named.setMetadata(Map.of("k", "v"));
            refused(
                    409,
                    "BlobCustomerSpecifiedEncryptionMismatch",
                    () -> named.getEncryptionScopeClient("ward-7").createSnapshot());
            signed(server, free);
            assertThat(free.listBlobs().stream()
                            .map(item -> item.getProperties().getEncryptionScope()))
                    .containsExactly("desk", "ward-7");
        }
        try (Lazurite server = Lazurite.start(config)) {
            BlobServiceClient service = client(server);
            assertThat(Sdk.text(service.getBlobContainerClient("scopes").getBlobClient("default")))
                    .isEqualTo("text");
            BlobClient named = service.getBlobContainerClient("free").getBlobClient("named");
            assertThat(Sdk.text(named)).isEqualTo("named");
            assertThat(named.getProperties().getMetadata()).containsEntry("k", "v");
        }
    }

    /** A SAS made by a client with a scope demands it. */
    private static void signed(Lazurite server, BlobContainerClient free) throws SSLException {
        BlobClient scoped = free.getBlobClient("signed").getEncryptionScopeClient("ward-7");
        String sas = scoped.generateSas(
                new BlobServiceSasSignatureValues(Sdk.minutesFromNow(5), BlobSasPermission.parse("rcw")));
        assertThat(sas).contains("ses=ward-7");
        BlobClient holder = new BlobClientBuilder()
                .endpoint(scoped.getBlobUrl())
                .sasToken(sas)
                .httpClient(trusting(server))
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
        holder.upload(BinaryData.fromString("x"));
        assertThat(holder.getProperties().getEncryptionScope()).isEqualTo("ward-7");
        refused(
                403,
                "AuthorizationFailure",
                () -> holder.getEncryptionScopeClient("desk").upload(BinaryData.fromString("y"), true));
    }

    private String file(byte[] content) throws IOException {
        return Files.write(folder.resolve("upload"), content).toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
