package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.BlockListType;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.operation.TierConditions;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The archive tier: what it keeps from being done, and the way out of it. */
final class ArchiveTest {
    private static final Duration STANDARD = Duration.ofHours(10);
    private static final Duration HIGH = Duration.ofMinutes(30);
    private static final BlobFeatures SLOW = features(false);

    private final BlobServiceRoom room = new BlobServiceRoom();

    private static BlobFeatures features(boolean versioning) {
        return new BlobFeatures(versioning, 0).withAging(new Aging(STANDARD, HIGH, false, false, null));
    }

    @BeforeEach
    void furnish() {
        room.createContainer("c");
        room.features = SLOW;
        room.put("c", "a", "content");
        tier("a", AccessTier.ARCHIVE, null);
    }

    @AfterEach
    void close() {
        room.purge();
        room.close();
    }

    @Test
    void whatIsArchivedIsNeitherReadNorChanged() {
        archived(() -> room.get("c", "a"));
        archived(() -> room.put("c", "a", "other"));
        archived(() -> room.block("c", "a", "MDAx", new byte[1]));
        archived(() -> room.run(new BlobOperation.PutBlockList(
                "c",
                "a",
                BlobServiceRoom.created(Conditions.NONE),
                Checksums.NONE,
                document("<Latest>MDAx</Latest>"))));
        archived(
                () -> room.run(new BlobOperation.CreateAppendBlob("c", "a", BlobServiceRoom.created(Conditions.NONE))));
        archived(() ->
                room.run(new PageOperation.CreatePageBlob("c", "a", BlobServiceRoom.created(Conditions.NONE), 512, 0)));
        archived(() -> room.run(new BlobOperation.GetBlockList("c", "a", null, BlockListType.ALL, Conditions.NONE)));
        archived(() -> room.run(new BlobOperation.SetBlobMetadata("c", "a", Map.of(), Conditions.NONE)));
        archived(() -> room.run(new BlobOperation.SetBlobProperties("c", "a", HttpProperties.NONE, Conditions.NONE)));
        archived(() -> room.run(new BlobOperation.SnapshotBlob("c", "a", Map.of(), Conditions.NONE)));
        archived(() -> room.run(new CopyOperation.PutBlockFromUrl(
                "c",
                "b",
                "MDAx",
                null,
                new CopyOperation.SourceRead(
                        "c/a", null, Conditions.NONE, Checksums.NONE, CopyOperation.SourceAccess.NONE))));
        refused(ErrorCode.BlobAlreadyExists, () -> room.put("c", "a", new byte[1], BlobServiceRoom.createOnly()));
    }

    @Test
    void whatIsArchivedIsFoundTaggedLeasedAndDeleted() {
        assertThat(state("a", null).record().length()).isEqualTo(7);
        assertThat(state("a", null).record().tier()).isEqualTo(AccessTier.ARCHIVE);
        assertThat(listed()).containsExactly("a ARCHIVE null");
        String tags = "<Tags><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tags>";
        room.run(new BlobOperation.SetBlobTags(
                "c", "a", null, Checksums.NONE, BlobServiceRoom.payload(bytes(tags)), Conditions.NONE));
        room.run(new BlobOperation.LeaseBlob(
                "c", "a", new BlobOperation.LeaseAction.Acquire(15, null), Conditions.NONE));
        room.run(new BlobOperation.LeaseBlob("c", "a", new BlobOperation.LeaseAction.Break(0), Conditions.NONE));
        room.run(new BlobOperation.DeleteBlob("c", "a", null, null, Conditions.NONE));
        assertThat(listed()).isEmpty();
    }

    @Test
    void aBlobIsBackWhenItsTimeHasComeAndNotBefore() throws IOException {
        assertThat(tier("a", AccessTier.COOL, null)).isInstanceOf(BlobResult.Pending.class);
        room.pass(STANDARD.minusMillis(1));
        BlobRecord before = state("a", null).record();
        assertThat(before.tier()).isEqualTo(AccessTier.ARCHIVE);
        assertThat(before.rehydration()).isNotNull();
        refused(ErrorCode.BlobBeingRehydrated, () -> room.get("c", "a"));
        assertThat(listed()).containsExactly("a ARCHIVE rehydrate-pending-to-cool Standard");
        room.pass(Duration.ofMillis(1));
        Instant back = room.now;
        room.pass(Duration.ofDays(3));
        assertThat(room.text("c", "a")).isEqualTo("content");
        BlobRecord after = state("a", null).record();
        assertThat(after.tier()).isEqualTo(AccessTier.COOL);
        assertThat(after.tierChanged()).isEqualTo(back);
        assertThat(after.stamp()).isEqualTo(before.stamp());
        assertThat(listed()).containsExactly("a COOL null");
        assertThat(tier("a", AccessTier.HOT, null)).isInstanceOf(BlobResult.Done.class);
    }

    @Test
    void aBlobOnItsWayMayBeHurriedAndNotTurned() throws IOException {
        tier("a", AccessTier.HOT, null);
        room.pass(Duration.ofHours(1));
        refused(ErrorCode.BlobBeingRehydrated, () -> tier("a", AccessTier.COOL, null));
        refused(ErrorCode.BlobBeingRehydrated, () -> tier("a", AccessTier.ARCHIVE, null));
        refused(ErrorCode.BlobBeingRehydrated, () -> room.put("c", "a", "other"));
        assertThat(tier("a", AccessTier.HOT, true)).isInstanceOf(BlobResult.Pending.class);
        assertThat(listed()).containsExactly("a ARCHIVE rehydrate-pending-to-hot High");
        refused(ErrorCode.BlobBeingRehydrated, () -> tier("a", AccessTier.HOT, false));
        tier("a", AccessTier.HOT, null);
        room.pass(HIGH);
        assertThat(room.text("c", "a")).isEqualTo("content");
    }

    @Test
    void hurryingTakesNoLonger() throws IOException {
        tier("a", AccessTier.HOT, null);
        room.pass(STANDARD.minusMinutes(1));
        tier("a", AccessTier.HOT, true);
        room.pass(Duration.ofMinutes(1));
        assertThat(room.text("c", "a")).isEqualTo("content");
    }

    @Test
    void archivingTwiceIsNoChange() {
        Instant archived = state("a", null).record().tierChanged();
        room.pass(Duration.ofHours(1));
        assertThat(tier("a", AccessTier.ARCHIVE, true)).isInstanceOf(BlobResult.Done.class);
        assertThat(state("a", null).record().tierChanged()).isEqualTo(archived);
    }

    @Test
    void snapshotsAndVersionsGoInAndOutByThemselves() throws IOException {
        room.features = features(true);
        room.put("c", "s", "old");
        Stamp taken = ((BlobResult.Snapshotted)
                        room.run(new BlobOperation.SnapshotBlob("c", "s", Map.of(), Conditions.NONE)))
                .snapshot();
        Moment snapshot = new Moment.Snapshot(taken);
        Stamp first = Objects.requireNonNull(state("s", null).record().life().version());
        room.put("c", "s", "new");
        Moment version = new Moment.Version(first);
        for (Moment moment : List.of(snapshot, version)) {
            room.run(new BlobOperation.SetBlobTier("c", "s", moment, AccessTier.ARCHIVE, Conditions.NONE));
            archived(() -> room.get("c", "s", moment));
            assertThat(room.text("c", "s")).isEqualTo("new");
            room.run(new BlobOperation.SetBlobTier("c", "s", moment, AccessTier.COLD, Conditions.NONE, true));
            refused(ErrorCode.BlobBeingRehydrated, () -> room.get("c", "s", moment));
        }
        room.pass(HIGH);
        assertThat(room.get("c", "s", snapshot)).isEqualTo(bytes("old"));
        assertThat(room.get("c", "s", version)).isEqualTo(bytes("old"));
        assertThat(state("s", version).record().tier()).isEqualTo(AccessTier.COLD);
    }

    @Test
    void aBlobIsBornArchived() {
        BlobOperation.NewBlob created =
                new BlobOperation.NewBlob(HttpProperties.NONE, Map.of(), Map.of(), AccessTier.ARCHIVE, Conditions.NONE);
        room.run(new BlobOperation.PutBlob(
                "c", "b", created, Checksums.NONE, BlobServiceRoom.payload(new byte[100_000])));
        archived(() -> room.get("c", "b"));
        room.block("c", "l", "MDAx", new byte[3]);
        room.run(new BlobOperation.PutBlockList("c", "l", created, Checksums.NONE, document("<Latest>MDAx</Latest>")));
        archived(() -> room.get("c", "l"));
    }

    @Test
    void aCopyComesOutOfTheArchiveInItsSourcesPlace() throws IOException {
        BlobResult.Copied copied = (BlobResult.Copied) copy("b", AccessTier.HOT, true, false);
        assertThat(copied.copy().status()).isEqualTo(CopyState.Status.SUCCESS);
        assertThat(listed()).containsExactly("a ARCHIVE null", "b ARCHIVE rehydrate-pending-to-hot High");
        refused(ErrorCode.BlobBeingRehydrated, () -> room.get("c", "b"));
        room.pass(HIGH);
        assertThat(room.text("c", "b")).isEqualTo("content");
        archived(() -> room.get("c", "a"));
    }

    @Test
    void whatIsArchivedIsCopiedNoOtherWay() {
        archived(() -> copy("b", null, false, false));
        archived(() -> copy("b", AccessTier.ARCHIVE, false, false));
        archived(() -> copy("b", AccessTier.HOT, false, true));
        archived(() -> copy("a", AccessTier.HOT, false, false));
        tier("a", AccessTier.HOT, null);
        refused(ErrorCode.BlobBeingRehydrated, () -> copy("b", AccessTier.HOT, false, false));
    }

    @Test
    void aCopyTakesThePlaceOfWhatIsArchivedAndIsAtHand() throws IOException {
        room.put("c", "s", "source");
        room.run(new CopyOperation.CopyBlob(
                "c", "a", "c/s", Map.of(), null, false, null, Conditions.NONE, Conditions.NONE, false, null, null));
        assertThat(room.text("c", "a")).isEqualTo("source");
        assertThat(state("a", null).record().tier()).isNull();
    }

    @Test
    void aBlobIsDeletedOnConditionOfItsTiersTime() {
        Instant since = room.now;
        refused(ErrorCode.ConditionNotMet, () -> delete(new TierConditions(since, null)));
        refused(ErrorCode.ConditionNotMet, () -> delete(new TierConditions(null, since.minusSeconds(1))));
        room.put("c", "never", "tiered");
        refused(
                ErrorCode.ConditionNotMet,
                () -> room.run(new BlobOperation.DeleteBlob(
                        "c", "never", null, null, false, Conditions.NONE, new TierConditions(Instant.EPOCH, null))));
        delete(new TierConditions(since.minusSeconds(1), since));
        refused(ErrorCode.BlobNotFound, () -> state("a", null));
    }

    private void delete(TierConditions conditions) {
        room.run(new BlobOperation.DeleteBlob("c", "a", null, null, false, Conditions.NONE, conditions));
    }

    private BlobResult copy(String to, @Nullable AccessTier tier, boolean high, boolean sync) {
        return room.run(new CopyOperation.CopyBlob(
                "c",
                to,
                "c/a",
                Map.of(),
                null,
                false,
                tier,
                Conditions.NONE,
                Conditions.NONE,
                sync,
                null,
                null,
                CopyOperation.SourceAccess.NONE,
                Retention.NONE,
                high));
    }

    private BlobResult tier(String blob, AccessTier tier, @Nullable Boolean high) {
        return room.run(new BlobOperation.SetBlobTier("c", blob, null, tier, Conditions.NONE, high));
    }

    private BlobResult.BlobState state(String blob, @Nullable Moment moment) {
        return (BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", blob, moment, Conditions.NONE));
    }

    private List<String> listed() {
        BlobResult.Blobs page = (BlobResult.Blobs)
                room.run(new BlobOperation.ListBlobs("c", null, null, null, null, 10, null, Set.of()));
        return page.entries().stream()
                .map(entry -> (BlobResult.ListEntry.Blob) entry)
                .map(entry -> entry.name() + " " + entry.record().tier() + " " + status(entry.record()))
                .toList();
    }

    private static @Nullable String status(BlobRecord record) {
        Rehydration running = record.rehydration();
        return running == null ? null : running.status() + " " + running.priority();
    }

    private static Payload document(String blocks) {
        return BlobServiceRoom.payload(bytes("<BlockList>" + blocks + "</BlockList>"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void archived(ThrowingCallable call) {
        refused(ErrorCode.BlobArchived, call);
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
