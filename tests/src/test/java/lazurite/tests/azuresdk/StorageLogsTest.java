package lazurite.tests.azuresdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobAnalyticsLogging;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobMetrics;
import com.azure.storage.blob.models.BlobRetentionPolicy;
import com.azure.storage.blob.models.BlobServiceProperties;
import java.nio.file.Path;
import java.util.List;
import lazurite.server.Lazurite;
import lazurite.server.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging as the SDK switches it on, and the logs as it reads them; and what of analytics is refused. */
final class StorageLogsTest {
    @TempDir
    private Path data;

    @Test
    void whatTheSdkAsksForIsLoggedAndOutlivesTheServer() throws Exception {
        BlobRetentionPolicy week = new BlobRetentionPolicy().setEnabled(true).setDays(7);
        Config config = Config.forTests().withData(data).withInMemory(false);
        try (Lazurite server = Lazurite.start(config)) {
            BlobServiceClient service = client(server);
            service.setProperties(new BlobServiceProperties()
                    .setLogging(new BlobAnalyticsLogging()
                            .setVersion("1.0")
                            .setRead(false)
                            .setWrite(true)
                            .setDelete(true)
                            .setRetentionPolicy(week)));
            BlobAnalyticsLogging set = service.getProperties().getLogging();
            assertThat(set.isWrite()).isTrue();
            assertThat(set.isRead()).isFalse();
            assertThat(set.getRetentionPolicy().getDays()).isEqualTo(7);
            BlobContainerClient container = service.createBlobContainer("pics");
            container.getBlobClient("a").upload(BinaryData.fromString("x"));
            container.getBlobClient("a").delete();
            Sdk.refused(
                    400,
                    "UnsupportedXmlNode",
                    () -> service.setProperties(new BlobServiceProperties()
                            .setHourMetrics(new BlobMetrics()
                                    .setVersion("1.0")
                                    .setEnabled(true)
                                    .setIncludeApis(true)
                                    .setRetentionPolicy(week))));
        }
        try (Lazurite server = Lazurite.start(config)) {
            BlobContainerClient logs = client(server).getBlobContainerClient("$logs");
            List<String> names =
                    logs.listBlobs().stream().map(BlobItem::getName).toList();
            assertThat(names).isNotEmpty();
            StringBuilder lines = new StringBuilder();
            names.forEach(name -> lines.append(Sdk.text(logs.getBlobClient(name))));
            assertThat(lines)
                    .contains(";CreateContainer;Success;201;")
                    .contains(";PutBlob;Success;201;")
                    .contains(";DeleteBlob;Success;202;")
                    .contains(";SetBlobServiceProperties;ClientOtherError;400;")
                    .doesNotContain("GetBlobServiceProperties");
            Sdk.refused(403, "AuthorizationFailure", logs::delete);
        }
    }

    private static BlobServiceClient client(Lazurite server) {
        return new BlobServiceClientBuilder()
                .connectionString(server.connectionString())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }
}
