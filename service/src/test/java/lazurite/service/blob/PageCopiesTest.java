package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Query;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceAction;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.StampText;
import lazurite.store.Usage;
import lazurite.store.collector.Check;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PageCopiesTest {
    private static final int MIB = 1 << 20;
    private static final int LENGTH = 80 * MIB;

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
    void aCopyHasThePagesAndNotTheFateOfItsSource() throws IOException {
        source();
        byte[] before = room.get("c", "p");
        copy("c/p", "q");
        room.collector.settle();
        put("p", 0, pages(512, 99));
        assertThat(room.get("c", "q")).isEqualTo(before);
        BlobRecord copied = state("q");
        assertThat(copied.type()).isEqualTo(BlobType.PAGE);
        assertThat(copied.sequenceNumber()).isEqualTo(17);
        assertThat(copied.used()).isEqualTo(state("p").used());
        delete("p");
        tidy();
        room.collector.settle();
        assertThat(room.get("c", "q")).isEqualTo(before);
        put("q", 512, pages(512, 98));
        assertThat(room.get("c", "q")[600]).isEqualTo((byte) 98);
        delete("q");
        tidy();
        assertThat(room.collector.usages().values().stream().reduce(Usage.NONE, Usage::plus))
                .isEqualTo(Usage.NONE);
    }

    @Test
    void aSnapshotIsCopiedOverItsBase() throws IOException {
        source();
        byte[] before = room.get("c", "p");
        Stamp snapshot = snapshot("p");
        put("p", 0, pages(MIB, 99));
        copy("c/p?snapshot=" + snapshot.iso(), "p");
        assertThat(room.get("c", "p")).isEqualTo(before);
        tidy();
        assertThat(room.get("c", "p")).isEqualTo(before);
        refused(
                ErrorCode.BlobOverwritten,
                () -> room.run(
                        new PageOperation.GetPageRanges("c", "p", null, snapshot, null, null, 10, Conditions.NONE)));
    }

    @Test
    void anotherAccountsCopyIsWrittenAnew() throws IOException {
        source();
        byte[] before = room.get("c", "p");
        run("other", new BlobOperation.CreateContainer("c", Map.of(), PublicRead.NEVER));
        run("other", copying("c/p", "q"));
        delete("p");
        tidy();
        room.collector.settle();
        BlobResult.BlobContent content = (BlobResult.BlobContent)
                run("other", new BlobOperation.GetBlob("c", "q", null, null, false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            assertThat(stream.readAllBytes()).isEqualTo(before);
        }
    }

    @Test
    void whatACopyThatFailedLeftBehindGoes() {
        source();
        room.put("c", "b", "a block blob");
        refused(ErrorCode.InvalidBlobType, () -> copy("c/p", "b"));
        assertSound();
        delete("p");
        tidy();
        assertThat(room.collector.usages().values().stream().reduce(Usage.NONE, Usage::plus))
                .isEqualTo(new Usage(1, 12, 0, 0, 0, 0));
    }

    @Test
    void incrementalCopiesLeaveASnapshotEach() throws IOException {
        source();
        byte[] before = room.get("c", "p");
        Stamp first = snapshot("p");
        put("p", 3 * MIB, pages(MIB, 50));
        byte[] after = room.get("c", "p");
        Stamp second = snapshot("p");
        Stamp one = incremental("c/p?snapshot=" + first.iso());
        Stamp two = incremental("c/p?snapshot=" + second.iso());
        assertThat(read(one)).isEqualTo(before);
        assertThat(read(two)).isEqualTo(after);
        refused(ErrorCode.OperationNotAllowedOnIncrementalCopyBlob, () -> room.get("c", "i"));
        refused(ErrorCode.OperationNotAllowedOnIncrementalCopyBlob, () -> put("i", 0, pages(512, 1)));
        refused(ErrorCode.OperationNotAllowedOnIncrementalCopyBlob, () -> snapshot("i"));
        refused(ErrorCode.OperationNotAllowedOnIncrementalCopyBlob, () -> copy("c/i", "other"));
        refused(ErrorCode.OperationNotAllowedOnIncrementalCopyBlob, () -> putBlock("c/i"));
        refused(
                ErrorCode.IncrementalCopyOfEarlierVersionSnapshotNotAllowed,
                () -> incremental("c/p?snapshot=" + first.iso()));
        refused(ErrorCode.IncrementalCopySourceMustBeSnapshot, () -> incremental("c/p"));
        refused(ErrorCode.IncrementalCopyBlobMismatch, () -> incremental("c/other?snapshot=" + second.iso()));
        room.collector.settle();
        tidy();
        assertThat(read(two)).isEqualTo(after);
        copy("c/i?snapshot=" + two.iso(), "restored");
        assertThat(room.get("c", "restored")).isEqualTo(after);
    }

    private void putBlock(String source) {
        room.run(new CopyOperation.PutBlockFromUrl(
                "c",
                "other",
                "AAAA",
                null,
                new CopyOperation.SourceRead(
                        source, null, Conditions.NONE, BlobOperation.Checksums.NONE, CopyOperation.SourceAccess.NONE)));
    }

    /** Large bodies, small ones, a segment of both, one that is cleared again, and one that was put together. */
    private void source() {
        room.run(new PageOperation.CreatePageBlob("c", "p", created(Conditions.NONE), LENGTH, 17));
        put("p", 0, pages(4 * MIB, 1));
        put("p", MIB + 512, pages(512, 2));
        for (int i = 0; i < 70; i++) {
            put("p", (5 + i) * (long) MIB, pages(512, i));
        }
        for (int i = 0; i < 100; i++) {
            put("p", 78L * MIB + i * 1024L, pages(512, i));
        }
        room.run(new PageOperation.ClearPage(
                "c", "p", new ByteRange(6L * MIB, 7L * MIB - 1), Conditions.NONE, SequenceConditions.NONE));
        room.run(
                new PageOperation.SetPageProperties("c", "p", null, null, new SequenceAction.Max(17), Conditions.NONE));
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

    private Stamp snapshot(String name) {
        return ((BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", name, Map.of(), Conditions.NONE)))
                .snapshot();
    }

    private void delete(String name) {
        room.run(new BlobOperation.DeleteBlob("c", name, null, DeleteSnapshots.INCLUDE, Conditions.NONE));
    }

    private BlobRecord state(String name) {
        return ((BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", name, null, Conditions.NONE)))
                .record();
    }

    private void copy(String from, String to) {
        run(BlobServiceRoom.ACCOUNT, copying(from, to));
    }

    private static BlobOperation copying(String from, String to) {
        return new CopyOperation.CopyBlob(
                "c", to, from, Map.of(), null, false, null, Conditions.NONE, Conditions.NONE, false, null, null);
    }

    private Stamp incremental(String from) {
        BlobResult.Copied copied = (BlobResult.Copied)
                run(BlobServiceRoom.ACCOUNT, new CopyOperation.IncrementalCopyBlob("c", "i", from, Conditions.NONE));
        return Objects.requireNonNull(copied.copy().incremental());
    }

    private byte[] read(Stamp snapshot) throws IOException {
        BlobResult.BlobContent content = (BlobResult.BlobContent) room.run(new BlobOperation.GetBlob(
                "c", "i", new Moment.Snapshot(snapshot), null, false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        }
    }

    private BlobResult run(String account, BlobOperation operation) {
        BlobCall call = room.call();
        return room.service.run(
                operation, new BlobCall(account, call.features(), call.caller(), call.version(), call.pass(), url -> {
                    int query = url.indexOf('?');
                    String[] parts = (query < 0 ? url : url.substring(0, query)).split("/", 2);
                    @Nullable
                    String snapshot = query < 0
                            ? null
                            : Query.parse(url.substring(query + 1)).present("snapshot");
                    return new ResolvedSource(
                            BlobServiceRoom.ACCOUNT,
                            parts[0],
                            parts[1],
                            snapshot == null ? null : BlobServiceRoom.snapshot(StampText.parse(snapshot)),
                            true,
                            call.pass());
                }));
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
