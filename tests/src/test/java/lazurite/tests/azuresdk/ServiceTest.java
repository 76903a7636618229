package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.clientBuilder;
import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static lazurite.tests.azuresdk.Sdk.server;
import static lazurite.tests.azuresdk.Sdk.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobCorsRule;
import com.azure.storage.blob.models.BlobServiceProperties;
import com.azure.storage.blob.models.GeoReplicationStatus;
import com.azure.storage.blob.models.PublicAccessType;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServiceTest {
    @Test
    void accountTellsItsKind() {
        var info = service().getAccountInfo();
        assertThat(info.getAccountKind()).isNotNull();
        assertThat(info.getSkuName()).isNotNull();
    }

    @Test
    void corsRulesAreKeptAndPreflightsObeyThem() throws Exception {
        BlobServiceProperties before = service().getProperties();
        var rule = new BlobCorsRule()
                .setAllowedOrigins("http://allowed.example")
                .setAllowedMethods("GET,PUT")
                .setAllowedHeaders("x-ms-*")
                .setExposedHeaders("x-ms-meta-*")
                .setMaxAgeInSeconds(77);
        service().setProperties(new BlobServiceProperties().setCors(List.of(rule)));
        try {
            var read = service().getProperties().getCors();
            assertThat(read).hasSize(1);
            assertThat(read.getFirst().getAllowedOrigins()).isEqualTo("http://allowed.example");
            assertThat(read.getFirst().getMaxAgeInSeconds()).isEqualTo(77);
            assertThat(preflight("http://allowed.example", "PUT").statusCode()).isEqualTo(200);
            assertThat(preflight("http://allowed.example", "PUT").headers().firstValue("access-control-max-age"))
                    .contains("77");
            assertThat(preflight("http://allowed.example", "DELETE").statusCode())
                    .isEqualTo(403);
            assertThat(preflight("http://other.example", "GET").statusCode()).isEqualTo(403);
        } finally {
            service().setProperties(new BlobServiceProperties().setCors(before.getCors()));
        }
    }

    private static HttpResponse<String> preflight(String origin, String method) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server().endpoint() + "/any/blob"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method)
                .header("Access-Control-Request-Headers", "x-ms-version")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void secondaryIsReadAndNeverWritten() {
        BlobContainerClient container = container("secondary");
        Sdk.blob(container, "b", "text");
        BlobServiceClient secondary =
                clientBuilder().endpoint(server().endpoint() + "-secondary").buildClient();
        var there = secondary.getBlobContainerClient(container.getBlobContainerName());
        assertThat(Sdk.text(there.getBlobClient("b"))).isEqualTo("text");
        assertThat(there.listBlobs()).hasSize(1);
        assertThat(Sdk.statusOf(() -> there.getBlobClient("c").upload(BinaryData.fromString("x"))))
                .isBetween(400, 403);
        assertThat(container.getBlobClient("c").exists()).isFalse();
    }

    @Test
    void statisticsAreAskedOfTheSecondary() {
        BlobServiceClient secondary =
                clientBuilder().endpoint(server().endpoint() + "-secondary").buildClient();
        assertThat(secondary.getStatistics().getGeoReplication().getStatus()).isEqualTo(GeoReplicationStatus.LIVE);
    }

    @Test
    void anonymousReadsWhatIsPublicOnly() {
        BlobContainerClient container = container("public");
        String url = Sdk.blob(container, "b", "text").getBlobUrl();
        var blob =
                new BlobClientBuilder().endpoint(url).retryOptions(Sdk.ONE_TRY).buildClient();
        var anonymous = new BlobContainerClientBuilder()
                .endpoint(container.getBlobContainerUrl())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
        assertThat(Sdk.statusOf(() -> Sdk.text(blob))).isIn(401, 403, 404, 409);
        container.setAccessPolicy(PublicAccessType.BLOB, null);
        assertThat(Sdk.text(blob)).isEqualTo("text");
        assertThat(Sdk.statusOf(() -> anonymous.listBlobs().stream().toList())).isIn(401, 403, 404);
        container.setAccessPolicy(PublicAccessType.CONTAINER, null);
        assertThat(anonymous.listBlobs()).hasSize(1);
        assertThat(Sdk.statusOf(() -> anonymous.getBlobClient("new").upload(BinaryData.fromString("x"))))
                .isIn(401, 403, 404);
        container.setAccessPolicy(null, null);
        assertThat(Sdk.statusOf(() -> Sdk.text(blob))).isIn(401, 403, 404, 409);
    }

    @Test
    void wrongKeyIsRefused() {
        String key = Base64.getEncoder().encodeToString(Sdk.bytes(1, 64));
        BlobServiceClient stranger = clientBuilder()
                .credential(new StorageSharedKeyCredential(server().account(), key))
                .buildClient();
        refused(
                403,
                "AuthenticationFailed",
                () -> stranger.listBlobContainers().stream().toList());
        refused(403, "AuthenticationFailed", () -> stranger.createBlobContainer(Sdk.name("stranger")));
    }

    @Test
    void unknownAccountIsRefused() {
        BlobServiceClient stranger = new BlobServiceClientBuilder()
                .endpoint(server().root() + "/nosuchaccount")
                .credential(new StorageSharedKeyCredential("nosuchaccount", server().key()))
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
        assertThat(Sdk.statusOf(() -> stranger.listBlobContainers().stream().toList()))
                .isBetween(400, 404);
    }
}
