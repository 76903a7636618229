package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.ifMatch;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.BlockListType;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.tag.TagExpressions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules of single operations that clients meet at their edges. */
final class BlobRulesTest {
    private static final Stamp ELSEWHERE = new Stamp(1);
    private static final String LEASE = "11111111-2222-3333-4444-555555555555";
    private static final String OTHER_LEASE = "99999999-2222-3333-4444-555555555555";

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    @AfterEach
    void close() {
        room.close();
    }

    // ---- blocks

    @Test
    void anotherClientsBlockIdsMayOverwriteABlobButNotMixWithItsBlocks() throws IOException {
        room.block("c", "b", "MDAx", new byte[] {1});
        commit("<Latest>MDAx</Latest>");
        room.block("c", "b", "MDAwMDAx", new byte[] {2});
        refused(ErrorCode.InvalidBlobOrBlock, () -> commit("<Committed>MDAx</Committed><Latest>MDAwMDAx</Latest>"));
        commit("<Latest>MDAwMDAx</Latest>");
        assertThat(room.get("c", "b")).containsExactly(2);
        room.block("c", "b", "MDAx", new byte[] {3});
        refused(ErrorCode.InvalidBlobOrBlock, () -> room.block("c", "b", "MDAwMDAx", new byte[] {4}));
    }

    @Test
    void aNameWithUncommittedBlocksOnlyHasABlockListOfEveryType() {
        room.block("c", "b", "MDAx", new byte[] {1});
        assertThat(blocks(BlockListType.ALL, Conditions.NONE).uncommitted()).hasSize(1);
        assertThat(blocks(BlockListType.COMMITTED, Conditions.NONE).committed()).isEmpty();
        assertThat(blocks(BlockListType.COMMITTED, Conditions.NONE).uncommitted())
                .isNull();
        refused(ErrorCode.BlobNotFound, () -> blocks(BlockListType.ALL, ifTags("\"a\" = 'b'")));
        refused(ErrorCode.LeaseNotPresentWithBlobOperation, () -> blocks(BlockListType.ALL, leased(LEASE)));
    }

    @Test
    void deletingANameWithUncommittedBlocksOnlyDropsThem() {
        room.block("c", "b", "MDAx", new byte[] {1});
        refused(ErrorCode.ConditionNotMet, () -> delete("b", null, ifMatch(ELSEWHERE)));
        refused(ErrorCode.LeaseNotPresentWithBlobOperation, () -> delete("b", null, leased(LEASE)));
        delete("b", null, Conditions.NONE);
        refused(ErrorCode.BlobNotFound, () -> blocks(BlockListType.ALL, Conditions.NONE));
        refused(ErrorCode.BlobNotFound, () -> delete("b", null, Conditions.NONE));
        var list =
                new BlobOperation.ListBlobs("c", null, null, null, null, 10, null, Set.of(Include.UNCOMMITTED_BLOBS));
        assertThat(((BlobResult.Blobs) room.run(list)).entries()).isEmpty();
        room.block("c", "b", "MDAwMDAx", new byte[] {2});
    }

    // ---- conditions and leases

    @Test
    void ifMatchOnABlobThatIsGoneIsNotMetAndOtherwiseTheBlobIsMissing() {
        Conditions gone = ifMatch(ELSEWHERE);
        refused(ErrorCode.ConditionNotMet, () -> delete("absent", null, gone));
        refused(
                ErrorCode.ConditionNotMet,
                () -> room.run(new BlobOperation.SetBlobMetadata("c", "absent", Map.of(), gone)));
        refused(
                ErrorCode.ConditionNotMet,
                () -> room.run(new BlobOperation.SnapshotBlob("c", "absent", Map.of(), gone)));
        refused(ErrorCode.BlobNotFound, () -> delete("absent", null, ifTags("\"a\" = 'b'")));
        refused(ErrorCode.BlobNotFound, () -> delete("absent", null, leased(LEASE)));
    }

    @Test
    void notModifiedTellsEtagAndLastModified() {
        Stamp stamp = room.put("c", "a", "text");
        Conditions known = new Conditions(List.of(), List.of(stamp.etag()), null, null, null, null);
        assertThatThrownBy(() -> room.run(new BlobOperation.GetBlobProperties("c", "a", null, known)))
                .isInstanceOfSatisfying(StorageException.class, e -> {
                    assertThat(e.status()).isEqualTo(304);
                    assertThat(e.details())
                            .containsEntry("ETag", '"' + stamp.etag() + '"')
                            .containsEntry("Last-Modified", "Sat, 21 Nov 2026 10:00:00 GMT");
                });
    }

    @Test
    void theTierOfASnapshotIsSetUnderConditions() {
        Stamp at = snapshotOfLeased();
        refused(ErrorCode.ConditionNotMet, () -> tier("a", at, ifMatch(ELSEWHERE)));
        refused(ErrorCode.ConditionNotMet, () -> tier("a", at, ifTags("\"a\" = 'b'")));
        refused(ErrorCode.LeaseIdMismatchWithBlobOperation, () -> tier("a", at, leased(OTHER_LEASE)));
        tier("a", at, leased(LEASE));
        BlobResult.BlobState state = (BlobResult.BlobState)
                room.run(new BlobOperation.GetBlobProperties("c", "a", new Moment.Snapshot(at), Conditions.NONE));
        assertThat(state.record().tier()).isEqualTo(AccessTier.COOL);
    }

    @Test
    void aSnapshotIsDeletedUnderConditions() {
        Stamp at = snapshotOfLeased();
        refused(ErrorCode.ConditionNotMet, () -> delete("a", at, ifMatch(ELSEWHERE)));
        refused(ErrorCode.LeaseIdMismatchWithBlobOperation, () -> delete("a", at, leased(OTHER_LEASE)));
        delete("a", at, leased(LEASE));
        refused(ErrorCode.BlobNotFound, () -> delete("a", at, Conditions.NONE));
    }

    @Test
    void sealingForgetsALeaseThatHasEnded() {
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
        acquire("log");
        room.pass(Duration.ofSeconds(16));
        room.run(new BlobOperation.SealAppendBlob("c", "log", Conditions.NONE, null));
        refused(
                ErrorCode.LeaseIdMismatchWithLeaseOperation,
                () -> room.run(new BlobOperation.LeaseBlob("c", "log", new LeaseAction.Renew(LEASE), Conditions.NONE)));
    }

    private void commit(String entries) {
        byte[] document = ("<BlockList>" + entries + "</BlockList>").getBytes(StandardCharsets.UTF_8);
        room.run(new BlobOperation.PutBlockList("c", "b", created(Conditions.NONE), Checksums.NONE, payload(document)));
    }

    private BlobResult.Blocks blocks(BlockListType type, Conditions conditions) {
        return (BlobResult.Blocks) room.run(new BlobOperation.GetBlockList("c", "b", null, type, conditions));
    }

    private void delete(String blob, @Nullable Stamp snapshot, Conditions conditions) {
        room.run(new BlobOperation.DeleteBlob(
                "c", blob, snapshot == null ? null : new Moment.Snapshot(snapshot), null, conditions));
    }

    private void tier(String blob, Stamp snapshot, Conditions conditions) {
        room.run(new BlobOperation.SetBlobTier("c", blob, new Moment.Snapshot(snapshot), AccessTier.COOL, conditions));
    }

    private Stamp snapshotOfLeased() {
        room.put("c", "a", "text");
        acquire("a");
        return Objects.requireNonNull((BlobResult.Snapshotted)
                        room.run(new BlobOperation.SnapshotBlob("c", "a", Map.of(), Conditions.NONE)))
                .snapshot();
    }

    private void acquire(String blob) {
        room.run(new BlobOperation.LeaseBlob("c", blob, new LeaseAction.Acquire(15, LEASE), Conditions.NONE));
    }

    private static Conditions leased(String id) {
        return new Conditions(List.of(), List.of(), null, null, null, id);
    }

    private static Conditions ifTags(String expression) {
        return new Conditions(List.of(), List.of(), null, null, TagExpressions.parseCondition(expression), null);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
