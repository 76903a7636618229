package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.models.PageBlobRequestConditions;
import com.azure.storage.blob.models.PageRange;
import com.azure.storage.blob.models.PageRangeItem;
import com.azure.storage.blob.models.SequenceNumberActionType;
import com.azure.storage.blob.options.ListPageRangesDiffOptions;
import com.azure.storage.blob.options.ListPageRangesOptions;
import com.azure.storage.blob.specialized.PageBlobClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PageBlobsTest {
    private static final int MIB = 1 << 20;

    private final BlobContainerClient container = container("pages");

    private PageBlobClient blob(String name, long length) {
        PageBlobClient blob = container.getBlobClient(name).getPageBlobClient();
        blob.create(length);
        return blob;
    }

    private static void put(PageBlobClient blob, long from, byte[] bytes) {
        blob.uploadPages(range(from, bytes.length), new ByteArrayInputStream(bytes));
    }

    private static PageRange range(long from, long length) {
        return new PageRange().setStart(from).setEnd(from + length - 1);
    }

    private static byte[] pages(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static List<String> ranges(PageBlobClient blob) {
        return blob.listPageRanges(new BlobRange(0)).stream()
                .map(PageBlobsTest::text)
                .toList();
    }

    private static String text(PageRangeItem item) {
        return (item.isClear() ? "-" : "+") + item.getRange().getOffset() + ","
                + item.getRange().getLength();
    }

    @Test
    void pagesReadAsWrittenAndTheRestIsZeros() {
        PageBlobClient blob = blob("written", 4 * MIB);
        put(blob, MIB - 512, pages(1024, 7));
        byte[] expected = new byte[4 * MIB];
        Arrays.fill(expected, MIB - 512, MIB + 512, (byte) 7);
        assertThat(blob.downloadContent().toBytes()).isEqualTo(expected);
        assertThat(ranges(blob)).containsExactly("+" + (MIB - 512) + ",1024");
        blob.clearPages(range(MIB, 512));
        assertThat(ranges(blob)).containsExactly("+" + (MIB - 512) + ",512");
        assertThat(blob.getProperties().getBlobType()).isEqualTo(BlobType.PAGE_BLOB);
        assertThat(blob.getProperties().getBlobSize()).isEqualTo(4 * MIB);
    }

    @Test
    void theOutputStreamFillsABlob() throws IOException {
        PageBlobClient blob = blob("stream", 9 * MIB);
        byte[] bytes = Sdk.bytes(3, 9 * MIB);
        try (OutputStream out = blob.getBlobOutputStream(range(0, 9 * MIB))) {
            out.write(bytes);
        }
        assertThat(blob.downloadContent().toBytes()).isEqualTo(bytes);
    }

    @Test
    void rangesAreListedInPagesAndAsDifferences() {
        PageBlobClient blob = blob("ranges", 4 * MIB);
        for (int i = 0; i < 20; i++) {
            put(blob, i * 4096L, pages(512, i));
        }
        ListPageRangesOptions few = new ListPageRangesOptions(new BlobRange(0)).setMaxResultsPerPage(7);
        assertThat(blob.listPageRanges(few, null, Context.NONE).stream().count())
                .isEqualTo(20);
        String snapshot = blob.createSnapshot().getSnapshotId();
        put(blob, 512, pages(1024, 1));
        blob.clearPages(range(4096, 512));
        ListPageRangesDiffOptions since =
                new ListPageRangesDiffOptions(new BlobRange(0), snapshot).setMaxResultsPerPage(1);
        assertThat(blob.listPageRangesDiff(since, null, Context.NONE).stream()
                        .map(PageBlobsTest::text)
                        .toList())
                .containsExactly("+512,1024", "-4096,512");
        assertThat(blob.getSnapshotClient(snapshot).downloadContent().toBytes()[4096])
                .isEqualTo((byte) 1);
    }

    @Test
    void aBlobIsResizedAndItsSequenceNumberIsACondition() {
        PageBlobClient blob = blob("numbers", MIB);
        assertThat(blob.updateSequenceNumber(SequenceNumberActionType.UPDATE, 5L)
                        .getBlobSequenceNumber())
                .isEqualTo(5);
        assertThat(blob.updateSequenceNumber(SequenceNumberActionType.INCREMENT, null)
                        .getBlobSequenceNumber())
                .isEqualTo(6);
        refused(
                412,
                "SequenceNumberConditionNotMet",
                () -> blob.clearPagesWithResponse(
                        range(0, 512),
                        new PageBlobRequestConditions().setIfSequenceNumberLessThan(6L),
                        null,
                        Context.NONE));
        put(blob, 0, pages(512, 1));
        blob.resize(2L * MIB);
        assertThat(blob.getProperties().getBlobSize()).isEqualTo(2 * MIB);
        assertThat(blob.getProperties().getBlobSequenceNumber()).isEqualTo(6);
        refused(416, "InvalidPageRange", () -> put(blob, 2L * MIB, pages(512, 1)));
        BlobItem listed = container.listBlobs().stream()
                .filter(item -> item.getName().equals("numbers"))
                .findFirst()
                .orElseThrow();
        assertThat(listed.getProperties().getBlobSequenceNumber()).isEqualTo(6);
        assertThat(listed.getProperties().getBlobType()).isEqualTo(BlobType.PAGE_BLOB);
    }

    @Test
    void snapshotsAreCopiedIncrementally() {
        PageBlobClient source = blob("source", MIB);
        PageBlobClient target = container.getBlobClient("target").getPageBlobClient();
        for (int round = 1; round <= 2; round++) {
            put(source, 512L * round, pages(512, round));
            String snapshot = source.createSnapshot().getSnapshotId();
            assertThat(target.copyIncremental(source.getBlobUrl(), snapshot)).isEqualTo(CopyStatusType.SUCCESS);
            String made = target.getProperties().getCopyDestinationSnapshot();
            assertThat(target.getProperties().isIncrementalCopy()).isTrue();
            assertThat(target.getSnapshotClient(made).downloadContent().toBytes())
                    .isEqualTo(source.downloadContent().toBytes());
        }
        refused(409, "OperationNotAllowedOnIncrementalCopyBlob", target::downloadContent);
    }

    @Test
    void aCopyOfAPageBlobIsOne() {
        PageBlobClient source = blob("original", 3 * MIB);
        put(source, MIB, Sdk.bytes(4, MIB));
        put(source, 0, pages(512, 9));
        PageBlobClient copy = container.getBlobClient("copy").getPageBlobClient();
        copy.beginCopy(source.getBlobUrl(), null).waitForCompletion();
        source.delete();
        assertThat(copy.getProperties().getBlobType()).isEqualTo(BlobType.PAGE_BLOB);
        assertThat(ranges(copy)).containsExactly("+0,512", "+" + MIB + "," + MIB);
    }
}
