package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.bytes;
import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadResponse;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.options.BlobDownloadToFileOptions;
import com.azure.storage.blob.options.BlobInputStreamOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.common.ParallelTransferOptions;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReadsTest {
    private static final int LENGTH = 5 * 1024 * 1024 + 123;
    private static final byte[] CONTENT = bytes(3, LENGTH);

    private final BlobContainerClient container = container("read");

    private BlobClient stored() {
        BlobClient blob = container.getBlobClient("content");
        blob.upload(BinaryData.fromBytes(CONTENT));
        return blob;
    }

    private static byte[] range(BlobClient blob, BlobRange range) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        blob.downloadStreamWithResponse(out, range, null, null, false, null, Context.NONE);
        return out.toByteArray();
    }

    @Test
    void everyRangeIsExactlyTheBytesAsked() {
        BlobClient blob = stored();
        for (long[] range : new long[][] {
            {0, 1},
            {0, 16_384},
            {1, 16_384},
            {16_383, 2},
            {16_384, 1},
            {4_194_303, 2},
            {LENGTH - 1, 1},
            {1_000_000, 3_000_000}
        }) {
            byte[] expected = Arrays.copyOfRange(CONTENT, (int) range[0], (int) (range[0] + range[1]));
            assertThat(range(blob, new BlobRange(range[0], range[1])))
                    .as("range %s", Arrays.toString(range))
                    .isEqualTo(expected);
        }
    }

    @Test
    void rangeOverTheEndIsClampedAndOpenRangeReachesTheEnd() {
        BlobClient blob = stored();
        byte[] tail = Arrays.copyOfRange(CONTENT, LENGTH - 10, LENGTH);
        assertThat(range(blob, new BlobRange(LENGTH - 10, 1000L))).isEqualTo(tail);
        assertThat(range(blob, new BlobRange(LENGTH - 10))).isEqualTo(tail);
    }

    @Test
    void rangeBehindTheEndIsRefused() {
        BlobClient blob = stored();
        refused(416, "InvalidRange", () -> range(blob, new BlobRange(LENGTH, 1L)));
        BlobClient empty = Sdk.blob(container, "empty", "");
        refused(416, "InvalidRange", () -> range(empty, new BlobRange(0, 1L)));
    }

    @Test
    void rangeCarriesItsOwnMd5AndTheBlobs() throws Exception {
        BlobClient blob = stored();
        BlobDownloadResponse response = blob.downloadStreamWithResponse(
                new ByteArrayOutputStream(), new BlobRange(10, 1000L), null, null, true, null, Context.NONE);
        MessageDigest md5 = MessageDigest.getInstance("MD5");
        assertThat(response.getStatusCode()).isEqualTo(206);
        assertThat(response.getDeserializedHeaders().getContentMd5())
                .isEqualTo(md5.digest(Arrays.copyOfRange(CONTENT, 10, 1010)));
        assertThat(response.getDeserializedHeaders().getBlobContentMD5()).isEqualTo(md5.digest(CONTENT));
        assertThat(response.getDeserializedHeaders().getContentRange()).isEqualTo("bytes 10-1009/" + LENGTH);
    }

    @Test
    void parallelDownloadToAFileIsTheBlob(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("downloaded");
        var transfer = new ParallelTransferOptions().setBlockSizeLong(700_000L).setMaxConcurrency(4);
        stored().downloadToFileWithResponse(
                        new BlobDownloadToFileOptions(file.toString()).setParallelTransferOptions(transfer),
                        null,
                        Context.NONE);
        assertThat(Files.readAllBytes(file)).isEqualTo(CONTENT);
    }

    @Test
    void inputStreamReadsInSmallRanges() throws Exception {
        try (var in = stored().openInputStream(new BlobInputStreamOptions().setBlockSize(600_001))) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
    }

    @Test
    void headersOfTheContentAreKeptAndReplacedAsASet() {
        BlobClient blob = container.getBlobClient("headers");
        BlobHttpHeaders headers = new BlobHttpHeaders()
                .setContentType("text/x-sent; charset=utf-8")
                .setContentEncoding("br")
                .setContentLanguage("en-GB")
                .setContentDisposition("attachment; filename=\"a b.txt\"")
                .setCacheControl("max-age=5");
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString("text")).setHeaders(headers), null, Context.NONE);
        var properties = blob.getProperties();
        assertThat(properties.getContentType()).isEqualTo("text/x-sent; charset=utf-8");
        assertThat(properties.getContentEncoding()).isEqualTo("br");
        assertThat(properties.getContentLanguage()).isEqualTo("en-GB");
        assertThat(properties.getContentDisposition()).isEqualTo("attachment; filename=\"a b.txt\"");
        assertThat(properties.getCacheControl()).isEqualTo("max-age=5");
        assertThat(properties.getContentMd5()).isNotNull();
        blob.setHttpHeaders(new BlobHttpHeaders().setContentType("text/plain"));
        var replaced = blob.getProperties();
        assertThat(replaced.getContentType()).isEqualTo("text/plain");
        assertThat(replaced.getContentEncoding()).isNull();
        assertThat(replaced.getCacheControl()).isNull();
        assertThat(replaced.getContentMd5()).isNull();
        assertThat(replaced.getETag()).isNotEqualTo(properties.getETag());
    }

    @Test
    void metadataIsReplacedAsAWholeAndContentStays() {
        BlobClient blob = Sdk.blob(container, "meta", "text");
        String before = blob.getProperties().getETag();
        blob.setMetadata(Map.of("Mixed", "Case", "empty_ok", "x"));
        blob.setMetadata(Map.of("only", "this"));
        assertThat(blob.getProperties().getMetadata()).containsOnly(Map.entry("only", "this"));
        assertThat(blob.getProperties().getETag()).isNotEqualTo(before);
        assertThat(Sdk.text(blob)).isEqualTo("text");
        blob.setMetadata(null);
        assertThat(blob.getProperties().getMetadata()).isEmpty();
    }

    @Test
    void metadataOverEightKibibytesIsRefused() {
        BlobClient blob = Sdk.blob(container, "meta-big", "text");
        refused(400, "MetadataTooLarge", () -> blob.setMetadata(Map.of("k", "v".repeat(9_000))));
    }

    @Test
    void overwritingKeepsTheCreationTimeAndMovesTheETag() {
        BlobClient blob = Sdk.blob(container, "over", "one");
        var first = blob.getProperties();
        Sdk.blob(container, "over", "two");
        var second = blob.getProperties();
        assertThat(second.getCreationTime()).isEqualTo(first.getCreationTime());
        assertThat(second.getETag()).isNotEqualTo(first.getETag());
    }

    @Test
    void missingThingsHaveTheirOwnCodes() {
        BlobClient missing = container.getBlobClient("missing");
        refused(404, "BlobNotFound", missing::getProperties);
        refused(404, "BlobNotFound", missing::downloadContent);
        refused(404, "BlobNotFound", missing::delete);
        refused(404, "BlobNotFound", () -> missing.setMetadata(Map.of("a", "b")));
        BlobClient nowhere =
                Sdk.service().getBlobContainerClient(Sdk.name("nowhere")).getBlobClient("b");
        refused(404, "ContainerNotFound", nowhere::getProperties);
        refused(404, "ContainerNotFound", () -> nowhere.upload(BinaryData.fromString("x")));
        assertThat(missing.exists()).isFalse();
        assertThat(nowhere.exists()).isFalse();
    }
}
