package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
import lazurite.service.account.LifecyclePolicy;
import lazurite.service.account.LifecyclePolicy.Act;
import lazurite.service.account.LifecyclePolicy.Age;
import lazurite.service.account.LifecyclePolicy.Filters;
import lazurite.service.account.LifecyclePolicy.Kind;
import lazurite.service.account.LifecyclePolicy.Rule;
import lazurite.service.account.LifecyclePolicy.TagMatch;
import lazurite.service.account.Pass;
import lazurite.service.blob.chore.BlobWalk;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of blobs by their age. */
final class LifecycleTest {
    private static final Filters ALL = new Filters(Set.of(Kind.BLOCK, Kind.APPEND), List.of(), List.of());

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    @AfterEach
    void close() {
        room.features = BlobFeatures.NONE;
        room.purge();
        room.close();
    }

    @Test
    void theCheapestOfWhatIsDueIsDone() {
        follow(rule(
                ALL,
                Map.of(
                        Act.COOL, modified(1),
                        Act.COLD, modified(2),
                        Act.ARCHIVE, modified(3),
                        Act.DELETE, modified(4))));
        room.put("c", "a", "content");
        room.pass(Duration.ofDays(1));
        assertThat(walk()).isZero();
        assertThat(record("a").tier()).isNull();
        room.pass(Duration.ofSeconds(1));
        assertThat(walk()).isEqualTo(1);
        assertThat(record("a").tier()).isEqualTo(AccessTier.COOL);
        assertThat(walk()).isZero();
        room.pass(Duration.ofDays(2));
        walk();
        assertThat(record("a").tier()).isEqualTo(AccessTier.ARCHIVE);
        assertThat(record("a").tierChanged()).isEqualTo(room.now);
        room.pass(Duration.ofDays(1));
        walk();
        assertThat(listed(Set.of())).isEmpty();
    }

    @Test
    void nothingIsMadeDearer() {
        follow(rule(ALL, Map.of(Act.COOL, modified(1))), rule(ALL, Map.of(Act.HOT, modified(9))));
        room.put("c", "a", "content");
        tier("a", AccessTier.COLD);
        room.put("c", "b", "content");
        tier("b", AccessTier.ARCHIVE);
        room.pass(Duration.ofDays(2));
        assertThat(walk()).isZero();
        assertThat(record("a").tier()).isEqualTo(AccessTier.COLD);
        follow(rule(ALL, Map.of(Act.HOT, modified(1))));
        assertThat(walk()).isEqualTo(1);
        assertThat(record("a").tier()).isEqualTo(AccessTier.HOT);
        assertThat(record("b").tier()).isEqualTo(AccessTier.ARCHIVE);
    }

    @Test
    void aRuleIsAboutWhatItsFiltersSay() {
        Filters logs = new Filters(Set.of(Kind.BLOCK), List.of("c/logs/", "d"), List.of());
        Filters tagged = new Filters(Set.of(Kind.BLOCK), List.of(), List.of(new TagMatch("keep", "no")));
        Rule off = new Rule("off", false, ALL, Map.of(Act.DELETE, modified(0)), Map.of(), Map.of(), false);
        follow(rule(logs, Map.of(Act.DELETE, modified(1))), rule(tagged, Map.of(Act.DELETE, modified(1))), off);
        room.createContainer("deep");
        room.createContainer("$web");
        room.put("c", "logs/1", "");
        room.put("c", "log", "");
        room.put("deep", "x", "");
        room.put("$web", "x", "");
        put("tagged", Map.of("keep", "no"), null);
        put("kept", Map.of("keep", "yes"), null);
        room.run(new BlobOperation.CreateAppendBlob("c", "logs/a", BlobServiceRoom.created(Conditions.NONE)));
        room.run(new PageOperation.CreatePageBlob("c", "logs/p", BlobServiceRoom.created(Conditions.NONE), 512, 0));
        room.pass(Duration.ofDays(2));
        walk();
        assertThat(listed(Set.of())).containsExactly("kept", "log", "logs/a", "logs/p");
        assertThat(listed("deep", Set.of())).isEmpty();
        assertThat(listed("$web", Set.of())).containsExactly("x");
    }

    @Test
    void snapshotsAndPreviousVersionsHaveAgesOfTheirOwn() {
        Rule rule = new Rule(
                "r",
                true,
                ALL,
                Map.of(),
                Map.of(Act.COOL, created(1), Act.DELETE, created(5)),
                Map.of(Act.ARCHIVE, created(2), Act.DELETE, created(7)),
                false);
        follow(rule);
        room.features = new BlobFeatures(true, 0).withAging(room.features.aging());
        room.put("c", "a", "one");
        room.pass(Duration.ofDays(3));
        room.run(new BlobOperation.SnapshotBlob("c", "a", Map.of(), Conditions.NONE));
        room.pass(Duration.ofSeconds(1));
        room.put("c", "a", "two");
        assertThat(listed(Set.of(Include.SNAPSHOTS, Include.VERSIONS))).hasSize(4);
        assertThat(walk()).isEqualTo(1);
        room.pass(Duration.ofDays(3));
        assertThat(walk()).isEqualTo(2);
        assertThat(tiers(Set.of(Include.SNAPSHOTS, Include.VERSIONS)))
                .containsExactly("COOL", "ARCHIVE", "ARCHIVE", "null");
        room.pass(Duration.ofDays(5));
        assertThat(walk()).isEqualTo(3);
        assertThat(listed(Set.of(Include.SNAPSHOTS, Include.VERSIONS))).hasSize(1);
        assertThat(walk()).isZero();
    }

    @Test
    void leasedBlobsAndThoseWithSnapshotsStay() {
        follow(rule(ALL, Map.of(Act.DELETE, modified(1))));
        room.put("c", "leased", "");
        room.run(new BlobOperation.LeaseBlob("c", "leased", new LeaseAction.Acquire(-1, null), Conditions.NONE));
        room.put("c", "snapped", "");
        room.run(new BlobOperation.SnapshotBlob("c", "snapped", Map.of(), Conditions.NONE));
        room.put("c", "z", "");
        room.pass(Duration.ofDays(2));
        assertThat(walk()).isEqualTo(1);
        assertThat(listed(Set.of())).containsExactly("leased", "snapped");
    }

    @Test
    void whatIsDeletedByAgeIsKeptAsDeletedBlobsAre() throws IOException {
        follow(rule(ALL, Map.of(Act.DELETE, modified(1))));
        room.keepDeleted(3);
        room.put("c", "a", "content");
        room.pass(Duration.ofDays(2));
        walk();
        assertThat(listed(Set.of(Include.DELETED))).containsExactly("a");
        room.features = BlobFeatures.NONE;
        room.run(new BlobOperation.UndeleteBlob("c", "a"));
        assertThat(room.text("c", "a")).isEqualTo("content");
    }

    @Test
    void whatCameBackFromTheArchiveStaysForAWhile() {
        Age age = new Age(1, null, null, 7);
        follow(rule(ALL, Map.of(Act.ARCHIVE, age)));
        room.put("c", "a", "content");
        room.pass(Duration.ofDays(8));
        walk();
        assertThat(record("a").tier()).isEqualTo(AccessTier.ARCHIVE);
        tier("a", AccessTier.HOT);
        room.pass(Duration.ofDays(6));
        assertThat(walk()).isZero();
        room.pass(Duration.ofDays(2));
        assertThat(walk()).isEqualTo(1);
    }

    @Test
    void readBlobsStayAndReadingWarmsThem() throws IOException {
        Rule rule = new Rule("r", true, ALL, Map.of(Act.COOL, new Age(null, null, 2, null)), Map.of(), Map.of(), true);
        room.put("c", "old", "content");
        follow(rule);
        room.put("c", "a", "content");
        room.pass(Duration.ofDays(2));
        assertThat(walk()).isEqualTo(1); // of the old one it is not known: it counts from here
        assertThat(room.text("c", "a")).isEqualTo("content");
        write();
        room.pass(Duration.ofDays(2));
        assertThat(walk()).isZero();
        room.pass(Duration.ofSeconds(1));
        assertThat(walk()).isEqualTo(2);
        assertThat(record("a").tier()).isEqualTo(AccessTier.COOL);
        assertThat(record("old").tier()).isEqualTo(AccessTier.COOL);
        room.get("c", "a");
        write();
        assertThat(record("a").tier()).isEqualTo(AccessTier.HOT);
        assertThat(record("old").tier()).isEqualTo(AccessTier.COOL);
    }

    @Test
    void readsAreNotedOnceADayAndOnlyWhereThatIsSwitchedOn() throws IOException {
        room.put("c", "a", "content");
        room.get("c", "a");
        assertThat(write()).isZero();
        assertThat(record("a").life().lastAccess()).isNull();
        room.features = tracking(null);
        Stamp stamp = record("a").stamp();
        assertThat(write()).isZero();
        room.get("c", "a");
        Instant first = room.now;
        room.pass(Duration.ofHours(1));
        assertThat(write()).isEqualTo(1);
        assertThat(record("a").life().lastAccess()).isEqualTo(first);
        assertThat(record("a").stamp()).isEqualTo(stamp);
        room.pass(Duration.ofHours(22));
        room.get("c", "a");
        assertThat(write()).isZero();
        room.pass(Duration.ofHours(1));
        room.get("c", "a");
        room.run(new BlobOperation.DeleteBlob("c", "a", null, null, Conditions.NONE));
        assertThat(write()).isZero();
        room.put("c", "b", "content");
        assertThat(record("b").life().lastAccess()).isEqualTo(room.now);
    }

    @Test
    void anAccountThatMayNotBeChangedIsNotedNothingOf() throws IOException {
        room.features = tracking(null);
        room.put("c", "a", "content");
        room.pass(Duration.ofDays(2));
        room.get("c", "a");
        assertThat(room.service.accessTimes().write(_ -> null, _ -> room.features))
                .isZero();
        assertThat(write()).isZero();
    }

    @Test
    void anErrorOfTheStoreIsNotTakenForARefusal() {
        follow(rule(ALL, Map.of(Act.DELETE, modified(1))));
        room.put("c", "a", "content");
        room.pass(Duration.ofDays(2));
        BlobWalk walk = room.service.walk(
                _ -> {
                    throw new StorageException(ErrorCode.InternalError);
                },
                () -> room.now,
                _ -> room.features);
        assertThatThrownBy(walk::pass).isInstanceOf(StorageException.class);
        assertThat(listed(Set.of())).containsExactly("a");
    }

    private void follow(Rule... rules) {
        room.features = tracking(new LifecyclePolicy("policy.json", List.of(rules)));
    }

    private static BlobFeatures tracking(@Nullable LifecyclePolicy policy) {
        return BlobFeatures.NONE.withAging(new Aging(Duration.ZERO, Duration.ZERO, true, false, policy));
    }

    private static Rule rule(Filters filters, Map<Act, Age> base) {
        return new Rule("r", true, filters, base, Map.of(), Map.of(), false);
    }

    private static Age modified(int days) {
        return new Age(days, null, null, null);
    }

    private static Age created(int days) {
        return new Age(null, days, null, null);
    }

    /** One walk; how much it changed by age. */
    private long walk() {
        BlobWalk walk = room.service.walk(_ -> Pass.UNRESTRICTED, () -> room.now, _ -> room.features);
        walk.pass();
        room.assertSound();
        return Objects.requireNonNull(walk.changes().get("lifecycle")).sum();
    }

    private int write() {
        return room.service.accessTimes().write(_ -> Pass.UNRESTRICTED, _ -> room.features);
    }

    private void put(String blob, Map<String, String> tags, @Nullable AccessTier tier) {
        BlobOperation.NewBlob created =
                new BlobOperation.NewBlob(HttpProperties.NONE, Map.of(), tags, tier, Conditions.NONE);
        room.run(new BlobOperation.PutBlob("c", blob, created, Checksums.NONE, BlobServiceRoom.payload(new byte[1])));
    }

    private void tier(String blob, AccessTier tier) {
        room.run(new BlobOperation.SetBlobTier("c", blob, null, tier, Conditions.NONE));
    }

    private BlobRecord record(String blob) {
        return ((BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", blob, null, Conditions.NONE)))
                .record();
    }

    private List<String> listed(Set<Include> include) {
        return listed("c", include);
    }

    private List<String> listed(String container, Set<Include> include) {
        return entries(container, include).stream()
                .map(BlobResult.ListEntry.Blob::name)
                .toList();
    }

    private List<String> tiers(Set<Include> include) {
        return entries("c", include).stream()
                .map(entry -> String.valueOf(entry.record().tier()))
                .toList();
    }

    private List<BlobResult.ListEntry.Blob> entries(String container, Set<Include> include) {
        BlobResult.Blobs page = (BlobResult.Blobs)
                room.run(new BlobOperation.ListBlobs(container, null, null, null, null, 10, null, include));
        return page.entries().stream()
                .map(entry -> (BlobResult.ListEntry.Blob) entry)
                .toList();
    }
}
