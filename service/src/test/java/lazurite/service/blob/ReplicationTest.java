package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.account.Replications;
import lazurite.service.account.Subscription;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Replicated;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.replication.ReplicationFollower;
import lazurite.service.blob.replication.Replicator;
import lazurite.service.gateway.Enforcement;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Object replication, looked at from both of its ends. */
final class ReplicationTest {
    private static final String POLICY = "70dc1326-15a2-45f4-9408-487f6581f204";
    private static final String RULE = "a2455a77-8f44-4d22-b07e-a03203ae64f0";
    private static final String KEY = POLICY + "_" + RULE;
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void versionsAppearAtTheDestinationUnderTheirIdsAndAreMarkedAtTheSource() throws IOException {
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                Pair pair = new Pair(room, List.of(), null);
                pair.run();
                room.pass(Duration.ofSeconds(1));
                Stamp first = room.put("from", "a", "one");
                room.pass(Duration.ofSeconds(1));
                put(room, "a", "two", Map.of("k", "v"), "text/x");
                Stamp second = Objects.requireNonNull(pair.source("a").life().version());
                assertThat(pair.mark("a")).isNull();
                pair.run();
                assertThat(pair.mark("a")).isEqualTo("complete");
                BlobResult.BlobState replica = pair.replica("a", null);
                assertThat(replica.record().life().version()).isEqualTo(second);
                assertThat(replica.record().replicated().policy()).isEqualTo(POLICY);
                assertThat(replica.record().properties().contentType()).isEqualTo("text/x");
                assertThat(replica.metadata()).isEqualTo(Map.of("k", "v"));
                assertThat(replica.record().tags()).isEmpty();
                assertThat(pair.text("a", null)).isEqualTo("two");
                assertThat(pair.text("a", new Moment.Version(first))).isEqualTo("one");
                assertThat(pair.replicator.copied()).isEqualTo(2);
                pair.run();
                assertThat(pair.replicator.copied()).isEqualTo(2);
                room.assertSound();
            }
        }
    }

    @Test
    void aBlobOfManyBlocksIsCopiedUnderTheOtherKeyAndOutlivesItsSource() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of(), null);
            pair.run();
            room.pass(Duration.ofSeconds(1));
            StringBuilder list = new StringBuilder("<BlockList>");
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 40; i++) {
                String id = Base64.getEncoder().encodeToString(new byte[] {(byte) i});
                String block = String.valueOf((char) ('a' + i % 26)).repeat(20_000);
                room.block("from", "big", id, block.getBytes(StandardCharsets.US_ASCII));
                list.append("<Latest>").append(id).append("</Latest>");
                text.append(block);
            }
            room.run(new BlobOperation.PutBlockList(
                    "from",
                    "big",
                    BlobServiceRoom.created(Conditions.NONE),
                    Checksums.NONE,
                    BlobServiceRoom.payload(
                            list.append("</BlockList>").toString().getBytes(StandardCharsets.US_ASCII))));
            pair.run();
            assertThat(pair.text("big", null)).isEqualTo(text.toString());
            assertThat(pair.replica("big", null).record().blocks()).isEqualTo(40);
            room.run(new BlobOperation.DeleteContainer("from", Conditions.NONE));
            room.service.sweeper().sweep();
            room.collector.drain();
            assertThat(pair.text("big", null)).isEqualTo(text.toString());
        }
    }

    @Test
    void whatWasThereBeforeIsCopiedOnlyIfTheRuleSaysSo() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            room.features = new BlobFeatures(true, 0);
            room.createContainer("from");
            room.put("from", "old", "x");
            room.pass(Duration.ofSeconds(1));
            Pair pair = new Pair(room, List.of(), null);
            pair.run();
            room.pass(Duration.ofSeconds(1));
            room.put("from", "new", "y");
            pair.run();
            assertThat(pair.names()).containsExactly("new");
            Pair whole = new Pair(room, List.of(), LONG_AGO);
            whole.run();
            assertThat(whole.names()).containsExactly("new", "old");
        }
    }

    @Test
    void onlyBlockBlobsUnderThePrefixesAreCopied() {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of("a/", "a/b", "c"), LONG_AGO);
            for (String name : List.of("a/1", "a/b/2", "b", "c")) {
                room.put("from", name, "x");
            }
            room.run(new BlobOperation.CreateAppendBlob("from", "a/log", BlobServiceRoom.created(Conditions.NONE)));
            pair.run();
            assertThat(pair.names()).containsExactly("a/1", "a/b/2", "c");
            assertThat(pair.replicator.copied()).isEqualTo(3);
            assertThat(pair.replicator.replicate(BlobServiceRoom.ACCOUNT, "from", "b"))
                    .isTrue();
            assertThat(pair.names()).hasSize(3);
        }
    }

    @Test
    void aDeletionMakesTheReplicaAPreviousVersion() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of(), LONG_AGO);
            Stamp only = room.put("from", "a", "one");
            pair.run();
            delete(room, "a");
            pair.run();
            assertThat(pair.names()).isEmpty();
            assertThat(pair.text("a", new Moment.Version(only))).isEqualTo("one");
            assertThat(pair.replicator.deleted()).isEqualTo(1);
            room.pass(Duration.ofSeconds(1));
            room.put("from", "a", "again");
            pair.run();
            assertThat(pair.text("a", null)).isEqualTo("again");
            room.assertSound();
        }
    }

    @Test
    void changedPropertiesArriveWithoutANewVersion() {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of(), LONG_AGO);
            Stamp only = room.put("from", "a", "one");
            pair.run();
            room.pass(Duration.ofSeconds(1));
            room.run(new BlobOperation.SetBlobProperties(
                    "from", "a", new HttpProperties("text/y", null, null, null, null, null), Conditions.NONE));
            assertThat(pair.mark("a")).isNull();
            pair.run();
            assertThat(pair.mark("a")).isEqualTo("complete");
            BlobRecord replica = pair.replica("a", null).record();
            assertThat(replica.properties().contentType()).isEqualTo("text/y");
            assertThat(replica.life().version()).isEqualTo(only);
        }
    }

    @Test
    void theDestinationTakesReadsAndDeletesOnlyAndWhatWasDeletedStaysSo() {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of(), LONG_AGO);
            room.put("from", "a", "one");
            pair.run();
            for (BlobOperation write : List.of(
                    new BlobOperation.PutBlob(
                            "to",
                            "b",
                            BlobServiceRoom.created(Conditions.NONE),
                            Checksums.NONE,
                            BlobServiceRoom.payload(new byte[1])),
                    new BlobOperation.SetBlobMetadata("to", "a", Map.of("k", "v"), Conditions.NONE),
                    new BlobOperation.SnapshotBlob("to", "a", Map.of(), Conditions.NONE))) {
                assertThatThrownBy(() -> room.service.run(write, pair.call()))
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                refused -> assertThat(refused.status()).isEqualTo(409));
            }
            room.service.run(
                    new BlobOperation.DeleteBlob("to", "a", null, DeleteSnapshots.INCLUDE, Conditions.NONE),
                    pair.call());
            pair.run();
            assertThat(pair.names()).isEmpty();
        }
    }

    @Test
    void whatTheReplicaRefusesHasFailedAndIsTriedAgain() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of(), LONG_AGO);
            room.put("from", "a", "one");
            pair.run();
            BlobResult.Leased lease = (BlobResult.Leased) room.service.run(
                    new BlobOperation.LeaseBlob(
                            "to", "a", new BlobOperation.LeaseAction.Acquire(-1, null), Conditions.NONE),
                    pair.call());
            room.pass(Duration.ofSeconds(1));
            room.put("from", "a", "two");
            pair.run();
            pair.run();
            assertThat(pair.mark("a")).isEqualTo("failed");
            assertThat(pair.replicator.failed()).isEqualTo(1);
            room.service.run(
                    new BlobOperation.LeaseBlob(
                            "to",
                            "a",
                            new BlobOperation.LeaseAction.Release(Objects.requireNonNull(lease.id())),
                            Conditions.NONE),
                    pair.call());
            pair.run();
            assertThat(pair.mark("a")).isEqualTo("complete");
            assertThat(pair.text("a", null)).isEqualTo("two");
        }
    }

    @Test
    void aChangeIsFollowedWithoutAPass() throws IOException {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of(), LONG_AGO);
            assertThat(pair.follower.step()).isPositive();
            room.put("from", "a", "one");
            while (room.service.changeEvents().move()) {}
            assertThat(pair.follower.waiting()).isEqualTo(1);
            assertThat(pair.follower.step()).isPositive();
            assertThat(pair.text("a", null)).isEqualTo("one");
            assertThat(pair.follower.waiting()).isZero();
        }
    }

    @Test
    void anOrderAgainstEitherEndHoldsItUp() {
        try (BlobServiceRoom room = new BlobServiceRoom()) {
            Pair pair = new Pair(room, List.of(), LONG_AGO);
            room.put("from", "a", "one");
            for (String closed : List.of(BlobServiceRoom.ACCOUNT, Pair.DESTINATION)) {
                pair.closed = closed;
                pair.run();
                assertThat(pair.names()).isEmpty();
                assertThat(pair.replicator.heldUp()).isEqualTo(1);
            }
            pair.closed = null;
            pair.run();
            assertThat(pair.names()).containsExactly("a");
            assertThat(pair.replicator.heldUp()).isZero();
        }
    }

    /** Whatever commit is the last before the process ends, all versions are there in the end, in order, none twice. */
    @Test
    void aKilledReplicationGoesOnWhereItWas() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (BlobServiceRoom room = new BlobServiceRoom(platform -> new KillingEngine(new MemoryEngine(platform)))) {
            KillingEngine engine = (KillingEngine) room.engine;
            Pair pair = new Pair(room, List.of(), LONG_AGO);
            List<Stamp> versions = new ArrayList<>();
            int kills = 0;
            for (int round = 0; round < 30; round++) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    room.pass(Duration.ofSeconds(1));
                    versions.add(room.put("from", "a", "text " + versions.size()));
                    if (random.nextInt(4) == 0) {
                        delete(room, "a");
                    }
                }
                engine.commitsLeft = random.nextInt(6);
                boolean killed = catchThrowableOfType(KillingEngine.Killed.class, pair::run) != null;
                engine.commitsLeft = -1;
                if (killed) {
                    kills++;
                    pair = new Pair(room, List.of(), LONG_AGO);
                }
            }
            assertThat(kills).as("seed " + seed).isPositive();
            pair.run();
            assertThat(pair.versions("a")).as("seed " + seed).containsExactlyElementsOf(versions);
            for (int i = 0; i < versions.size(); i++) {
                assertThat(pair.text("a", new Moment.Version(versions.get(i)))).isEqualTo("text " + i);
            }
            boolean current = room.service.run(
                                    new BlobOperation.ListBlobs("from", null, null, null, null, 10, null, Set.of()),
                                    room.call())
                            instanceof BlobResult.Blobs page
                    && !page.entries().isEmpty();
            assertThat(pair.names()).as("seed " + seed).hasSize(current ? 1 : 0);
            room.assertSound();
        }
    }

    private static void put(
            BlobServiceRoom room, String name, String text, Map<String, String> metadata, String contentType) {
        room.run(new BlobOperation.PutBlob(
                "from",
                name,
                new NewBlob(
                        new HttpProperties(contentType, null, null, null, null, null),
                        metadata,
                        Map.of("tag", "x"),
                        null,
                        Conditions.NONE),
                Checksums.NONE,
                BlobServiceRoom.payload(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static void delete(BlobServiceRoom room, String name) {
        room.run(new BlobOperation.DeleteBlob("from", name, null, DeleteSnapshots.INCLUDE, Conditions.NONE));
    }

    /** Two accounts and the rule between them. */
    private static final class Pair {
        static final String DESTINATION = "copies";

        private final BlobServiceRoom room;
        private final Account destination;
        final Replicator replicator;

        /** Makes one pass, in its first step. */
        final ReplicationFollower follower;

        @Nullable
        String closed;

        Pair(BlobServiceRoom room, List<String> prefixes, @Nullable Instant from) {
            this.room = room;
            ReplicationPolicy policy = new ReplicationPolicy(
                    "policy.json",
                    POLICY,
                    BlobServiceRoom.ACCOUNT,
                    DESTINATION,
                    List.of(new ReplicationPolicy.Rule(RULE, "from", "to", prefixes, from)));
            BlobFeatures versioning = new BlobFeatures(true, 0);
            room.features = versioning.withReplications(new Replications(List.of(policy), List.of()));
            Account source = account(BlobServiceRoom.ACCOUNT, room.features);
            destination =
                    account(DESTINATION, versioning.withReplications(new Replications(List.of(), List.of(policy))));
            create(room.call(), "from");
            create(call(), "to");
            Enforcement enforcement = (account, service, use) -> {
                if (account.name().equals(closed)) {
                    throw new StorageException(ErrorCode.AccountIsDisabled);
                }
                return Pass.UNRESTRICTED;
            };
            Accounts accounts = new Accounts(Map.of(source.name(), source, destination.name(), destination));
            replicator = room.service.replicator(accounts, enforcement);
            follower = room.service.replication(accounts, enforcement, Duration.ofDays(1));
        }

        private static Account account(String name, BlobFeatures features) {
            return new Account(name, List.of(new byte[] {1}), true, Subscription.DEFAULT, features);
        }

        private void create(BlobCall call, String container) {
            try {
                room.service.run(new BlobOperation.CreateContainer(container, Map.of(), PublicRead.NEVER), call);
            } catch (StorageException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.ContainerAlreadyExists);
            }
        }

        /** A call of the destination's owner. */
        BlobCall call() {
            Caller owner = new Caller(Caller.Kind.SHARED_KEY, "", DESTINATION);
            return new BlobCall(DESTINATION, destination.blob(), owner, "2025-11-05", Pass.UNRESTRICTED, _ -> {
                throw new IllegalStateException("nothing is copied");
            });
        }

        /** One whole pass. */
        void run() {
            boolean more = true;
            while (more) {
                more = replicator.step();
            }
        }

        BlobRecord source(String name) {
            return ((BlobResult.BlobState)
                            room.run(new BlobOperation.GetBlobProperties("from", name, null, Conditions.NONE)))
                    .record();
        }

        /** What the source's headers say. */
        @Nullable
        String mark(String name) {
            Replicated.Mark mark = Replicated.find(source(name), KEY);
            return mark == null ? null : mark.wire();
        }

        BlobResult.BlobState replica(String name, @Nullable Moment moment) {
            return (BlobResult.BlobState)
                    room.service.run(new BlobOperation.GetBlobProperties("to", name, moment, Conditions.NONE), call());
        }

        String text(String name, @Nullable Moment moment) throws IOException {
            BlobResult.BlobContent content = (BlobResult.BlobContent) room.service.run(
                    new BlobOperation.GetBlob("to", name, moment, null, false, false, Conditions.NONE), call());
            try (InputStream stream = content.stream()) {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
        }

        List<String> names() {
            return list(Set.of()).stream().map(BlobResult.ListEntry::name).toList();
        }

        List<Stamp> versions(String name) {
            List<Stamp> versions = new ArrayList<>();
            for (BlobResult.ListEntry entry : list(Set.of(Include.VERSIONS))) {
                if (entry instanceof BlobResult.ListEntry.Blob blob
                        && entry.name().equals(name)) {
                    versions.add(Objects.requireNonNull(blob.record().life().version()));
                }
            }
            return versions;
        }

        private List<BlobResult.ListEntry> list(Set<Include> include) {
            return ((BlobResult.Blobs) room.service.run(
                            new BlobOperation.ListBlobs("to", null, null, null, null, 1_000, null, include), call()))
                    .entries();
        }
    }
}
