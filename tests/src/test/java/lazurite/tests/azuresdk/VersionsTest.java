package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobContainerItem;
import com.azure.storage.blob.models.BlobContainerListDetails;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobRetentionPolicy;
import com.azure.storage.blob.models.BlobServiceProperties;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobContainersOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlobClientBase;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Versions, soft delete and their ends, as the SDK asks for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class VersionsTest {
    private Lazurite versioned;
    private Lazurite plain;

    @BeforeAll
    void start() throws IOException {
        versioned = start(new BlobFeatures(true, 7));
        plain = start(BlobFeatures.NONE);
    }

    @AfterAll
    void stop() {
        versioned.close();
        plain.close();
    }

    private static Lazurite start(BlobFeatures features) throws IOException {
        Account dev = AccountSettings.dev().account();
        Account account =
                new Account(dev.name(), dev.keys(), dev.allowBlobPublicAccess(), dev.subscription(), features);
        return Lazurite.start(Config.forTests().withAccounts(List.of(new AccountSettings(account, List.of()))));
    }

    private static BlobServiceClient client(Lazurite server) {
        return new BlobServiceClientBuilder()
                .connectionString(server.connectionString())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }

    private static void keepDeleted(BlobServiceClient client, int days) {
        BlobServiceProperties properties = client.getProperties();
        properties.setDeleteRetentionPolicy(
                new BlobRetentionPolicy().setEnabled(days > 0).setDays(days > 0 ? days : null));
        client.setProperties(properties);
    }

    @Test
    void aVersionIsReadPromotedAndDeletedByItsId() {
        BlobContainerClient container = client(versioned).createBlobContainer("promoted");
        BlobClient blob = Sdk.blob(container, "a", "one");
        String first = blob.getProperties().getVersionId();
        assertThat(blob.getProperties().isCurrentVersion()).isTrue();
        Sdk.blob(container, "a", "two");
        String second = blob.setMetadataWithResponse(Map.of("k", "v"), null, null, Context.NONE)
                .getHeaders()
                .getValue(HttpHeaderName.fromString("x-ms-version-id"));
        assertThat(second).isEqualTo(blob.getProperties().getVersionId()).isGreaterThan(first);
        BlobClientBase old = blob.getVersionClient(first);
        assertThat(old.downloadContent().toString()).isEqualTo("one");
        assertThat(old.getProperties().isCurrentVersion()).isNull();
        String sas = old.generateSas(new BlobServiceSasSignatureValues(
                Sdk.minutesFromNow(5), new BlobSasPermission().setReadPermission(true)));
        BlobClient signed = new com.azure.storage.blob.BlobClientBuilder()
                .endpoint(old.getBlobUrl() + "&" + sas)
                .buildClient();
        assertThat(signed.downloadContent().toString()).isEqualTo("one");
        blob.delete();
        assertThat(blob.exists()).isFalse();
        blob.beginCopy(old.getBlobUrl(), null).waitForCompletion();
        assertThat(Sdk.text(blob)).isEqualTo("one");
        old.delete();
        refused(404, "BlobNotFound", old::getProperties);
        assertThat(items(container, new BlobListDetails().setRetrieveVersions(true)))
                .hasSize(4 - 1)
                .allMatch(item -> item.getVersionId() != null);
    }

    @Test
    void aDeletedBlobComesBackWithItsSnapshots() {
        BlobServiceClient client = client(plain);
        keepDeleted(client, 3);
        BlobContainerClient container = client.createBlobContainer("undeleted");
        BlobClient blob = Sdk.blob(container, "a", "one");
        BlobClientBase snapshot = blob.createSnapshot();
        Sdk.blob(container, "a", "two");
        assertThat(blob.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, Context.NONE)
                        .getHeaders()
                        .getValue(HttpHeaderName.fromString("x-ms-delete-type-permanent")))
                .isEqualTo("false");
        refused(404, "BlobNotFound", blob::getProperties);
        assertThat(items(container, new BlobListDetails())).isEmpty();
        List<BlobItem> deleted = items(
                container, new BlobListDetails().setRetrieveDeletedBlobs(true).setRetrieveSnapshots(true));
        assertThat(deleted).hasSize(3).allMatch(BlobItem::isDeleted);
        assertThat(deleted.getLast().getProperties().getRemainingRetentionDays())
                .isEqualTo(2);
        blob.undelete();
        assertThat(Sdk.text(blob)).isEqualTo("two");
        assertThat(snapshot.downloadContent().toString()).isEqualTo("one");
        assertThat(items(container, new BlobListDetails().setRetrieveSnapshots(true)))
                .hasSize(3);
        keepDeleted(client, 0);
    }

    @Test
    void aDeletedContainerComesBack() {
        BlobServiceClient client = client(versioned);
        BlobContainerClient container = client.createBlobContainer("restored");
        BlobClient blob = Sdk.blob(container, "a", "one");
        container.delete();
        refused(404, "ContainerNotFound", blob::getProperties);
        ListBlobContainersOptions deleted = new ListBlobContainersOptions()
                .setPrefix("restored")
                .setDetails(new BlobContainerListDetails().setRetrieveDeleted(true));
        BlobContainerItem item =
                client.listBlobContainers(deleted, null).stream().findFirst().orElseThrow();
        assertThat(item.isDeleted()).isTrue();
        assertThat(item.getProperties().getRemainingRetentionDays()).isBetween(6, 7);
        client.undeleteBlobContainer("restored", item.getVersion());
        assertThat(Sdk.text(blob)).isEqualTo("one");
    }

    private static List<BlobItem> items(BlobContainerClient container, BlobListDetails details) {
        return container.listBlobs(new ListBlobsOptions().setDetails(details).setMaxResultsPerPage(1), null).stream()
                .toList();
    }
}
