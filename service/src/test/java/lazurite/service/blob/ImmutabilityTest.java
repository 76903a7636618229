package lazurite.service.blob;

import static lazurite.service.blob.ImmutabilityRoom.HELD;
import static lazurite.service.blob.ImmutabilityRoom.VERSIONING;
import static lazurite.service.blob.ImmutabilityRoom.VERSION_LEVEL;
import static lazurite.service.blob.ImmutabilityRoom.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import lazurite.service.account.Pass;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.retention.ProtectedBlobs;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.Mutation;
import lazurite.store.body.InlineRow;
import lazurite.store.collector.Check;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies and holds of versions and containers: what they are set to, inherit, and end by. */
class ImmutabilityTest {
    @TempDir
    private Path folder;

    private void onEach(Consumer<ImmutabilityRoom> test) {
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                room.features = VERSIONING;
                room.createContainer("c");
                test.accept(new ImmutabilityRoom(room));
                room.assertSound();
            }
        }
    }

    private static void refused(ErrorCode code, Runnable deed) {
        assertThatThrownBy(deed::run)
                .isInstanceOfSatisfying(
                        StorageException.class, why -> assertThat(why.code()).isEqualTo(code));
    }

    private static void immutable(Runnable deed) {
        refused(ErrorCode.BlobImmutableDueToPolicy, deed);
    }

    @Test
    void anUnlockedPolicyChangesInAnyWayAndALockedOneOnlyGrows() {
        onEach(worm -> {
            worm.protect("c", VERSION_LEVEL);
            worm.room.put("c", "a", "one");
            assertThat(worm.setPolicy("c", "a", null, worm.in(9), false))
                    .isEqualTo(new Retention(worm.in(9), false, false));
            worm.setPolicy("c", "a", null, worm.in(3), false);
            assertThat(worm.deletePolicy("c", "a", null)).isEqualTo(Retention.NONE);
            worm.setPolicy("c", "a", null, worm.in(5), true);
            immutable(() -> worm.setPolicy("c", "a", null, worm.in(4), true));
            immutable(() -> worm.setPolicy("c", "a", null, worm.in(9), false));
            immutable(() -> worm.deletePolicy("c", "a", null));
            worm.setPolicy("c", "a", null, worm.in(6), true);
            Retention both = worm.hold("c", "a", null, true);
            assertThat(both).isEqualTo(new Retention(worm.in(6), true, true));
            assertThat(worm.record("c", "a", null).life().retention()).isEqualTo(both);
        });
    }

    @Test
    void datesThatAreOverOrBeyondFourHundredYearsAreRefused() {
        onEach(worm -> {
            worm.protect("c", VERSION_LEVEL);
            worm.room.put("c", "a", "one");
            for (Instant until : List.of(worm.room.now, worm.in(-1), worm.in(146_001))) {
                refused(ErrorCode.InvalidHeaderValue, () -> worm.setPolicy("c", "a", null, until, false));
                refused(
                        ErrorCode.InvalidHeaderValue,
                        () -> worm.put("c", "b", "x", new Retention(until, false, false)));
            }
        });
    }

    @Test
    void withoutVersionLevelImmutabilityNoBlobHasItsOwn() {
        onEach(worm -> {
            worm.room.put("c", "a", "one");
            refused(ErrorCode.FeatureNotSupportedForAccount, () -> worm.setPolicy("c", "a", null, worm.in(1), false));
            refused(ErrorCode.FeatureNotSupportedForAccount, () -> worm.hold("c", "a", null, true));
            refused(
                    ErrorCode.FeatureNotSupportedForAccount,
                    () -> worm.put("c", "b", "x", new Retention(null, false, true)));
            refused(ErrorCode.ContainerNotFound, () -> worm.hold("none", "a", null, true));
        });
    }

    @Test
    void aVersionIsReleasedByItsOwnPolicyAndHoldAlone() {
        onEach(worm -> {
            worm.protect("c", VERSION_LEVEL);
            worm.put("c", "a", "one", new Retention(worm.in(2), true, true));
            Moment first = Objects.requireNonNull(worm.version("c", "a"));
            worm.room.put("c", "a", "two");
            worm.delete("c", "a", null, null);
            worm.room.pass(Duration.ofDays(3));
            immutable(() -> worm.delete("c", "a", first, null));
            worm.hold("c", "a", first, false);
            worm.delete("c", "a", first, null);
            assertThat(worm.seen("c", "a", first)).isNull();
        });
    }

    @Test
    void aVersionDecidedOnBeforeAPolicyIsCommittedBehindItWithThePolicy() {
        try (BlobServiceRoom room = new BlobServiceRoom(platform -> new CountingEngine(new MemoryEngine(platform)))) {
            ImmutabilityRoom worm = new ImmutabilityRoom(room);
            room.createContainer("c");
            worm.protect("c", VERSION_LEVEL);
            room.put("c", "a", "one");
            AtomicBoolean changed = new AtomicBoolean();
            Key readLast = BlobKeys.serviceProperties(BlobServiceRoom.ACCOUNT);
            ((CountingEngine) room.engine).beforeGet = key -> {
                if (key.equals(readLast) && changed.compareAndSet(false, true)) {
                    Policy policy = new Policy(8, true, Appends.NONE);
                    worm.protect("c", new OfContainer(true, policy, List.of(), false));
                }
            };
            room.pass(Duration.ofSeconds(1));
            room.put("c", "a", "two");
            assertThat(changed).isTrue();
            assertThat(worm.record("c", "a", null).life().retention())
                    .isEqualTo(new Retention(worm.in(8), true, false));
        }
    }

    @Test
    void newVersionsBeginWithTheContainersPolicyElseTheAccounts() {
        onEach(worm -> {
            Policy ofAccount = new Policy(3, false, Appends.NONE);
            OfContainer own = new OfContainer(true, new Policy(8, true, Appends.NONE), List.of(), false);
            worm.room.service.protect(BlobServiceRoom.ACCOUNT, new Immutability(true, ofAccount, Map.of("later", own)));
            worm.room.put("c", "a", "one");
            assertThat(worm.record("c", "a", null).life().retention())
                    .isEqualTo(new Retention(worm.in(3), false, false));
            worm.put("c", "a", "two", new Retention(worm.in(1), false, true));
            assertThat(worm.record("c", "a", null).life().retention())
                    .isEqualTo(new Retention(worm.in(1), false, true));
            worm.room.createContainer("later");
            worm.room.put("later", "a", "one");
            assertThat(worm.record("later", "a", null).life().retention())
                    .isEqualTo(new Retention(worm.in(8), true, false));
            immutable(() -> worm.put("later", "b", "x", new Retention(worm.in(7), true, false)));
            immutable(() -> worm.put("later", "b", "x", new Retention(worm.in(9), false, false)));
            worm.put("later", "b", "x", new Retention(worm.in(9), true, false));
            Moment taken = worm.snapshot("c", "a");
            assertThat(worm.record("c", "a", taken).life().retention())
                    .isEqualTo(new Retention(worm.in(3), false, false));
        });
    }

    @Test
    void underAContainersPolicyBlobsAreDeletedOnceTheirDaysAreOverAndNeverChanged() {
        onEach(worm -> {
            worm.room.features = BlobFeatures.NONE;
            worm.room.put("c", "before", "one");
            worm.room.pass(Duration.ofDays(3));
            worm.protect("c", policy(5, false, Appends.NONE));
            worm.room.put("c", "after", "two");
            worm.room.pass(Duration.ofDays(2));
            immutable(() -> worm.room.put("c", "before", "x"));
            worm.delete("c", "before", null, null);
            immutable(() -> worm.delete("c", "after", null, null));
            immutable(() -> worm.deleteContainer("c"));
            worm.room.pass(Duration.ofDays(3));
            immutable(() -> worm.room.put("c", "after", "x"));
            worm.delete("c", "after", null, null);
            worm.deleteContainer("c");
        });
    }

    @Test
    void aContainersHoldEndsWithItsLastTag() {
        onEach(worm -> {
            worm.room.features = BlobFeatures.NONE;
            worm.room.put("c", "a", "one");
            worm.protect("c", HELD);
            worm.room.pass(Duration.ofDays(1000));
            immutable(() -> worm.delete("c", "a", null, null));
            refused(ErrorCode.ContainerHasLegalHold, () -> worm.deleteContainer("c"));
            worm.protect("c", OfContainer.NONE);
            worm.delete("c", "a", null, null);
            worm.deleteContainer("c");
        });
    }

    @Test
    void appendsGoOnWhereThePolicyAllowsThem() {
        onEach(worm -> {
            worm.room.features = BlobFeatures.NONE;
            worm.room.run(new BlobOperation.CreateAppendBlob("c", "log", BlobServiceRoom.created(Conditions.NONE)));
            worm.room.append("c", "log", new byte[] {1});
            worm.room.block("c", "b", "AAAA", new byte[] {1});
            worm.room.run(ImmutabilityPathsTest.blockList("c", "AAAA"));
            worm.protect("c", policy(5, false, Appends.APPEND_BLOBS));
            worm.room.append("c", "log", new byte[] {2});
            worm.room.block("c", "b", "BBBB", new byte[] {2});
            immutable(() -> worm.room.run(ImmutabilityPathsTest.blockList("c", "AAAA", "BBBB")));
            worm.protect("c", policy(5, false, Appends.ALL));
            immutable(() -> worm.room.run(ImmutabilityPathsTest.blockList("c", "BBBB", "AAAA")));
            worm.room.run(ImmutabilityPathsTest.blockList("c", "AAAA", "BBBB"));
            assertThat(worm.seen("c", "b", null)).startsWith("0102 ");
            worm.protect("c", new OfContainer(false, null, List.of("case42"), true));
            worm.room.append("c", "log", new byte[] {3});
            worm.protect("c", HELD);
            immutable(() -> worm.room.append("c", "log", new byte[] {4}));
            assertThat(worm.seen("c", "log", null)).startsWith("010203 ");
            worm.protect("c", OfContainer.NONE);
        });
    }

    @Test
    void whatWasDeletedBeforeIsKeptAsLongAsAPolicyWants() {
        onEach(worm -> {
            worm.room.features = new BlobFeatures(false, 2);
            worm.room.keepDeleted(1);
            worm.room.put("c", "a", "one");
            worm.delete("c", "a", null, null);
            worm.room.createContainer("gone");
            worm.room.put("gone", "a", "two");
            worm.deleteContainer("gone");
            worm.protect("c", policy(5, false, Appends.NONE));
            worm.protect("gone", HELD);
            long stored = bytes(worm);
            Stamp deleted = deleted(worm.room);
            immutable(() -> worm.room.run(
                    new BlobOperation.DeleteBlob("c", "a", new Moment.Snapshot(deleted), null, true, Conditions.NONE)));
            worm.room.pass(Duration.ofDays(4));
            worm.room.purge();
            assertThat(bytes(worm)).isEqualTo(stored);
            worm.room.pass(Duration.ofDays(2));
            worm.room.purge();
            assertThat(bytes(worm)).isLessThan(stored).isPositive();
            worm.protect("gone", OfContainer.NONE);
            worm.room.purge();
            worm.room.service.sweeper().sweep();
            assertThat(bytes(worm)).isZero();
        });
    }

    /** By which the deleted blob c/a is kept. */
    private static Stamp deleted(BlobServiceRoom room) {
        Group group = BlobKeys.blob(scope(room, "c"), "a");
        return BlobKeys.stamp(room.engine
                .metadata()
                .scan(Family.HISTORY, BlobKeys.history(group, HistoryKind.DELETED), 1)
                .getFirst()
                .key());
    }

    private static String scope(BlobServiceRoom room, String container) {
        BlobResult.ContainerState state =
                (BlobResult.ContainerState) room.run(new BlobOperation.GetContainerProperties(container, null));
        return BlobKeys.scope(state.record().incarnation());
    }

    @Test
    void noContainerIsDeletedWithABlobThatWasAcknowledged() throws InterruptedException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            ImmutabilityRoom worm = new ImmutabilityRoom(room);
            room.features = VERSIONING;
            worm.protect("c", VERSION_LEVEL);
            for (int i = 0; i < 300; i++) {
                room.createContainer("c");
                AtomicReference<@Nullable String> put = new AtomicReference<>();
                Thread writer = Thread.ofVirtual().start(() -> {
                    try {
                        worm.put("c", "a", "one", Retention.NONE);
                        put.set("acknowledged");
                    } catch (StorageException gone) {
                        put.set(gone.code().wire());
                    }
                });
                boolean deleted = isDeleted(worm);
                writer.join();
                assertThat(put.get()).isEqualTo(deleted ? "ContainerNotFound" : "acknowledged");
                if (!deleted) {
                    worm.delete("c", "a", null, null);
                    worm.delete("c", "a", version(room), null);
                    worm.deleteContainer("c");
                }
            }
        }
    }

    private static boolean isDeleted(ImmutabilityRoom worm) {
        try {
            worm.deleteContainer("c");
            return true;
        } catch (StorageException refused) {
            assertThat(refused.code()).isEqualTo(ErrorCode.ContainerImmutableStorageWithVersioningEnabled);
            return false;
        }
    }

    /** The only previous version of c/a. */
    private static Moment version(BlobServiceRoom room) {
        Group group = BlobKeys.blob(scope(room, "c"), "a");
        return new Moment.Version(BlobKeys.stamp(room.engine
                .metadata()
                .scan(Family.HISTORY, BlobKeys.history(group, HistoryKind.VERSION), 1)
                .getFirst()
                .key()));
    }

    private static long bytes(ImmutabilityRoom worm) {
        worm.room.collector.drain();
        return worm.room.service.bytesByAccount().values().stream()
                .mapToLong(bytes -> bytes)
                .sum();
    }

    @Test
    void aClockThatLeapsReleasesNothingUntilItIsAccepted() {
        onEach(worm -> {
            worm.protect("c", VERSION_LEVEL);
            worm.put("c", "a", "one", new Retention(worm.in(2), true, false));
            Moment first = Objects.requireNonNull(worm.version("c", "a"));
            worm.room.leap(Duration.ofDays(3));
            immutable(() -> worm.delete("c", "a", first, null));
            assertThat(worm.room.service.clock().held()).isTrue();
            worm.room.service.clock().accept();
            worm.delete("c", "a", first, null);
        });
    }

    @Test
    void aClockSetBackHoldsNothingLongerThanItWas() {
        onEach(worm -> {
            worm.protect("c", VERSION_LEVEL);
            worm.put("c", "a", "one", new Retention(worm.in(2), true, false));
            Moment first = Objects.requireNonNull(worm.version("c", "a"));
            worm.room.pass(Duration.ofDays(3));
            worm.room.service.clock().keep();
            worm.room.leap(Duration.ofDays(-100));
            worm.delete("c", "a", first, null);
        });
    }

    @Test
    void aRestartKeepsWhatIsSetAndWhatIsLocked() {
        onEach(worm -> {
            worm.protect("c", policy(5, true, Appends.NONE));
            worm.room.put("c", "a", "one");
            BlobService again = new BlobService(
                    worm.room.engine,
                    worm.room.bodies,
                    worm.room.ring,
                    worm.room.ids,
                    worm.room.collector,
                    worm.room.platform);
            immutable(() ->
                    again.run(new BlobOperation.DeleteBlob("c", "a", null, null, Conditions.NONE), worm.room.call()));
            assertThat(again.refusal(BlobServiceRoom.ACCOUNT, Immutability.NONE))
                    .isEqualTo(
                            "the immutability policy of the container 'c' is locked at 5 days and cannot be dropped");
            assertThat(again.refusal("other", Immutability.NONE)).isNull();
            again.copyJobs().close();
        });
    }

    @Test
    void whatIsLockedIsNotGivenUp() {
        Immutability locked = of(policy(5, true, Appends.APPEND_BLOBS));
        assertThat(of(policy(6, true, Appends.NONE)).refusal(locked)).isNull();
        assertThat(of(policy(4, true, Appends.NONE)).refusal(locked)).contains("cannot be made 4");
        assertThat(of(policy(5, false, Appends.NONE)).refusal(locked)).contains("cannot be unlocked");
        assertThat(of(OfContainer.NONE).refusal(locked)).contains("cannot be dropped");
        assertThat(of(policy(5, true, Appends.ALL)).refusal(locked)).contains("more appends");
        OfContainer ofVersions = new OfContainer(true, new Policy(5, true, Appends.NONE), List.of(), false);
        assertThat(of(ofVersions).refusal(locked)).contains("cannot become one of single versions");
        assertThat(new Immutability(true, null, locked.containers()).refusal(locked))
                .contains("cannot become one of single versions");
        assertThat(of(policy(5, true, Appends.NONE)).refusal(of(ofVersions))).contains("cannot be switched off");
        assertThat(Immutability.NONE.refusal(new Immutability(true, null, Map.of())))
                .contains("cannot be switched off");
        assertThat(Immutability.NONE.refusal(of(policy(5, false, Appends.NONE))))
                .isNull();
        assertThat(Immutability.NONE.refusal(of(HELD))).isNull();
        Immutability ofAccount = new Immutability(true, new Policy(3, true, Appends.NONE), Map.of());
        assertThat(new Immutability(true, new Policy(2, true, Appends.NONE), Map.of()).refusal(ofAccount))
                .contains("the account's default immutability policy");
    }

    private static Immutability of(OfContainer container) {
        return new Immutability(false, null, Map.of("c", container));
    }

    @Test
    void theCheckNamesProtectedBlobsThatAreDamaged() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            ImmutabilityRoom worm = new ImmutabilityRoom(room);
            room.createContainer("c");
            room.put("c", "kept", "one");
            worm.protect("c", HELD);
            BlobRecord record = worm.record("c", "kept", null);
            Group group = BlobKeys.blob(scope(room, "c"), "kept");
            Key row = InlineRow.key(
                    group, ((Content.Single) record.content()).body().id());
            room.engine
                    .metadata()
                    .commit(new Commit(
                            group, room.ids.next(), List.of(), List.of(new Mutation.Delete(Family.BODY, row)), null));
            Check check = new Check(room.engine, room.collector, (_, _) -> {});
            AtomicReference<@Nullable ProtectedBlobs> kept = new AtomicReference<>();
            BlobCheck.walk(room.engine, room.collector, check, kept::set);
            check.finish();
            ProtectedBlobs blobs = Objects.requireNonNull(kept.get());
            assertThat(blobs.count()).isEqualTo(1);
            assertThat(blobs.damagedBy(check.damaged()))
                    .containsExactly("the protected blob devstoreaccount1/c/kept is damaged");
        }
    }

    @Test
    void anIncrementalCopyIsNotContinuedInAProtectedContainer() {
        onEach(worm -> {
            BlobServiceRoom room = worm.room;
            room.features = BlobFeatures.NONE;
            room.run(new PageOperation.CreatePageBlob("c", "p", BlobServiceRoom.created(Conditions.NONE), 512, 0));
            room.sourceMoment = worm.snapshot("c", "p");
            room.run(new CopyOperation.IncrementalCopyBlob("c", "i", "c/p", Conditions.NONE));
            worm.protect("c", HELD);
            immutable(() -> room.run(new CopyOperation.IncrementalCopyBlob("c", "i", "c/p", Conditions.NONE)));
            room.service.walk(_ -> Pass.UNRESTRICTED, room.service.clock()).pass();
        });
    }
}
