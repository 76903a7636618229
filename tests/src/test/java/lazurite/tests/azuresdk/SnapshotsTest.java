package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.specialized.BlobClientBase;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SnapshotsTest {
    private final BlobContainerClient container = container("snap");

    private static String text(BlobClientBase snapshot) {
        return snapshot.downloadContent().toString();
    }

    @Test
    void snapshotKeepsWhatTheBlobWas() {
        BlobClient blob = Sdk.blob(container, "keeps", "first");
        blob.setMetadata(Map.of("state", "first"));
        String etag = blob.getProperties().getETag();
        BlobClientBase snapshot = blob.createSnapshot();
        assertThat(blob.getProperties().getETag()).isEqualTo(etag);
        Sdk.blob(container, "keeps", "second");
        assertThat(text(snapshot)).isEqualTo("first");
        assertThat(snapshot.getProperties().getMetadata()).containsOnly(Map.entry("state", "first"));
        assertThat(Sdk.text(blob)).isEqualTo("second");
    }

    @Test
    void snapshotTakesItsOwnMetadata() {
        BlobClient blob = Sdk.blob(container, "own", "text");
        blob.setMetadata(Map.of("of", "base"));
        BlobClientBase snapshot = blob.createSnapshotWithResponse(Map.of("of", "snapshot"), null, null, Context.NONE)
                .getValue();
        assertThat(snapshot.getProperties().getMetadata()).containsOnly(Map.entry("of", "snapshot"));
        assertThat(blob.getProperties().getMetadata()).containsOnly(Map.entry("of", "base"));
    }

    @Test
    void blobWithSnapshotsIsDeletedOnlyWithThem() {
        BlobClient blob = Sdk.blob(container, "with", "text");
        BlobClientBase snapshot = blob.createSnapshot();
        refused(409, "SnapshotsPresent", blob::delete);
        blob.deleteWithResponse(DeleteSnapshotsOptionType.ONLY, null, null, Context.NONE);
        refused(404, "BlobNotFound", snapshot::getProperties);
        assertThat(blob.exists()).isTrue();
        blob.createSnapshot();
        blob.deleteWithResponse(DeleteSnapshotsOptionType.INCLUDE, null, null, Context.NONE);
        assertThat(blob.exists()).isFalse();
        assertThat(everything()).isEmpty();
    }

    @Test
    void oneSnapshotIsDeletedAlone() {
        BlobClient blob = Sdk.blob(container, "alone", "text");
        BlobClientBase first = blob.createSnapshot();
        BlobClientBase second = blob.createSnapshot();
        assertThat(first.getSnapshotId()).isLessThan(second.getSnapshotId());
        first.delete();
        refused(404, "BlobNotFound", first::getProperties);
        assertThat(text(second)).isEqualTo("text");
        assertThat(text(blob)).isEqualTo("text");
    }

    @Test
    void listingShowsSnapshotsBeforeTheirBlobInOrderOfTime() {
        BlobClient blob = Sdk.blob(container, "listed", "text");
        String first = blob.createSnapshot().getSnapshotId();
        String second = blob.createSnapshot().getSnapshotId();
        Sdk.blob(container, "other", "text");
        assertThat(everything())
                .extracting(item -> item.getName() + "@" + item.getSnapshot())
                .containsExactly("listed@" + first, "listed@" + second, "listed@null", "other@null");
        assertThat(container.listBlobs()).extracting(BlobItem::getName).containsExactly("listed", "other");
    }

    @Test
    void deletingABlobWithoutSnapshotsNeedsNoOption() {
        BlobClient blob = Sdk.blob(container, "plain", "text");
        blob.delete();
        assertThat(blob.exists()).isFalse();
        assertThat(blob.deleteIfExists()).isFalse();
    }

    private List<BlobItem> everything() {
        var details = new BlobListDetails().setRetrieveSnapshots(true);
        return container.listBlobs(new ListBlobsOptions().setDetails(details), null).stream()
                .toList();
    }
}
