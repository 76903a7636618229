package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BlobResult.PageRange;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Usage;
import lazurite.store.collector.Check;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations over the life of a page blob, compared with a map of pages. */
final class PageModelTest {
    private static final int PAGE = 512;
    private static final int LENGTH_MAX_PAGES = 300 * 2048;

    private final BlobServiceRoom room = new BlobServiceRoom();

    /** Bytes of the written pages, by the page's number; each write has a number of its own. */
    private record Model(NavigableMap<Long, Integer> pages, long length) {
        Model copy() {
            return new Model(new TreeMap<>(pages), length);
        }
    }

    private Model now = new Model(new TreeMap<>(), 0);
    private final NavigableMap<Long, Model> snapshots = new TreeMap<>();
    private int writes;

    @ParameterizedTest
    @ValueSource(ints = {4 * 2048, LENGTH_MAX_PAGES})
    void aPageBlobIsWhatWasWrittenToIt(int pagesMax) throws IOException {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (room) {
            room.createContainer("c");
            now = new Model(new TreeMap<>(), (long) pagesMax * PAGE);
            room.run(new PageOperation.CreatePageBlob("c", "p", created(Conditions.NONE), now.length(), 0));
            if (pagesMax == LENGTH_MAX_PAGES) {
                for (int segment = 0; segment < 290; segment++) {
                    write(segment * 2048L + random.nextInt(2000), 1);
                }
            }
            for (int i = 0; i < 400; i++) {
                step(random, pagesMax);
                if (i % 20 == 0) {
                    compare(random);
                }
            }
            compare(random);
            room.run(new BlobOperation.DeleteBlob(
                    "c", "p", null, BlobOperation.DeleteSnapshots.INCLUDE, Conditions.NONE));
            tidy();
            assertSound();
            assertThat(usage()).isEqualTo(Usage.NONE);
        }
    }

    private void step(Random random, int pagesMax) {
        long length = now.length() / PAGE;
        switch (random.nextInt(20)) {
            case 0 -> snapshot();
            case 1 -> {
                if (!snapshots.isEmpty()) {
                    deleteSnapshot(random);
                }
            }
            case 2 -> tidy();
            case 3 -> room.collector.settle();
            case 4 -> resize(1L + random.nextInt(pagesMax));
            case 5 -> resize(pagesMax);
            case 6, 7 -> {
                long from = random.nextLong(length);
                clear(from, from + 1 + random.nextLong(length - from));
            }
            case 8, 9 -> {
                long from = random.nextLong(length);
                clear(from, Math.min(length, from + 1 + random.nextInt(3000)));
            }
            case 10 -> write(random.nextLong(length), 1 + random.nextInt(8192));
            default -> write(random.nextLong(length), 1 + random.nextInt(20));
        }
    }

    private void write(long from, int count) {
        int pages = (int) Math.min(count, now.length() / PAGE - from);
        byte[] bytes = new byte[pages * PAGE];
        int number = ++writes;
        for (int i = 0; i < pages; i++) {
            Arrays.fill(bytes, i * PAGE, (i + 1) * PAGE, value(number, from + i));
            now.pages().put(from + i, number);
        }
        room.run(new PageOperation.PutPage(
                "c",
                "p",
                new ByteRange(from * PAGE, (from + pages) * PAGE - 1),
                Conditions.NONE,
                SequenceConditions.NONE,
                Checksums.NONE,
                payload(bytes)));
    }

    private static byte value(int write, long page) {
        return (byte) (write * 31L + page * 7 + 1);
    }

    private void clear(long from, long to) {
        now.pages().subMap(from, to).clear();
        room.run(new PageOperation.ClearPage(
                "c", "p", new ByteRange(from * PAGE, to * PAGE - 1), Conditions.NONE, SequenceConditions.NONE));
    }

    private void resize(long pages) {
        now.pages().tailMap(pages).clear();
        now = new Model(now.pages(), pages * PAGE);
        room.run(new PageOperation.SetPageProperties("c", "p", null, pages * PAGE, null, Conditions.NONE));
    }

    private void snapshot() {
        BlobResult.Snapshotted taken =
                (BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", "p", Map.of(), Conditions.NONE));
        snapshots.put(taken.snapshot().ticks(), now.copy());
    }

    private void deleteSnapshot(Random random) {
        List<Long> all = new ArrayList<>(snapshots.keySet());
        long ticks = all.get(random.nextInt(all.size()));
        snapshots.remove(ticks);
        room.run(new BlobOperation.DeleteBlob(
                "c", "p", BlobServiceRoom.snapshot(new Stamp(ticks)), null, Conditions.NONE));
    }

    private void tidy() {
        room.collector.drain();
        room.service.sweeper().sweep();
    }

    private void compare(Random random) throws IOException {
        compare(random, null, now);
        for (Map.Entry<Long, Model> snapshot : snapshots.entrySet()) {
            Stamp stamp = new Stamp(snapshot.getKey());
            compare(random, stamp, snapshot.getValue());
            compareDifference(null, now, stamp, snapshot.getValue());
            for (Map.Entry<Long, Model> later :
                    snapshots.tailMap(snapshot.getKey()).entrySet()) {
                compareDifference(new Stamp(later.getKey()), later.getValue(), stamp, snapshot.getValue());
            }
        }
        assertSound();
        if (room.collector.listsToTidy(null, 1).isEmpty()) {
            long kept = snapshots.values().stream()
                    .mapToLong(model -> model.pages().size())
                    .sum();
            assertThat(usage()).isEqualTo(new Usage(1, (long) now.pages().size() * PAGE, kept * PAGE, 0, 0, 0));
        }
    }

    private void compare(Random random, @Nullable Stamp snapshot, Model model) throws IOException {
        List<PageRange> expected = new ArrayList<>();
        model.pages().keySet().forEach(page -> add(expected, page, false));
        assertThat(ranges(snapshot, null)).isEqualTo(expected);
        for (int i = 0; i < 5; i++) {
            long from = random.nextLong(model.length());
            int length = (int) Math.min(model.length() - from, 1 + random.nextInt(3 << 20));
            byte[] bytes = new byte[length];
            model.pages().subMap(from / PAGE, (from + length - 1) / PAGE + 1).forEach((page, write) -> {
                int start = (int) Math.max(0, page * PAGE - from);
                int end = (int) Math.min(length, (page + 1) * PAGE - from);
                Arrays.fill(bytes, start, end, value(write, page));
            });
            assertThat(read(snapshot, from, length)).isEqualTo(bytes);
        }
    }

    private void compareDifference(@Nullable Stamp snapshot, Model model, Stamp previous, Model before) {
        TreeMap<Long, Boolean> changed = new TreeMap<>();
        model.pages().forEach((page, write) -> {
            if (!write.equals(before.pages().get(page))) {
                changed.put(page, false);
            }
        });
        before.pages().headMap(model.length() / PAGE).keySet().stream()
                .filter(page -> !model.pages().containsKey(page))
                .forEach(page -> changed.put(page, true));
        List<PageRange> expected = new ArrayList<>();
        changed.forEach((page, cleared) -> add(expected, page, cleared));
        assertThat(ranges(snapshot, previous)).isEqualTo(expected);
    }

    private static void add(List<PageRange> ranges, long page, boolean cleared) {
        PageRange last = ranges.isEmpty() ? null : ranges.getLast();
        if (last != null && last.cleared() == cleared && last.to() + 1 == page * PAGE) {
            ranges.removeLast();
            ranges.add(new PageRange(last.from(), (page + 1) * PAGE - 1, cleared));
        } else {
            ranges.add(new PageRange(page * PAGE, (page + 1) * PAGE - 1, cleared));
        }
    }

    private List<PageRange> ranges(@Nullable Stamp snapshot, @Nullable Stamp previous) {
        List<PageRange> all = new ArrayList<>();
        Long marker = null;
        do {
            BlobResult.PageRanges page = (BlobResult.PageRanges) room.run(new PageOperation.GetPageRanges(
                    "c", "p", BlobServiceRoom.snapshot(snapshot), previous, null, marker, 97, Conditions.NONE));
            all.addAll(page.ranges());
            marker = page.nextMarker();
        } while (marker != null);
        return all;
    }

    private byte[] read(@Nullable Stamp snapshot, long from, int length) throws IOException {
        BlobResult.BlobContent content = (BlobResult.BlobContent) room.run(new BlobOperation.GetBlob(
                "c",
                "p",
                BlobServiceRoom.snapshot(snapshot),
                new ByteRange(from, from + length - 1),
                false,
                false,
                Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        }
    }

    private Usage usage() {
        return room.collector.usages().values().stream().reduce(Usage.NONE, Usage::plus);
    }

    private void assertSound() {
        room.collector.drain();
        Check check = new Check(room.engine, room.collector, (_, _) -> {});
        assertThat(BlobCheck.walk(room.engine, room.collector, check)).isEmpty();
        assertThat(check.finish().problems()).isEmpty();
    }
}
