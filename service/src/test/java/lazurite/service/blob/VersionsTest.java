package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.blob.chore.BlobWalk;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.tag.TagExpressions;
import lazurite.store.Usage;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cases of versions and soft delete that {@link VersionsModelTest} does not meet, or not often. */
final class VersionsTest {
    private static final BlobFeatures VERSIONING = new BlobFeatures(true, 0);

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
        room.features = VERSIONING;
    }

    @AfterEach
    void close() {
        room.purge();
        room.close();
    }

    @Test
    void aClockThatIsSetBackNamesNoVersionTwice() throws IOException {
        Stamp first = room.put("c", "a", "one");
        delete(null, null);
        room.pass(Duration.ofHours(-1));
        Stamp second = room.put("c", "a", "two");
        assertThat(second).isGreaterThan(first);
        assertThat(text(new Moment.Version(first))).isEqualTo("one");
        delete(null, null);
        room.features = BlobFeatures.NONE;
        room.pass(Duration.ofHours(-1));
        room.put("c", "a", "three");
        room.features = VERSIONING;
        room.put("c", "a", "four");
        assertThat(listed(Set.of(Include.VERSIONS))).containsExactly("version", "version", "version", "base");
        assertThat(text(new Moment.Version(second))).isEqualTo("two");
    }

    /** It has no id and is older than a version: what it is kept as must not be what takes its place. */
    @Test
    void whatCameBackBehindANewerVersionIsKeptBesideWhatReplacesIt() throws IOException {
        room.features = BlobFeatures.NONE;
        room.keepDeleted(7);
        room.put("c", "a", "old");
        delete(null, null);
        room.features = VERSIONING;
        room.pass(Duration.ofSeconds(1));
        Stamp newer = room.put("c", "a", "newer");
        delete(null, null);
        room.run(new BlobOperation.UndeleteBlob("c", "a"));
        room.pass(Duration.ofSeconds(1));
        Stamp next = room.put("c", "a", "next");
        room.pass(Duration.ofSeconds(1));
        room.put("c", "a", "last");
        assertThat(text(new Moment.Version(newer))).isEqualTo("newer");
        assertThat(text(new Moment.Version(next))).isEqualTo("next");
        assertThat(listed(Set.of(Include.VERSIONS))).containsExactly("version", "version", "version", "base");
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 4, 0, 12, 0, 0));
    }

    @Test
    void aVersionIsReadByItsIdBeforeAndAfterItIsReplaced() throws IOException {
        Stamp id = room.put("c", "a", "one");
        BlobResult.BlobState current = state(new Moment.Version(id));
        assertThat(current.moment()).isNull();
        assertThat(current.record().life().version()).isEqualTo(id);
        room.put("c", "a", "two");
        assertThat(text(new Moment.Version(id))).isEqualTo("one");
        assertThat(state(new Moment.Version(id)).moment()).isEqualTo(new Moment.Version(id));
        refused(ErrorCode.BlobNotFound, () -> text(new Moment.Snapshot(id)));
    }

    @Test
    void metadataMakesAVersionOfTheSameBytes() throws IOException {
        room.run(new BlobOperation.CreateAppendBlob("c", "a", BlobServiceRoom.created(Conditions.NONE)));
        room.append("c", "a", "one".getBytes(StandardCharsets.UTF_8));
        Stamp before = Objects.requireNonNull(state(null).record().life().version());
        metadata("k");
        room.append("c", "a", "two".getBytes(StandardCharsets.UTF_8));
        assertThat(room.text("c", "a")).isEqualTo("onetwo");
        assertThat(text(new Moment.Version(before))).isEqualTo("one");
        assertThat(room.usage("c")).isEqualTo(new Usage(1, 6, 0, 3, 0, 0));
        delete(null, null);
        assertThat(room.usage("c")).isEqualTo(new Usage(0, 0, 0, 9, 0, 0));
    }

    @Test
    void aSnapshotMakesAVersionAndKeepsTheETag() throws IOException {
        Stamp id = room.put("c", "a", "one");
        BlobResult.Snapshotted taken =
                (BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", "a", Map.of(), Conditions.NONE));
        assertThat(taken.stamp()).isEqualTo(id);
        assertThat(taken.version()).isGreaterThan(id);
        assertThat(text(new Moment.Version(id))).isEqualTo("one");
        assertThat(text(new Moment.Version(Objects.requireNonNull(taken.version()))))
                .isEqualTo("one");
        assertThat(room.put("c", "a", "two")).isGreaterThan(Objects.requireNonNull(taken.version()));
    }

    @Test
    void tagsAndTiersOfVersionsAreTheirOwn() {
        Stamp first = tagged("1");
        Stamp second = tagged("2");
        assertThat(found(true)).containsExactly("1 " + false, "2 " + true);
        assertThat(found(false)).containsExactly("2 " + true);
        room.run(new BlobOperation.SetBlobTags(
                "c", "a", new Moment.Version(first), Checksums.NONE, tagsDocument("3"), Conditions.NONE));
        room.run(new BlobOperation.SetBlobTags(
                "c", "a", new Moment.Version(second), Checksums.NONE, tagsDocument("4"), Conditions.NONE));
        assertThat(found(true)).containsExactly("3 " + false, "4 " + true);
        room.run(new BlobOperation.SetBlobTier("c", "a", new Moment.Version(first), AccessTier.COOL, Conditions.NONE));
        assertThat(state(new Moment.Version(first)).record().tier()).isEqualTo(AccessTier.COOL);
        assertThat(state(null).record().tier()).isNull();
    }

    @Test
    void whatIsDeletedGoesForGoodOnlyIfTheAccountSaysSo() {
        room.keepDeleted(7);
        Stamp id = room.put("c", "a", "one");
        room.put("c", "a", "two");
        Moment.Version version = new Moment.Version(id);
        refused(ErrorCode.InvalidOperation, () -> deleteForGood(version));
        delete(version, null);
        refused(ErrorCode.BlobNotFound, () -> text(version));
        assertThat(room.usage("c").softDeleted()).isEqualTo(3);
        deleteForGood(version);
        refused(ErrorCode.BlobNotFound, () -> deleteForGood(version));
        assertThat(room.usage("c").softDeleted()).isZero();
    }

    @Test
    void aBlobMadeOverADeletedOneLeavesItAmongTheSnapshots() throws IOException {
        room.features = BlobFeatures.NONE;
        room.keepDeleted(2);
        room.put("c", "a", "one");
        delete(null, null);
        refused(ErrorCode.BlobNotFound, () -> room.text("c", "a"));
        assertThat(listed(Set.of())).isEmpty();
        assertThat(listed(Set.of(Include.DELETED))).containsExactly("deleted base");
        room.block("c", "a", "MDAx", new byte[1]);
        assertThat(listed(Set.of(Include.DELETED))).containsExactly("deleted base");
        room.put("c", "a", "two");
        assertThat(listed(Set.of(Include.DELETED))).containsExactly("base");
        assertThat(listed(Set.of(Include.DELETED, Include.SNAPSHOTS))).containsExactly("deleted snapshot", "base");
        room.run(new BlobOperation.UndeleteBlob("c", "a"));
        assertThat(listed(Set.of(Include.SNAPSHOTS))).containsExactly("snapshot", "base");
        refused(ErrorCode.SnapshotsPresent, () -> delete(null, null));
        delete(null, DeleteSnapshots.INCLUDE);
        room.run(new BlobOperation.UndeleteBlob("c", "a"));
        assertThat(room.text("c", "a")).isEqualTo("two");
        delete(null, DeleteSnapshots.INCLUDE);
        room.pass(Duration.ofDays(2));
        assertThat(listed(Set.of(Include.DELETED, Include.SNAPSHOTS))).isEmpty();
        refused(ErrorCode.BlobNotFound, () -> room.run(new BlobOperation.UndeleteBlob("c", "a")));
        assertThat(room.usage("c").softDeleted()).isEqualTo(6);
        room.purge();
        assertThat(room.usage("c")).isEqualTo(Usage.NONE);
    }

    @Test
    void namesWithoutABlobAreFoundByWhatIsAskedFor() {
        room.put("c", "a/gone", "one");
        room.run(new BlobOperation.DeleteBlob("c", "a/gone", null, null, Conditions.NONE));
        room.put("c", "b", "two");
        assertThat(folded(Set.of())).containsExactly("b");
        assertThat(folded(Set.of(Include.DELETED))).containsExactly("b");
        assertThat(folded(Set.of(Include.VERSIONS))).containsExactly("a/", "b");
        assertThat(folded(Set.of(Include.DELETED_WITH_VERSIONS))).containsExactly("a/", "b");
        BlobResult.Blobs flat = (BlobResult.Blobs) room.run(new BlobOperation.ListBlobs(
                "c", null, null, null, null, 10, null, Set.of(Include.DELETED_WITH_VERSIONS)));
        assertThat(flat.entries())
                .extracting(entry -> ((BlobResult.ListEntry.Blob) entry).versionsOnly())
                .containsExactly(true, false);
    }

    @Test
    void whatAnOrderLeavesNoChangesToIsNotGivenUp() {
        room.keepDeleted(1);
        Stamp id = room.put("c", "a", "one");
        room.put("c", "a", "two");
        delete(new Moment.Version(id), null);
        room.pass(Duration.ofDays(2));
        room.service
                .walk(
                        _ -> {
                            throw new StorageException(ErrorCode.AccountIsDisabled);
                        },
                        () -> room.now)
                .pass();
        room.service.walk(_ -> null, () -> room.now).pass();
        assertThat(room.usage("c").softDeleted()).isEqualTo(3);
        BlobWalk walk = room.service.walk(_ -> Pass.UNRESTRICTED, () -> room.now);
        walk.pass();
        assertThat(room.usage("c").softDeleted()).isZero();
        assertThat(walk.visited()).isEqualTo(1);
        assertThat(Objects.requireNonNull(walk.changes().get("purge")).sum()).isEqualTo(1);
    }

    @Test
    void aContainerComesBackWithAllThatIsInIt() throws IOException {
        room.features = new BlobFeatures(true, 3);
        room.put("c", "a", "one");
        room.put("c", "a", "two");
        room.run(new BlobOperation.DeleteContainer("c", Conditions.NONE));
        refused(ErrorCode.ContainerNotFound, () -> room.text("c", "a"));
        room.createContainer("c");
        room.put("c", "a", "other");
        room.run(new BlobOperation.DeleteContainer("c", Conditions.NONE));
        room.createContainer("d");
        for (int limit = 1; limit < 5; limit++) {
            assertThat(containers(limit, Set.of(Include.DELETED))).containsExactly("c deleted", "c deleted", "d");
        }
        assertThat(containers(1, Set.of())).containsExactly("d");
        Stamp older = deletedContainer();
        room.purge();
        assertThat(room.service.bytesByAccount()).containsEntry(BlobServiceRoom.ACCOUNT, 11L);
        room.run(new BlobOperation.RestoreContainer("c", older));
        assertThat(room.text("c", "a")).isEqualTo("two");
        refused(ErrorCode.ContainerNotFound, () -> room.run(new BlobOperation.RestoreContainer("c", older)));
        refused(
                ErrorCode.ContainerAlreadyExists,
                () -> room.run(new BlobOperation.RestoreContainer("c", deletedContainer())));
        assertThat(containers(1, Set.of(Include.DELETED))).containsExactly("c deleted", "c", "d");
        room.pass(Duration.ofDays(3));
        assertThat(containers(1, Set.of(Include.DELETED))).containsExactly("c", "d");
        room.purge();
        room.service.sweeper().sweep();
        assertThat(room.service.bytesByAccount()).containsEntry(BlobServiceRoom.ACCOUNT, 6L);
    }

    @Test
    void theSweeperTakesHistoriesAlong() {
        room.keepDeleted(7);
        for (int i = 0; i < 3; i++) {
            room.put("c", "a", "one");
            room.put("c", "b", "one");
        }
        delete(
                new Moment.Version(
                        Objects.requireNonNull(state(null).record().life().version())),
                null);
        room.run(new BlobOperation.DeleteBlob("c", "b", null, null, Conditions.NONE));
        room.run(new BlobOperation.DeleteContainer("c", Conditions.NONE));
        room.collector.drain();
        room.service.sweeper().sweep();
        room.collector.drain();
        assertThat(room.collector.usages().values()).allMatch(usage -> usage.equals(Usage.NONE));
        room.createContainer("c");
    }

    private Stamp deletedContainer() {
        BlobResult.Containers page = (BlobResult.Containers)
                room.run(new BlobOperation.ListContainers(null, null, 10, null, Set.of(Include.DELETED)));
        return page.entries().stream()
                .map(BlobResult.ContainerEntry::grave)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow()
                .version();
    }

    private List<String> containers(int limit, Set<Include> include) {
        List<String> names = new ArrayList<>();
        String marker = null;
        do {
            BlobResult.Containers page = (BlobResult.Containers)
                    room.run(new BlobOperation.ListContainers(null, marker, limit, limit, include));
            page.entries().forEach(entry -> names.add(entry.name() + (entry.grave() == null ? "" : " deleted")));
            marker = page.nextMarker();
        } while (marker != null);
        return names;
    }

    private List<String> folded(Set<Include> include) {
        BlobResult.Blobs page =
                (BlobResult.Blobs) room.run(new BlobOperation.ListBlobs("c", null, "/", null, null, 10, null, include));
        return page.entries().stream()
                .map(BlobResult.ListEntry::name)
                .distinct()
                .toList();
    }

    private List<String> listed(Set<Include> include) {
        BlobResult.Blobs page = (BlobResult.Blobs)
                room.run(new BlobOperation.ListBlobs("c", null, null, null, null, 10, null, include));
        return page.entries().stream()
                .map(entry -> (BlobResult.ListEntry.Blob) entry)
                .map(entry -> (entry.record().life().deletion() == null ? "" : "deleted ")
                        + switch (entry.moment()) {
                            case null -> "base";
                            case Moment.Snapshot _ -> "snapshot";
                            case Moment.Version _ -> "version";
                        })
                .toList();
    }

    private Stamp tagged(String value) {
        NewBlob created = new NewBlob(HttpProperties.NONE, Map.of(), Map.of("k", value), null, Conditions.NONE);
        BlobResult.Written written = (BlobResult.Written) room.run(
                new BlobOperation.PutBlob("c", "a", created, Checksums.NONE, BlobServiceRoom.payload(new byte[1])));
        return Objects.requireNonNull(written.stamp());
    }

    private static Payload tagsDocument(String value) {
        String xml = "<Tags><TagSet><Tag><Key>k</Key><Value>" + value + "</Value></Tag></TagSet></Tags>";
        return BlobServiceRoom.payload(xml.getBytes(StandardCharsets.UTF_8));
    }

    /** Page by page of one entry. */
    private List<String> found(boolean versions) {
        List<String> found = new ArrayList<>();
        String where = "k >= '0'";
        String marker = null;
        do {
            BlobResult.TaggedBlobs page = (BlobResult.TaggedBlobs) room.run(new BlobOperation.FindBlobsByTags(
                    "c", where, TagExpressions.parseQuery(where), marker, 1, 1, versions));
            page.entries().forEach(entry -> found.add(entry.tags().get("k") + " " + entry.current()));
            marker = page.nextMarker();
        } while (marker != null);
        return found;
    }

    private void metadata(String value) {
        room.run(new BlobOperation.SetBlobMetadata("c", "a", Map.of("k", value), Conditions.NONE));
    }

    private BlobResult.BlobState state(@Nullable Moment moment) {
        return (BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", "a", moment, Conditions.NONE));
    }

    private String text(Moment moment) throws IOException {
        return new String(room.get("c", "a", moment), StandardCharsets.UTF_8);
    }

    private void delete(@Nullable Moment moment, @Nullable DeleteSnapshots snapshots) {
        room.run(new BlobOperation.DeleteBlob("c", "a", moment, snapshots, Conditions.NONE));
    }

    private void deleteForGood(Moment moment) {
        room.run(new BlobOperation.DeleteBlob("c", "a", moment, null, true, Conditions.NONE));
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}
