package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.ListEntry;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.PageKeys;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random operations over the history of a page blob. What a list of pages holds as of one of its versions never
 * changes, wherever in the history the record that names them has come to.
 */
final class PageHistoryModelTest {
    private static final int SEGMENTS = 300;
    private static final int STEPS = 400;
    private static final Set<Include> ALL = Set.of(Include.SNAPSHOTS, Include.VERSIONS, Include.DELETED);

    private final BlobServiceRoom room = new BlobServiceRoom();
    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    private record State(Uid list, long version) {}

    /** Of each state the value of a page of each segment, where it is written. */
    private final Map<State, Map<Integer, Integer>> known = new HashMap<>();

    private int writes;

    @Test
    void pagesOfTheHistoryStayAsTheyWere() throws IOException {
        System.out.println("seed " + seed);
        try (room) {
            room.createContainer("c");
            create();
            fill();
            for (int i = 0; i < STEPS; i++) {
                step();
                if (i % 20 == 0) {
                    compare();
                }
            }
            compare();
            room.keepDeleted(0);
            room.features = BlobFeatures.NONE;
            room.service.run(new BlobOperation.DeleteContainer("c", Conditions.NONE), room.call());
            room.collector.drain();
            tidy();
        }
    }

    private void step() {
        room.pass(Duration.ofMinutes(random.nextInt(60)));
        switch (random.nextInt(30)) {
            case 0 -> room.features = new BlobFeatures(random.nextBoolean(), 0);
            case 1 -> room.keepDeleted(random.nextInt(3));
            case 2 -> create();
            case 16 -> fill();
            case 3 -> delete(null, DeleteSnapshots.INCLUDE);
            case 4 -> undelete();
            case 5, 6 ->
                onBase(() -> room.run(
                        new BlobOperation.SetBlobMetadata("c", "p", Map.of("k", "v" + writes), Conditions.NONE)));
            case 7, 8 -> onBase(() -> room.run(new BlobOperation.SnapshotBlob("c", "p", Map.of(), Conditions.NONE)));
            case 9, 10 -> deleteOne();
            case 11 -> promote();
            case 12 -> tidy();
            case 13 -> {
                room.pass(Duration.ofDays(random.nextInt(2)));
                room.purge();
            }
            case 14 -> clear(0, SEGMENTS);
            case 15 -> {
                int from = random.nextInt(SEGMENTS);
                clear(from, from + 1 + random.nextInt(SEGMENTS - from));
            }
            default -> write(random.nextInt(SEGMENTS));
        }
    }

    private void create() {
        room.run(new PageOperation.CreatePageBlob(
                "c", "p", created(Conditions.NONE), (long) SEGMENTS * PageKeys.SEGMENT_BYTES, 0));
        learn(Map.of());
    }

    /** So that what is cleared at once is cleared behind. */
    private void fill() {
        for (int segment = 0; segment < SEGMENTS; segment++) {
            write(segment);
        }
    }

    private void write(int segment) {
        onBase(() -> {
            Map<Integer, Integer> pages = new TreeMap<>(now());
            int value = 1 + writes++ % 100;
            byte[] bytes = new byte[512];
            Arrays.fill(bytes, (byte) value);
            long from = (long) segment * PageKeys.SEGMENT_BYTES;
            room.run(new PageOperation.PutPage(
                    "c",
                    "p",
                    new ByteRange(from, from + 511),
                    Conditions.NONE,
                    SequenceConditions.NONE,
                    Checksums.NONE,
                    payload(bytes)));
            pages.put(segment, value);
            learn(pages);
        });
    }

    private void clear(int from, int end) {
        onBase(() -> {
            TreeMap<Integer, Integer> pages = new TreeMap<>(now());
            room.run(new PageOperation.ClearPage(
                    "c",
                    "p",
                    new ByteRange((long) from * PageKeys.SEGMENT_BYTES, (long) end * PageKeys.SEGMENT_BYTES - 1),
                    Conditions.NONE,
                    SequenceConditions.NONE));
            pages.subMap(from, end).clear();
            learn(pages);
        });
    }

    private void delete(@Nullable Moment moment, @Nullable DeleteSnapshots snapshots) {
        if (moment != null || base() != null) {
            room.run(new BlobOperation.DeleteBlob("c", "p", moment, snapshots, Conditions.NONE));
        }
    }

    private void deleteOne() {
        List<Moment> moments = listed().stream()
                .filter(entry -> entry.record().life().deletion() == null && entry.moment() != null)
                .map(ListEntry.Blob::moment)
                .toList();
        if (!moments.isEmpty()) {
            delete(moments.get(random.nextInt(moments.size())), null);
        }
    }

    private void undelete() {
        try {
            room.run(new BlobOperation.UndeleteBlob("c", "p"));
        } catch (StorageException nothing) {
            assertThat(nothing.code().wire()).isEqualTo("BlobNotFound");
        }
    }

    /** Copies a snapshot or version over the blob. */
    private void promote() {
        List<ListEntry.Blob> sources = listed().stream()
                .filter(entry -> entry.record().life().deletion() == null && entry.moment() != null)
                .toList();
        if (!sources.isEmpty()) {
            ListEntry.Blob source = sources.get(random.nextInt(sources.size()));
            room.sourceMoment = source.moment();
            room.run(new CopyOperation.CopyBlob(
                    "c", "p", "c/p", Map.of(), null, false, null, Conditions.NONE, Conditions.NONE, false, null, null));
            learn(known.getOrDefault(state(source.record()), Map.of()));
        }
    }

    private void onBase(Runnable change) {
        if (base() != null) {
            change.run();
        }
    }

    private void tidy() {
        room.collector.drain();
        room.service.sweeper().sweep();
        room.assertSound();
    }

    // ---- what is there

    private static State state(BlobRecord record) {
        Content.Pages pages = record.pages();
        return new State(pages.list(), pages.version());
    }

    private @Nullable BlobRecord base() {
        try {
            return ((BlobResult.BlobState)
                            room.run(new BlobOperation.GetBlobProperties("c", "p", null, Conditions.NONE)))
                    .record();
        } catch (StorageException none) {
            return null;
        }
    }

    private Map<Integer, Integer> now() {
        BlobRecord base = base();
        return base == null ? Map.of() : known.getOrDefault(state(base), Map.of());
    }

    private void learn(Map<Integer, Integer> pages) {
        BlobRecord base = base();
        if (base != null) {
            known.put(state(base), Map.copyOf(pages));
        }
    }

    private List<ListEntry.Blob> listed() {
        BlobResult.Blobs page =
                (BlobResult.Blobs) room.run(new BlobOperation.ListBlobs("c", null, null, null, null, 5_000, null, ALL));
        return page.entries().stream().map(entry -> (ListEntry.Blob) entry).toList();
    }

    private void compare() throws IOException {
        for (ListEntry.Blob entry : listed()) {
            BlobRecord record = entry.record();
            Map<Integer, Integer> expected = known.getOrDefault(state(record), Map.of());
            if (record.life().deletion() == null) {
                assertThat(written(entry.moment())).isEqualTo(List.copyOf(new TreeMap<>(expected).keySet()));
                for (int i = 0; i < 10; i++) {
                    int segment = random.nextInt(SEGMENTS);
                    assertThat(value(entry.moment(), segment)).isEqualTo(expected.getOrDefault(segment, 0));
                }
            }
        }
        room.collector.drain();
        room.assertSound();
    }

    private List<Integer> written(@Nullable Moment moment) {
        BlobResult.PageRanges ranges = (BlobResult.PageRanges)
                room.run(new PageOperation.GetPageRanges("c", "p", moment, null, null, null, 10_000, Conditions.NONE));
        List<Integer> segments = new ArrayList<>();
        ranges.ranges().forEach(range -> segments.add((int) (range.from() / PageKeys.SEGMENT_BYTES)));
        return segments;
    }

    private int value(@Nullable Moment moment, int segment) throws IOException {
        long from = (long) segment * PageKeys.SEGMENT_BYTES;
        BlobResult.BlobContent content = (BlobResult.BlobContent) room.run(new BlobOperation.GetBlob(
                "c", "p", moment, new ByteRange(from, from + 511), false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes()[511];
        }
    }
}
