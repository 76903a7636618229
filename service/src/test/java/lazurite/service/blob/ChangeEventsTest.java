package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.event.ChangeEvent;
import lazurite.service.blob.event.ChangeEvent.Updated;
import lazurite.service.blob.event.ChangeEvents;
import lazurite.service.blob.event.ChangeEvents.Place;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import lazurite.store.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of changes, and that nothing of it is lost or told twice. */
final class ChangeEventsTest {
    private static final String ACCOUNT = BlobServiceRoom.ACCOUNT;
    private static final String ME = "test";

    @TempDir
    Path folder;

    private void onEveryEngine(Consumer<BlobServiceRoom> test) {
        for (BlobServiceRoom room : Engines.rooms(folder)) {
            try (room) {
                room.createContainer("c");
                room.service.changeEvents().follow(ACCOUNT, ME);
                test.accept(room);
                room.assertSound();
            }
        }
    }

    private static List<ChangeEvent> events(BlobServiceRoom room) {
        ChangeEvents events = room.service.changeEvents();
        boolean more = true;
        while (more) {
            more = events.move();
        }
        long from = events.place(ACCOUNT, ME).sequence();
        List<ChangeEvent> found = events.after(ACCOUNT, from, 10_000);
        if (!found.isEmpty()) {
            events.passed(ACCOUNT, ME, new Place(found.getLast().sequence(), null));
        }
        return found;
    }

    private static ChangeEvent event(BlobServiceRoom room) {
        List<ChangeEvent> events = events(room);
        assertThat(events).hasSize(1);
        return events.getFirst();
    }

    private static void delete(BlobServiceRoom room, String blob, DeleteSnapshots snapshots) {
        room.run(new BlobOperation.DeleteBlob("c", blob, null, snapshots, Conditions.NONE));
    }

    @Test
    void aPutIsToldWithWhatTheBlobIs() {
        onEveryEngine(room -> {
            Stamp stamp = room.put("c", "a b", "four");
            ChangeEvent event = event(room);
            assertThat(event.type()).isEqualTo(ChangeEvent.Type.CREATED);
            assertThat(event.api()).isEqualTo("PutBlob");
            assertThat(event.container()).isEqualTo("c");
            assertThat(event.blob()).isEqualTo("a b");
            assertThat(event.stamp()).isEqualTo(stamp);
            assertThat(event.length()).isEqualTo(4);
            assertThat(event.blobType()).isEqualTo(BlobType.BLOCK);
            assertThat(event.time()).isEqualTo(Stamp.at(room.now));
            assertThat(event.origin()).isEqualTo(Origin.SERVER);
            assertThat(event.version()).isNull();
            assertThat(event.sequence()).isEqualTo(1);
            room.put("c", "a b", "four");
            assertThat(event(room).type()).isEqualTo(ChangeEvent.Type.CREATED);
        });
    }

    @Test
    void theRequestIsNamed() {
        onEveryEngine(room -> {
            BlobCall call = room.call();
            Origin origin = new Origin("11111111-2222-3333-4444-555555555555", "mine");
            room.service.run(
                    new BlobOperation.CreateAppendBlob("c", "a", BlobServiceRoom.created(Conditions.NONE)),
                    new BlobCall(
                            call.account(),
                            call.features(),
                            call.caller(),
                            call.version(),
                            call.pass(),
                            call.sources(),
                            call.keys(),
                            origin));
            ChangeEvent event = event(room);
            assertThat(event.origin()).isEqualTo(origin);
            assertThat(event.api()).isEqualTo("PutBlob");
            assertThat(event.blobType()).isEqualTo(BlobType.APPEND);
        });
    }

    @Test
    void propertiesMetadataAndTagsAreUpdates() {
        onEveryEngine(room -> {
            room.put("c", "a", "x");
            events(room);
            HttpProperties properties = new HttpProperties("text/css", null, null, null, "no-store", null);
            room.run(new BlobOperation.SetBlobProperties("c", "a", properties, Conditions.NONE));
            ChangeEvent set = event(room);
            assertThat(set.type()).isEqualTo(ChangeEvent.Type.PROPERTIES_UPDATED);
            assertThat(set.api()).isEqualTo("SetBlobProperties");
            assertThat(set.contentType()).isEqualTo("text/css");
            assertThat(set.properties())
                    .containsEntry("ContentType", new Updated("", "text/css"))
                    .containsEntry("CacheControl", new Updated("", "no-store"))
                    .containsKey("ContentMD5")
                    .hasSize(3);
            room.run(new BlobOperation.SetBlobMetadata("c", "a", Map.of("k", "v"), Conditions.NONE));
            ChangeEvent metadata = event(room);
            assertThat(metadata.type()).isEqualTo(ChangeEvent.Type.PROPERTIES_UPDATED);
            assertThat(metadata.api()).isEqualTo("SetBlobMetadata");
            assertThat(metadata.properties()).isEmpty();
            byte[] tags = "<Tags><TagSet><Tag><Key>t</Key><Value>1</Value></Tag></TagSet></Tags>"
                    .getBytes(StandardCharsets.UTF_8);
            room.run(new BlobOperation.SetBlobTags(
                    "c", "a", null, Checksums.NONE, BlobServiceRoom.payload(tags), Conditions.NONE));
            ChangeEvent tagged = event(room);
            assertThat(tagged.type()).isEqualTo(ChangeEvent.Type.PROPERTIES_UPDATED);
            assertThat(Objects.requireNonNull(tagged.tags()).after()).isEqualTo(Map.of("t", "1"));
        });
    }

    @Test
    void aTierThatChangesIsToldWithTheOneBefore() {
        onEveryEngine(room -> {
            room.put("c", "a", "x");
            setTier(room, AccessTier.COOL);
            events(room);
            setTier(room, AccessTier.COOL);
            assertThat(events(room)).isEmpty();
            setTier(room, AccessTier.HOT);
            ChangeEvent event = event(room);
            assertThat(event.type()).isEqualTo(ChangeEvent.Type.TIER_CHANGED);
            assertThat(event.tier()).isEqualTo("Hot");
            assertThat(event.previous()).isEqualTo(Map.of("PreviousTier", "Cool"));
        });
    }

    private static void setTier(BlobServiceRoom room, AccessTier tier) {
        room.run(new BlobOperation.SetBlobTier("c", "a", null, tier, Conditions.NONE));
    }

    @Test
    void snapshotsAreToldAsTheyComeAndGo() {
        onEveryEngine(room -> {
            room.put("c", "a", "x");
            events(room);
            Stamp taken = snapshot(room);
            ChangeEvent made = event(room);
            assertThat(made.type()).isEqualTo(ChangeEvent.Type.SNAPSHOT_CREATED);
            assertThat(made.snapshot()).isEqualTo(taken);
            Stamp second = snapshot(room);
            events(room);
            room.run(new BlobOperation.DeleteBlob("c", "a", new Moment.Snapshot(taken), null, Conditions.NONE));
            ChangeEvent gone = event(room);
            assertThat(gone.type()).isEqualTo(ChangeEvent.Type.DELETED);
            assertThat(gone.snapshot()).isEqualTo(taken);
            delete(room, "a", DeleteSnapshots.INCLUDE);
            List<ChangeEvent> both = events(room);
            assertThat(both).allMatch(event -> event.type() == ChangeEvent.Type.DELETED);
            assertThat(both).extracting(ChangeEvent::snapshot).containsExactlyInAnyOrder(null, second);
            assertThat(both).extracting(ChangeEvent::id).doesNotHaveDuplicates();
        });
    }

    private static Stamp snapshot(BlobServiceRoom room) {
        return ((BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", "a", Map.of(), Conditions.NONE)))
                .snapshot();
    }

    @Test
    void whatIsDeletedSoftlyNamesItsSnapshotAndIsCreatedAnewByUndelete() {
        onEveryEngine(room -> {
            room.keepDeleted(7);
            room.put("c", "a", "x");
            room.put("c", "a", "y");
            List<ChangeEvent> puts = events(room);
            assertThat(puts.getLast().previous()).containsKey("SoftDeleteSnapshot");
            delete(room, "a", DeleteSnapshots.INCLUDE);
            ChangeEvent deleted = events(room).getFirst();
            assertThat(deleted.type()).isEqualTo(ChangeEvent.Type.DELETED);
            assertThat(deleted.previous()).containsEntry("WasBlobSoftDeleted", "true");
            room.run(new BlobOperation.UndeleteBlob("c", "a"));
            ChangeEvent back = event(room);
            assertThat(back.type()).isEqualTo(ChangeEvent.Type.CREATED);
            assertThat(back.api()).isEqualTo("UndeleteBlob");
            assertThat(back.previous()).containsEntry("WasBlobSoftDeleted", "true");
            delete(room, "a", DeleteSnapshots.INCLUDE);
            events(room);
            room.pass(Duration.ofDays(8));
            room.purge();
            assertThat(events(room)).isEmpty();
        });
    }

    @Test
    void versionsAreNamed() {
        onEveryEngine(room -> {
            room.features = new BlobFeatures(true, 0);
            Stamp first = room.put("c", "a", "x");
            Stamp second = room.put("c", "a", "y");
            List<ChangeEvent> puts = events(room);
            assertThat(puts).extracting(ChangeEvent::version).containsExactly(first, second);
            assertThat(puts.getLast().previous())
                    .containsEntry("LastVersion", first.iso())
                    .containsEntry("BlobVersion", second.iso());
            delete(room, "a", DeleteSnapshots.INCLUDE);
            assertThat(event(room).version()).isEqualTo(second);
            room.run(new BlobOperation.DeleteBlob("c", "a", new Moment.Version(first), null, Conditions.NONE));
            ChangeEvent gone = event(room);
            assertThat(gone.type()).isEqualTo(ChangeEvent.Type.DELETED);
            assertThat(gone.version()).isEqualTo(first);
        });
    }

    @Test
    void leasesBlocksAppendsAndWhatIsRefusedAreNotTold() {
        onEveryEngine(room -> {
            room.put("c", "a", "x");
            room.run(new BlobOperation.CreateAppendBlob("c", "log", BlobServiceRoom.created(Conditions.NONE)));
            events(room);
            room.run(new BlobOperation.LeaseBlob(
                    "c", "a", new BlobOperation.LeaseAction.Acquire(15, null), Conditions.NONE));
            room.run(new BlobOperation.LeaseBlob("c", "a", new BlobOperation.LeaseAction.Break(0), Conditions.NONE));
            room.block("c", "b", "AAAA", new byte[] {1});
            room.append("c", "log", new byte[] {1});
            try {
                room.put("c", "a", new byte[] {1}, BlobServiceRoom.createOnly());
            } catch (StorageException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.BlobAlreadyExists);
            }
            assertThat(events(room)).isEmpty();
        });
    }

    @Test
    void copiesAreCreations() {
        onEveryEngine(room -> {
            room.put("c", "a", "x");
            events(room);
            room.run(new CopyOperation.CopyBlob(
                    "c", "b", "c/a", Map.of(), null, false, null, Conditions.NONE, Conditions.NONE, false, null, null));
            ChangeEvent event = event(room);
            assertThat(event.type()).isEqualTo(ChangeEvent.Type.CREATED);
            assertThat(event.api()).isEqualTo("CopyBlob");
            assertThat(event.blob()).isEqualTo("b");
        });
    }

    @Test
    void whatNobodyFollowsLeavesNothing() {
        onEveryEngine(room -> {
            room.service.changeEvents().leave(ACCOUNT, ME);
            room.put("c", "a", "x");
            room.service.changeEvents().follow(ACCOUNT, ME);
            assertThat(events(room)).isEmpty();
            room.createContainer("$blobchangefeed");
            room.put("$blobchangefeed", "a", "x");
            assertThat(events(room)).isEmpty();
        });
    }

    @Test
    void ofOneBlobTheyAreInTheOrderOfItsChangesWhateverTheClockSays() {
        onEveryEngine(room -> {
            List<Stamp> stamps = new ArrayList<>();
            for (int i = 0; i < 700; i++) {
                if (i % 100 == 50) {
                    room.pass(Duration.ofHours(-1));
                }
                stamps.add(room.put("c", "a" + i % 2, "x" + i));
            }
            List<ChangeEvent> events = events(room);
            for (int blob = 0; blob < 2; blob++) {
                int wanted = blob;
                assertThat(events.stream()
                                .filter(event -> event.blob().equals("a" + wanted))
                                .map(ChangeEvent::stamp))
                        .containsExactlyElementsOf(IntStream.range(0, 350)
                                .mapToObj(i -> stamps.get(2 * i + wanted))
                                .toList());
            }
            assertThat(events).extracting(ChangeEvent::sequence).isSorted().doesNotHaveDuplicates();
        });
    }

    @Test
    void writersAtOnceLoseNoneAndNoneComesTwice() {
        onEveryEngine(room -> {
            List<Thread> writers = IntStream.range(0, 8)
                    .mapToObj(writer -> Thread.ofVirtual().start(() -> {
                        for (int i = 0; i < 60; i++) {
                            room.put("c", "w" + (writer + i) % 5, writer + "-" + i);
                        }
                    }))
                    .toList();
            List<ChangeEvent> found = new ArrayList<>();
            while (writers.stream().anyMatch(Thread::isAlive)) {
                found.addAll(events(room));
            }
            found.addAll(events(room));
            assertThat(found).hasSize(8 * 60);
            Set<Object> ids = new HashSet<>();
            found.forEach(event -> ids.add(event.id()));
            assertThat(ids).hasSize(8 * 60);
            for (int blob = 0; blob < 5; blob++) {
                String name = "w" + blob;
                assertThat(found.stream()
                                .filter(event -> event.blob().equals(name))
                                .map(ChangeEvent::stamp))
                        .isSorted();
            }
        });
    }

    @Test
    void theSlowestFollowerDecidesWhatIsKept() {
        onEveryEngine(room -> {
            ChangeEvents events = room.service.changeEvents();
            events.follow(ACCOUNT, "slow");
            for (int i = 0; i < 5; i++) {
                room.put("c", "a" + i, "x");
            }
            assertThat(events(room)).hasSize(5);
            assertThat(events.after(ACCOUNT, 0, 10)).hasSize(5);
            events.passed(ACCOUNT, "slow", new Place(3, new byte[] {7}));
            assertThat(events.after(ACCOUNT, 0, 10))
                    .extracting(ChangeEvent::sequence)
                    .containsExactly(4L, 5L);
            assertThat(events.waiting(ACCOUNT, "slow")).isEqualTo(2);
            ChangeEvents again = ChangeEvents.open(room.engine.metadata(), room.ids);
            assertThat(again.follows(ACCOUNT, "slow")).isTrue();
            assertThat(again.place(ACCOUNT, "slow").sequence()).isEqualTo(3);
            assertThat(again.place(ACCOUNT, "slow").note()).containsExactly(7);
            events.leave(ACCOUNT, "slow");
            assertThat(events.after(ACCOUNT, 0, 10)).isEmpty();
        });
    }

    @Test
    void whatClientsChooseIsToldWithinBounds() {
        onEveryEngine(room -> {
            room.put("c", "a", "x");
            for (int i = 0; i < 510; i++) {
                snapshot(room);
            }
            HttpProperties properties = new HttpProperties("t".repeat(3_000), null, null, null, null, null);
            room.run(new BlobOperation.SetBlobProperties("c", "a", properties, Conditions.NONE));
            ChangeEvent set = events(room).getLast();
            assertThat(set.contentType()).hasSize(1_024);
            assertThat(Objects.requireNonNull(set.properties().get("ContentType"))
                            .after())
                    .hasSize(1_024);
            delete(room, "a", DeleteSnapshots.INCLUDE);
            List<ChangeEvent> gone = events(room);
            assertThat(gone).hasSize(501).allMatch(event -> event.type() == ChangeEvent.Type.DELETED);
            assertThat(gone.getFirst().snapshot()).isNull();
        });
    }

    /** As a crash leaves it between the commit of a queue and the discarding of what it took. */
    @Test
    void whatWasTakenIsNotTakenAgainAfterACrash() {
        onEveryEngine(room -> {
            room.put("c", "a", "x");
            List<Row> rows = room.engine.metadata().scan(Family.EVENT, new KeyRange(Key.of(new byte[0]), null), 10);
            assertThat(rows).hasSize(1);
            room.service.changeEvents().move();
            room.engine
                    .metadata()
                    .commit(new Commit(
                            BlobKeys.groupOf(rows.getFirst().key()),
                            room.ids.next(),
                            List.of(),
                            List.of(new Mutation.Put(
                                    Family.EVENT,
                                    rows.getFirst().key(),
                                    rows.getFirst().value())),
                            null));
            ChangeEvents after = ChangeEvents.open(room.engine.metadata(), room.ids);
            after.move();
            assertThat(after.after(ACCOUNT, 0, 10)).hasSize(1);
        });
    }
}
