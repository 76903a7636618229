package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.batch.BlobBatch;
import com.azure.storage.blob.batch.BlobBatchClient;
import com.azure.storage.blob.batch.BlobBatchClientBuilder;
import com.azure.storage.blob.batch.BlobBatchStorageException;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DeleteSnapshotsOptionType;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

final class BatchTest {
    private final BlobContainerClient container = container("batch");
    private final BlobBatchClient batches = new BlobBatchClientBuilder(Sdk.service()).buildClient();

    private List<String> blobs(int count) {
        List<String> urls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            urls.add(Sdk.blob(container, "b " + i + "/ü", "text").getBlobUrl());
        }
        return urls;
    }

    @Test
    void allBlobsOfABatchAreDeleted() {
        List<String> urls = blobs(60);
        assertThat(batches.deleteBlobs(urls, DeleteSnapshotsOptionType.INCLUDE).stream())
                .hasSize(60)
                .allMatch(response -> response.getStatusCode() == 202);
        assertThat(container.listBlobs()).isEmpty();
    }

    @Test
    void oneFailureLeavesTheOthers() {
        List<String> urls = blobs(2);
        BlobBatch batch = batches.getBlobBatch();
        Response<Void> first = batch.deleteBlob(urls.get(0));
        Response<Void> missing =
                batch.deleteBlob(container.getBlobClient("missing").getBlobUrl());
        Response<Void> last = batch.deleteBlob(urls.get(1));
        batches.submitBatchWithResponse(batch, false, null, Context.NONE);
        assertThat(first.getStatusCode()).isEqualTo(202);
        assertThat(last.getStatusCode()).isEqualTo(202);
        var failure = Assertions.catchThrowableOfType(BlobStorageException.class, missing::getStatusCode);
        assertThat(failure.getStatusCode()).isEqualTo(404);
        assertThat(failure.getErrorCode().toString()).isEqualTo("BlobNotFound");
        assertThat(container.listBlobs()).isEmpty();
    }

    @Test
    void batchOfTheContainerDeletesInIt() {
        List<String> urls = blobs(3);
        BlobBatchClient inContainer = new BlobBatchClientBuilder(container).buildClient();
        assertThat(inContainer.deleteBlobs(urls, null).stream())
                .hasSize(3)
                .allMatch(response -> response.getStatusCode() == 202);
    }

    @Test
    void failuresAreThrownTogetherWhenAsked() {
        List<String> urls = List.of(
                container.getBlobClient("x").getBlobUrl(),
                container.getBlobClient("y").getBlobUrl());
        var failure = Assertions.catchThrowableOfType(
                BlobBatchStorageException.class,
                () -> batches.deleteBlobs(urls, null).forEach(Response::getStatusCode));
        assertThat(failure.getBatchExceptions()).hasSize(2);
    }
}
