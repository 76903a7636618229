package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.models.StorageResponseSerializationFormat;
import com.azure.storage.blob.options.AppendBlobAppendBlockOptions;
import com.azure.storage.blob.options.BlobDownloadContentOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.common.ContentValidationAlgorithm;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Uploads and downloads whose bytes the SDK guards with CRC64 by structured bodies, and listings asked for in Arrow. */
final class ContentValidationTest {
    private static final int LENGTH = 9 * 1024 * 1024 + 7;
    private static final byte[] CONTENT = bytes(11, LENGTH);

    private final BlobContainerClient container = Sdk.container("validated");

    private static byte[] downloaded(BlobClient blob, @Nullable BlobRange range) {
        return blob.downloadContentWithResponse(
                        new BlobDownloadContentOptions()
                                .setRange(range)
                                .setContentValidationAlgorithm(ContentValidationAlgorithm.CRC64),
                        null,
                        Context.NONE)
                .getValue()
                .toBytes();
    }

    @Test
    void aBlobPutWholeIsReadBackWholeAndByRange() {
        BlobClient blob = container.getBlobClient("whole");
        blob.getBlockBlobClient()
                .uploadWithResponse(
                        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(CONTENT))
                                .setContentValidationAlgorithm(ContentValidationAlgorithm.CRC64),
                        null,
                        Context.NONE);
        assertThat(blob.getProperties().getBlobSize()).isEqualTo(LENGTH);
        assertThat(downloaded(blob, null)).isEqualTo(CONTENT);
        assertThat(downloaded(blob, new BlobRange(4_194_000, 4_500_000L)))
                .isEqualTo(Arrays.copyOfRange(CONTENT, 4_194_000, 8_694_000));
        assertThat(downloaded(blob, new BlobRange(LENGTH - 1)))
                .isEqualTo(Arrays.copyOfRange(CONTENT, LENGTH - 1, LENGTH));
    }

    @Test
    void aBlobStagedInBlocksIsWhole() {
        BlobClient blob = container.getBlobClient("staged");
        var transfer =
                new ParallelTransferOptions().setBlockSizeLong(5L * 1024 * 1024).setMaxSingleUploadSizeLong(1024L);
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromBytes(CONTENT))
                        .setParallelTransferOptions(transfer)
                        .setContentValidationAlgorithm(ContentValidationAlgorithm.CRC64),
                null,
                Context.NONE);
        assertThat(blob.downloadContent().toBytes()).isEqualTo(CONTENT);
        assertThat(downloaded(blob, null)).isEqualTo(CONTENT);
    }

    @Test
    void anAppendedBlockIsWhole() {
        BlobClient blob = container.getBlobClient("appended");
        blob.getAppendBlobClient().create();
        blob.getAppendBlobClient()
                .appendBlockWithResponse(
                        new AppendBlobAppendBlockOptions(BinaryData.fromBytes(CONTENT))
                                .setContentValidationAlgorithm(ContentValidationAlgorithm.CRC64),
                        null,
                        Context.NONE);
        assertThat(downloaded(blob, null)).isEqualTo(CONTENT);
    }

    @Test
    void anEmptyBlobIsReadToo() {
        assertThat(downloaded(Sdk.blob(container, "empty", ""), null)).isEmpty();
    }

    @Test
    void aListingAskedForInArrowIsReadFromXml() {
        Sdk.blob(container, "a", "1");
        Sdk.blob(container, "b/c", "2");
        var options =
                new ListBlobsOptions().setStorageResponseSerializationFormat(StorageResponseSerializationFormat.ARROW);
        assertThat(container.listBlobs(options, null))
                .extracting(item -> item.getName())
                .containsExactly("a", "b/c");
        assertThat(container.listBlobsByHierarchy("/", options, null))
                .extracting(item -> item.getName())
                .containsExactly("a", "b/");
        Sdk.refused(
                400,
                "UnsupportedQueryParameter",
                () -> container.listBlobs(options.setEndBefore("b"), null).forEach(item -> {}));
    }
}
