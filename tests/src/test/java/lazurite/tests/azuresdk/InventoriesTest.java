package lazurite.tests.azuresdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import java.nio.file.Path;
import java.util.List;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.InventoryPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An inventory that a server makes by itself, as the SDK reads it. */
final class InventoriesTest {
    @TempDir
    private Path data;

    @Test
    @Timeout(120)
    void anInventoryThatIsDueIsMadeAtTheNextStart() throws Exception {
        try (Lazurite server = Lazurite.start(config(InventoryPolicy.NONE))) {
            client(server).createBlobContainer("reports");
            BlobContainerClient docs = client(server).createBlobContainer("docs");
            docs.getBlobClient("a, \"b\"").upload(BinaryData.fromString("12345"));
            docs.getBlobClient("c").upload(BinaryData.fromString("1"));
        }
        InventoryPolicy.Filters filters =
                new InventoryPolicy.Filters(List.of("blockBlob"), List.of("docs"), List.of(), 0, false, false, false);
        InventoryPolicy policy = new InventoryPolicy(
                "policy.json",
                List.of(new InventoryPolicy.Rule(
                        "all",
                        "reports",
                        false,
                        false,
                        List.of("Name", "Content-Length", "BlobType", "AccessTier"),
                        filters)));
        try (Lazurite server = Lazurite.start(config(policy))) {
            BlobContainerClient reports = client(server).getBlobContainerClient("reports");
            List<String> names = List.of();
            while (names.stream().noneMatch(name -> name.endsWith("/all/all-manifest.checksum"))) {
                names = reports.listBlobs().stream().map(BlobItem::getName).toList();
            }
            assertThat(names).hasSize(3);
            String csv = names.stream()
                    .filter(name -> name.endsWith("/all/all.csv"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Sdk.text(reports.getBlobClient(csv))).isEqualTo("""
                            Name,Content-Length,BlobType,AccessTier
                            "docs/a, ""b\""",5,BlockBlob,Hot
                            docs/c,1,BlockBlob,Hot
                            """);
            assertThat(reports.getBlobClient(csv).getProperties().getContentType())
                    .isEqualTo("text/csv");
            assertThat(Sdk.text(reports.getBlobClient(csv.replace(".csv", "-manifest.json"))))
                    .contains("\"endpoint\":\"" + server.blobEndpoint() + "\"", "\"blob\":\"" + csv + "\"");
        }
    }

    private Config config(InventoryPolicy policy) {
        Account dev = AccountSettings.dev().account();
        Account account = new Account(
                dev.name(),
                dev.keys(),
                dev.allowBlobPublicAccess(),
                dev.subscription(),
                BlobFeatures.NONE.withInventory(policy));
        return Config.forTests()
                .withData(data)
                .withInMemory(false)
                .withAccounts(List.of(new AccountSettings(account, List.of())));
    }

    private static BlobServiceClient client(Lazurite server) {
        return new BlobServiceClientBuilder()
                .connectionString(server.connectionString())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }
}
