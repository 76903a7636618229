package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.PageRange;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What versions and soft delete keep of page blobs. */
final class PageVersionsTest {
    private static final BlobFeatures VERSIONING = new BlobFeatures(true, 0);
    private static final int LENGTH = 16 << 20;

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    /** What is booked is what the rows come to, also once all that waits was done. */
    @AfterEach
    void close() {
        tidy();
        room.keepDeleted(0);
        room.pass(Duration.ofDays(366));
        room.purge();
        tidy();
        room.close();
    }

    @Test
    void aPageBlobThatIsMadeAnewLeavesAVersionOfItsWrittenPages() throws IOException {
        room.features = VERSIONING;
        Stamp first = create();
        put(0, 1024, 1);
        assertThat(version()).isEqualTo(first);
        Stamp second = create();
        assertThat(second).isGreaterThan(first);
        put(512, 512, 2);
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 512, 0, 1024, 0, 0));
        room.assertSound();
        assertThat(read(new Moment.Version(first), 1024)).isEqualTo(bytes(1, 1, 1024));
        assertThat(read(null, 1024)).isEqualTo(bytes(0, 2, 1024));
        assertThat(ranges(new Moment.Version(first))).containsExactly(new PageRange(0, 1023, false));
    }

    @Test
    void writesAfterAVersionWasKeptLeaveItAlone() throws IOException {
        room.features = VERSIONING;
        Stamp first = create();
        put(0, 1024, 1);
        metadata("second");
        put(512, 1024, 2);
        resize(1024);
        metadata("third");
        clear(0, 512);
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 512, 0, 2048, 0, 0));
        tidy();
        assertThat(read(new Moment.Version(first), 1536)).isEqualTo(Arrays.copyOf(bytes(1, 1, 1024), 1536));
        assertThat(read(null, 1024)).isEqualTo(bytes(0, 2, 1024));
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 512, 0, 2048, 0, 0));
    }

    @Test
    void aSnapshotUnderVersioningIsNamedTwiceAndReleasedTwice() throws IOException {
        room.features = VERSIONING;
        Stamp first = create();
        put(0, 1024, 1);
        BlobResult.Snapshotted taken =
                (BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", "p", Map.of(), Conditions.NONE));
        put(0, 512, 2);
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 1024, 1024, 1024, 0, 0));
        delete(new Moment.Snapshot(taken.snapshot()), null);
        tidy();
        assertThat(read(new Moment.Version(first), 1024)).isEqualTo(bytes(1, 1, 1024));
        put(0, 512, 3);
        assertThat(read(new Moment.Version(first), 1024)).isEqualTo(bytes(1, 1, 1024));
        delete(new Moment.Version(first), null);
        tidy();
        assertThat(read(null, 1024)).isEqualTo(bytes(3, 1, 1024));
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 1024, 0, 0, 0, 0));
    }

    @Test
    void aDeletedPageBlobComesBackWithItsSnapshotsAndIsWrittenOn() throws IOException {
        room.keepDeleted(7);
        create();
        put(0, 1024, 1);
        Stamp taken = ((BlobResult.Snapshotted)
                        room.run(new BlobOperation.SnapshotBlob("c", "p", Map.of(), Conditions.NONE)))
                .snapshot();
        put(0, 512, 2);
        delete(null, DeleteSnapshots.INCLUDE);
        tidy();
        assertThat(room.usage("c")).isEqualTo(new Usage(0, 0, 0, 0, 2048, 0));
        room.run(new BlobOperation.UndeleteBlob("c", "p"));
        put(512, 512, 3);
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 1024, 1024, 0, 0, 0));
        assertThat(read(new Moment.Snapshot(taken), 1024)).isEqualTo(bytes(1, 1, 1024));
        assertThat(read(null, 1024)).isEqualTo(bytes(2, 3, 1024));
    }

    @Test
    void aPageBlobThatIsMadeAnewLeavesADeletedSnapshotForItsDays() throws IOException {
        room.keepDeleted(7);
        create();
        put(0, 1024, 1);
        create();
        put(0, 512, 2);
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 512, 0, 0, 1024, 0));
        room.pass(Duration.ofDays(6));
        room.purge();
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 512, 0, 0, 1024, 0));
        room.pass(Duration.ofDays(1));
        room.purge();
        tidy();
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 512, 0, 0, 0, 0));
        assertThat(read(null, 512)).isEqualTo(bytes(2, 2, 512));
    }

    /** Such a clear is applied behind, and changes what the version that saw it counts for. */
    @Test
    void aLargeClearIsBookedWhereItsPagesAreKept() throws IOException {
        room.features = VERSIONING;
        room.run(new PageOperation.CreatePageBlob("c", "p", created(Conditions.NONE), 1L << 30, 0));
        Stamp first = version();
        long segments = 300;
        LongStream.range(0, segments).forEach(i -> put(i * PageKeys.SEGMENT_BYTES, 512, 1));
        clear(0, segments * PageKeys.SEGMENT_BYTES);
        metadata("second");
        room.keepDeleted(7);
        delete(new Moment.Version(first), null);
        assertThat(room.usage("c")).isEqualTo(new Usage(1, segments * 512, 0, 0, segments * 512, 0));
        tidy();
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 0, 0, 0, 0, 0));
    }

    @Test
    void anIncrementalCopyKeepsWhatItReplacesBesideItsSnapshot() throws IOException {
        room.keepDeleted(7);
        create();
        Stamp one = incremental(1);
        Stamp two = incremental(2);
        assertThat(two).isGreaterThan(one);
        assertThat(room.usage("c")).isEqualTo(new Usage(2, 1024, 2048, 0, 512, 0));
        room.run(new BlobOperation.UndeleteBlob("c", "i"));
        assertThat(room.usage("c")).isEqualTo(new Usage(2, 1024, 2560, 0, 0, 0));
        tidy();
        assertThat(Arrays.copyOf(room.get("c", "i", new Moment.Snapshot(one)), 512))
                .isEqualTo(bytes(1, 1, 512));
        assertThat(Arrays.copyOf(room.get("c", "i", new Moment.Snapshot(two)), 512))
                .isEqualTo(bytes(2, 2, 512));
        assertThatThrownBy(() -> room.get("c", "i"))
                .isInstanceOfSatisfying(
                        StorageException.class,
                        refused -> assertThat(refused.code())
                                .isEqualTo(ErrorCode.OperationNotAllowedOnIncrementalCopyBlob));
    }

    // ---- short forms

    private Stamp incremental(int value) {
        put(0, 512, value);
        BlobResult.Snapshotted source =
                (BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", "p", Map.of(), Conditions.NONE));
        room.sourceMoment = new Moment.Snapshot(source.snapshot());
        BlobResult.Copied copied =
                (BlobResult.Copied) room.run(new CopyOperation.IncrementalCopyBlob("c", "i", "c/p", Conditions.NONE));
        return Objects.requireNonNull(copied.copy().incremental());
    }

    private Stamp create() {
        BlobResult.Written written = (BlobResult.Written)
                room.run(new PageOperation.CreatePageBlob("c", "p", created(Conditions.NONE), LENGTH, 0));
        return Objects.requireNonNull(written.stamp());
    }

    private Stamp version() {
        BlobResult.BlobState state =
                (BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", "p", null, Conditions.NONE));
        return Objects.requireNonNull(state.record().life().version());
    }

    private void put(long from, int length, int value) {
        room.run(new PageOperation.PutPage(
                "c",
                "p",
                new ByteRange(from, from + length - 1),
                Conditions.NONE,
                SequenceConditions.NONE,
                Checksums.NONE,
                payload(bytes(value, value, length))));
    }

    private void clear(long from, long to) {
        room.run(new PageOperation.ClearPage(
                "c", "p", new ByteRange(from, to - 1), Conditions.NONE, SequenceConditions.NONE));
    }

    private void resize(long length) {
        room.run(new PageOperation.SetPageProperties("c", "p", null, length, null, Conditions.NONE));
    }

    private void metadata(String value) {
        room.run(new BlobOperation.SetBlobMetadata("c", "p", Map.of("k", value), Conditions.NONE));
    }

    private void delete(@Nullable Moment moment, @Nullable DeleteSnapshots snapshots) {
        room.run(new BlobOperation.DeleteBlob("c", "p", moment, snapshots, Conditions.NONE));
    }

    private List<PageRange> ranges(Moment moment) {
        return ((BlobResult.PageRanges) room.run(
                        new PageOperation.GetPageRanges("c", "p", moment, null, null, null, 100, Conditions.NONE)))
                .ranges();
    }

    private byte[] read(@Nullable Moment moment, int length) throws IOException {
        return Arrays.copyOf(room.get("c", "p", moment), length);
    }

    private void tidy() {
        room.collector.drain();
        room.service.sweeper().sweep();
        room.assertSound();
    }

    /** 512 bytes of one value, then of the other up to {@code length}. */
    private static byte[] bytes(int first, int then, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) then);
        Arrays.fill(bytes, 0, 512, (byte) first);
        return bytes;
    }
}
