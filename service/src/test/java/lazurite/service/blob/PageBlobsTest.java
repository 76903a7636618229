package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.PageRange;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceAction;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.page.PageEdit;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageRowCodec;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Usage;
import lazurite.store.collector.Check;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PageBlobsTest {
    private static final long MIB = 1 << 20;

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    @AfterEach
    void close() {
        assertSound();
        room.close();
    }

    @Test
    void pagesNeverWrittenAreZeros() throws IOException {
        create("p", 4 * MIB);
        assertThat(room.get("c", "p")).isEqualTo(new byte[(int) (4 * MIB)]);
        put("p", MIB - 512, pages(1024, 7));
        byte[] expected = new byte[(int) (4 * MIB)];
        Arrays.fill(expected, (int) MIB - 512, (int) MIB + 512, (byte) 7);
        assertThat(room.get("c", "p")).isEqualTo(expected);
        assertThat(range("p", null, MIB - 1000, MIB - 500))
                .isEqualTo(Arrays.copyOfRange(expected, (int) MIB - 1000, (int) MIB - 499));
        assertThat(ranges("p")).containsExactly(new PageRange(MIB - 512, MIB + 511, false));
    }

    @Test
    void aWriteOfSeveralSegmentsIsOneBodyAndReadsAsWritten() throws IOException {
        create("p", 8 * MIB);
        byte[] written = new byte[(int) (4 * MIB)];
        new java.util.Random(5).nextBytes(written);
        put("p", MIB / 2, written);
        put("p", 2 * MIB, pages(512, 3));
        System.arraycopy(pages(512, 3), 0, written, (int) (2 * MIB - MIB / 2), 512);
        assertThat(range("p", null, MIB / 2, MIB / 2 + 4 * MIB - 1)).isEqualTo(written);
        assertThat(ranges("p")).containsExactly(new PageRange(MIB / 2, MIB / 2 + 4 * MIB - 1, false));
    }

    @Test
    void clearedPagesAreZerosAndLeaveTheRanges() throws IOException {
        create("p", MIB);
        put("p", 0, pages(4096, 1));
        clear("p", 1024, 2048);
        assertThat(ranges("p")).containsExactly(new PageRange(0, 1023, false), new PageRange(2048, 4095, false));
        assertThat(range("p", null, 1024, 2047)).isEqualTo(new byte[1024]);
        put("p", 0, pages(512, 0));
        assertThat(ranges("p").getFirst()).isEqualTo(new PageRange(0, 1023, false));
    }

    @Test
    void usageCountsWrittenPages() {
        create("p", 1L << 40);
        put("p", 0, pages(4096, 1));
        put("p", 2048, pages(4096, 2));
        put("p", 1L << 39, pages(512, 3));
        assertThat(usage()).isEqualTo(new Usage(1, 6144 + 512, 0, 0, 0, 0));
        Stamp snapshot = snapshot("p");
        clear("p", 0, 4096);
        assertThat(usage()).isEqualTo(new Usage(1, 2048 + 512, 6144 + 512, 0, 0, 0));
        deleteSnapshot("p", snapshot);
        assertThat(usage()).isEqualTo(new Usage(1, 2048 + 512, 0, 0, 0, 0));
    }

    @Test
    void oneSegmentWrittenManyTimesNamesFewBodies() throws IOException {
        create("p", MIB);
        byte[] expected = new byte[(int) MIB];
        for (int i = 0; i < 500; i++) {
            int page = i * 37 % 2048;
            byte[] one = pages(512, i);
            System.arraycopy(one, 0, expected, page * 512, 512);
            put("p", page * 512L, one);
            assertThat(PageRowCodec.read(currentRow()).bodies().size()).isLessThanOrEqualTo(PageEdit.BODIES_MAX);
        }
        assertThat(room.get("c", "p")).isEqualTo(expected);
        room.collector.settle();
        assertThat(room.get("c", "p")).isEqualTo(expected);
        assertThat(pageRows()).hasSize(1);
    }

    @Test
    void aSnapshotKeepsItsPagesAndTheDifferenceTellsWhatChanged() throws IOException {
        create("p", 4 * MIB);
        put("p", 0, pages(4096, 1));
        put("p", 2 * MIB, pages(1024, 1));
        Stamp first = snapshot("p");
        put("p", 512, pages(512, 2));
        clear("p", 2 * MIB, 2 * MIB + 512);
        put("p", 3 * MIB, pages(512, 2));
        Stamp second = snapshot("p");
        put("p", 1024, pages(512, 3));
        assertThat(range("p", first, 0, 4095)).isEqualTo(pages(4096, 1));
        assertThat(difference("p", null, first))
                .containsExactly(
                        new PageRange(512, 1535, false),
                        new PageRange(2 * MIB, 2 * MIB + 511, true),
                        new PageRange(3 * MIB, 3 * MIB + 511, false));
        assertThat(difference("p", second, first))
                .containsExactly(
                        new PageRange(512, 1023, false),
                        new PageRange(2 * MIB, 2 * MIB + 511, true),
                        new PageRange(3 * MIB, 3 * MIB + 511, false));
        assertThat(difference("p", null, second)).containsExactly(new PageRange(1024, 1535, false));
        assertThat(difference("p", first, first)).isEmpty();
        refused(ErrorCode.PreviousSnapshotCannotBeNewer, () -> difference("p", first, second));
        refused(ErrorCode.PreviousSnapshotNotFound, () -> difference("p", null, new Stamp(first.ticks() + 100)));
    }

    @Test
    void aBlobMadeAnewHasNoDifferenceFromItsOldSnapshots() {
        create("p", MIB);
        Stamp snapshot = snapshot("p");
        create("p", MIB);
        refused(ErrorCode.BlobOverwritten, () -> difference("p", null, snapshot));
    }

    @Test
    void putTogetherPagesStillTellWhenTheyWereWritten() {
        create("p", MIB);
        put("p", 0, pages((int) MIB, 1));
        Stamp snapshot = snapshot("p");
        for (int i = 0; i < 200; i++) {
            put("p", i * 1024L, pages(512, i));
        }
        assertThat(difference("p", null, snapshot)).hasSize(200);
    }

    @Test
    void rangesComeInPages() {
        create("p", 4 * MIB);
        for (int i = 0; i < 25; i++) {
            put("p", i * 131_072L, pages(512, i));
        }
        int count = 0;
        Long marker = null;
        do {
            BlobResult.PageRanges page = list("p", null, null, null, marker, 10);
            count += page.ranges().size();
            assertThat(page.ranges()).hasSizeLessThanOrEqualTo(10);
            marker = page.nextMarker();
        } while (marker != null);
        assertThat(count).isEqualTo(25);
        BlobResult.PageRanges some = list("p", null, null, new ByteRange(131_072, 262_143), null, 10);
        assertThat(some.ranges()).containsExactly(new PageRange(131_072, 131_583, false));
        refused(ErrorCode.InvalidRange, () -> list("p", null, null, new ByteRange(4 * MIB, 5 * MIB), null, 10));
    }

    @Test
    void whatWasCutOffIsZerosWhenTheBlobGrowsAgain() throws IOException {
        create("p", 2 * MIB);
        put("p", 0, pages((int) (2 * MIB), 9));
        resize("p", MIB + 512);
        assertThat(room.get("c", "p")).hasSize((int) MIB + 512);
        resize("p", 2 * MIB);
        byte[] expected = new byte[(int) (2 * MIB)];
        Arrays.fill(expected, 0, (int) MIB + 512, (byte) 9);
        assertThat(room.get("c", "p")).isEqualTo(expected);
        refused(ErrorCode.InvalidPageRange, () -> put("p", 2 * MIB, pages(512, 1)));
    }

    @Test
    void aLargeClearIsAppliedBehindAndNobodySeesTheDifference() throws IOException {
        int segments = 300;
        create("p", segments * MIB);
        for (int i = 0; i < segments; i++) {
            put("p", i * MIB, pages(1024, i));
        }
        Stamp before = snapshot("p");
        clear("p", 512, segments * MIB - MIB);
        Stamp after = snapshot("p");
        put("p", 7 * MIB, pages(512, 77));
        List<PageRange> now = List.of(
                new PageRange(0, 511, false),
                new PageRange(7 * MIB, 7 * MIB + 511, false),
                new PageRange((segments - 1) * MIB, (segments - 1) * MIB + 1023, false));
        for (int round = 0; round < 2; round++) {
            assertThat(ranges("p")).isEqualTo(now);
            assertThat(list("p", after, null, null, null, 1000).ranges()).hasSize(2);
            assertThat(list("p", before, null, null, null, 1000).ranges()).hasSize(segments);
            assertThat(range("p", null, 3 * MIB, 3 * MIB + 1023)).isEqualTo(new byte[1024]);
            assertThat(range("p", before, 3 * MIB, 3 * MIB + 1023)).isEqualTo(pages(1024, 3));
            assertThat(difference("p", after, before)).hasSize(segments - 1);
            assertSound();
            tidy();
        }
        assertThat(usage()).isEqualTo(new Usage(1, 512 + 512 + 1024, segments * 1024L + 512 + 1024, 0, 0, 0));
        assertThat(room.collector.listsToTidy(null, 10)).isEmpty();
    }

    @Test
    void whatADeletedBlobOrSnapshotNamedGoes() {
        create("p", 4 * MIB);
        put("p", 0, pages((int) (2 * MIB), 1));
        Stamp snapshot = snapshot("p");
        put("p", 0, pages(512, 2));
        put("p", 512, pages(512, 2));
        deleteSnapshot("p", snapshot);
        tidy();
        room.collector.drain();
        assertThat(pageRows()).hasSize(2);
        put("p", 1024, pages(512, 2));
        room.collector.drain();
        assertThat(pageRows()).hasSize(2);
        room.run(new BlobOperation.DeleteBlob("c", "p", null, null, Conditions.NONE));
        assertSound();
        tidy();
        room.collector.drain();
        assertThat(room.engine.metadata().scan(Family.PARTS, KeyRange.prefix(Key.of("F/")), 10))
                .isEmpty();
        assertThat(usage()).isEqualTo(Usage.NONE);
    }

    @Test
    void aReadSeesOneVersionThoughAllOfItIsOverwrittenMeanwhile() throws IOException {
        create("p", 3 * MIB);
        put("p", 0, pages((int) (3 * MIB), 1));
        BlobResult.BlobContent content = (BlobResult.BlobContent)
                room.run(new BlobOperation.GetBlob("c", "p", null, null, false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            byte[] first = stream.readNBytes(1000);
            put("p", 0, pages((int) (3 * MIB), 2));
            clear("p", MIB, 2 * MIB);
            tidy();
            room.collector.settle();
            byte[] rest = stream.readAllBytes();
            assertThat(first).isEqualTo(pages(1000, 1));
            assertThat(rest).isEqualTo(pages((int) (3 * MIB) - 1000, 1));
        }
        room.collector.settle();
    }

    @Test
    void sequenceNumbersActAndAreConditions() {
        create("p", MIB);
        assertThat(number("p", new SequenceAction.Update(5))).isEqualTo(5);
        assertThat(number("p", new SequenceAction.Max(3))).isEqualTo(5);
        assertThat(number("p", new SequenceAction.Max(8))).isEqualTo(8);
        assertThat(number("p", new SequenceAction.Increment())).isEqualTo(9);
        write("p", new SequenceConditions(9L, 10L, 9L));
        refused(ErrorCode.SequenceNumberConditionNotMet, () -> write("p", new SequenceConditions(8L, null, null)));
        refused(ErrorCode.SequenceNumberConditionNotMet, () -> write("p", new SequenceConditions(null, 9L, null)));
        refused(ErrorCode.SequenceNumberConditionNotMet, () -> write("p", new SequenceConditions(null, null, 8L)));
        number("p", new SequenceAction.Update(Long.MAX_VALUE));
        refused(ErrorCode.SequenceNumberIncrementTooLarge, () -> number("p", new SequenceAction.Increment()));
    }

    @Test
    void onlyPageBlobsHavePages() {
        room.put("c", "b", "text");
        refused(ErrorCode.InvalidBlobType, () -> put("b", 0, pages(512, 1)));
        refused(ErrorCode.InvalidBlobType, () -> clear("b", 0, 512));
        refused(ErrorCode.InvalidBlobType, () -> ranges("b"));
        refused(ErrorCode.InvalidBlobType, () -> resize("b", 512));
        refused(ErrorCode.BlobNotFound, () -> put("none", 0, pages(512, 1)));
        create("p", MIB);
        refused(ErrorCode.InvalidBlobType, () -> room.append("c", "p", new byte[1]));
        refused(
                ErrorCode.InvalidHeaderValue,
                () -> room.run(new PageOperation.PutPage(
                        "c",
                        "p",
                        new ByteRange(0, 511),
                        Conditions.NONE,
                        SequenceConditions.NONE,
                        Checksums.NONE,
                        payload(new byte[1024]))));
    }

    // ---- short forms

    private void create(String name, long length) {
        room.run(new PageOperation.CreatePageBlob("c", name, created(Conditions.NONE), length, 0));
    }

    private void put(String name, long from, byte[] bytes) {
        room.run(new PageOperation.PutPage(
                "c",
                name,
                new ByteRange(from, from + bytes.length - 1),
                Conditions.NONE,
                SequenceConditions.NONE,
                Checksums.NONE,
                payload(bytes)));
    }

    private void write(String name, SequenceConditions sequence) {
        room.run(new PageOperation.PutPage(
                "c", name, new ByteRange(0, 511), Conditions.NONE, sequence, Checksums.NONE, payload(new byte[512])));
    }

    private void clear(String name, long from, long to) {
        room.run(new PageOperation.ClearPage(
                "c", name, new ByteRange(from, to - 1), Conditions.NONE, SequenceConditions.NONE));
    }

    private void resize(String name, long length) {
        room.run(new PageOperation.SetPageProperties("c", name, null, length, null, Conditions.NONE));
    }

    private long number(String name, SequenceAction action) {
        return ((BlobResult.PagesChanged)
                        room.run(new PageOperation.SetPageProperties("c", name, null, null, action, Conditions.NONE)))
                .sequenceNumber();
    }

    private Stamp snapshot(String name) {
        return ((BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", name, Map.of(), Conditions.NONE)))
                .snapshot();
    }

    private void deleteSnapshot(String name, Stamp snapshot) {
        room.run(new BlobOperation.DeleteBlob("c", name, BlobServiceRoom.snapshot(snapshot), null, Conditions.NONE));
    }

    private BlobResult.PageRanges list(
            String name,
            @Nullable Stamp snapshot,
            @Nullable Stamp previous,
            @Nullable ByteRange range,
            @Nullable Long marker,
            int limit) {
        return (BlobResult.PageRanges) room.run(new PageOperation.GetPageRanges(
                "c", name, BlobServiceRoom.snapshot(snapshot), previous, range, marker, limit, Conditions.NONE));
    }

    private List<PageRange> ranges(String name) {
        return list(name, null, null, null, null, 10_000).ranges();
    }

    private List<PageRange> difference(String name, @Nullable Stamp snapshot, Stamp previous) {
        return list(name, snapshot, previous, null, null, 10_000).ranges();
    }

    private byte[] range(String name, @Nullable Stamp snapshot, long from, long to) throws IOException {
        BlobResult.BlobContent content = (BlobResult.BlobContent) room.run(new BlobOperation.GetBlob(
                "c", name, BlobServiceRoom.snapshot(snapshot), new ByteRange(from, to), false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        }
    }

    private List<lazurite.store.Row> pageRows() {
        return room.engine.metadata().scan(Family.PARTS, KeyRange.prefix(Key.of("F/")), 10_000).stream()
                .filter(row -> row.key()
                        .startsWith(PageKeys.rows(BlobKeys.groupOf(row.key())).from()))
                .toList();
    }

    private byte[] currentRow() {
        return Objects.requireNonNull(pageRows().getFirst()).value();
    }

    private Usage usage() {
        return room.collector.usages().values().stream().reduce(Usage.NONE, Usage::plus);
    }

    private void tidy() {
        room.collector.drain();
        room.service.sweeper().sweep();
    }

    private static byte[] pages(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private void assertSound() {
        room.collector.drain();
        Check check = new Check(room.engine, room.collector, (_, _) -> {});
        assertThat(BlobCheck.walk(room.engine, room.collector, check)).isEmpty();
        assertThat(check.finish().problems()).isEmpty();
    }
}
