package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.BlockListType;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.PartCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists of small blocks, whose bodies are put together: they stay blocks, on every engine. */
final class MergedBlocksTest {
    @TempDir
    Path folder;

    private final Random random;
    private List<BlobServiceRoom> rooms = List.of();

    MergedBlocksTest() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        random = new Random(seed);
    }

    @BeforeEach
    void open() {
        rooms = Engines.rooms(folder);
        for (BlobServiceRoom room : rooms) {
            room.createContainer("c");
            run(room, "other", new BlobOperation.CreateContainer("c", Map.of(), PublicRead.NEVER));
        }
    }

    @AfterEach
    void close() {
        rooms.forEach(BlobServiceRoom::close);
    }

    @Test
    void manySmallBlocksComeToFewBodies() throws IOException {
        for (BlobServiceRoom room : rooms) {
            Map<String, byte[]> blocks = stage(room, "b", 3_000, 100);
            commit(room, "b", blocks.keySet(), "Latest");
            assertThat(room.get("c", "b")).isEqualTo(joined(blocks));
            assertThat(bodies(room)).hasSizeLessThanOrEqualTo(1);
            assertSound(room);
        }
    }

    @Test
    void aListThatGrowsBlockByBlockIsMergedNowAndThen() throws IOException {
        for (BlobServiceRoom room : rooms) {
            Map<String, byte[]> all = new LinkedHashMap<>();
            for (int i = 0; i < 300; i++) {
                all.putAll(stage(room, "b", 1, 1_000));
                commit(room, "b", all.keySet(), "Latest");
            }
            assertThat(room.get("c", "b")).isEqualTo(joined(all));
            assertThat(bodies(room)).hasSizeLessThan(40);
            assertSound(room);
        }
    }

    @Test
    void blocksThatAreNotSmallOrFewStayAsTheyAre() throws IOException {
        for (BlobServiceRoom room : rooms) {
            Map<String, byte[]> large = stage(room, "large", 20, 8 << 10);
            commit(room, "large", large.keySet(), "Uncommitted");
            Map<String, byte[]> few = stage(room, "few", 7, 10);
            commit(room, "few", few.keySet(), "Uncommitted");
            assertThat(bodies(room)).hasSize(20 + 7);
            assertThat(room.get("c", "large")).isEqualTo(joined(large));
            assertThat(room.get("c", "few")).isEqualTo(joined(few));
            assertSound(room);
        }
    }

    @Test
    void aListThatNamesABlockTwiceStaysAsItIs() throws IOException {
        for (BlobServiceRoom room : rooms) {
            Map<String, byte[]> blocks = stage(room, "b", 10, 50);
            List<String> ids = new ArrayList<>(blocks.keySet());
            ids.add(ids.getFirst());
            commit(room, "b", ids, "Latest");
            assertThat(bodies(room)).hasSize(10);
            assertThat(blockIds(room, "b", null)).isEqualTo(ids);
            assertSound(room);
        }
    }

    /** Takes, drops and reorders blocks, with snapshots and copies of them, in this account and into another. */
    @Test
    void whateverIsChosenOfThemLaterIsThere() throws IOException {
        for (BlobServiceRoom room : rooms) {
            Map<String, byte[]> now = new LinkedHashMap<>();
            Map<Stamp, byte[]> snapshots = new LinkedHashMap<>();
            Map<String, byte[]> copies = new LinkedHashMap<>();
            for (int round = 0; round < 15; round++) {
                Map<String, byte[]> known = new LinkedHashMap<>(now);
                known.putAll(stage(room, "b", 1 + random.nextInt(60), 3_000));
                List<String> ids = new ArrayList<>(known.keySet());
                if (random.nextBoolean()) {
                    Collections.shuffle(ids, random);
                }
                ids = ids.subList(0, ids.size() - random.nextInt(Math.min(ids.size(), 20)));
                commit(room, "b", ids, "Latest");
                now = new LinkedHashMap<>();
                for (String id : ids) {
                    now.put(id, Objects.requireNonNull(known.get(id)));
                }
                byte[] content = joined(now);
                assertThat(room.get("c", "b")).isEqualTo(content);
                assertThat(blockIds(room, "b", null)).isEqualTo(ids);
                assertRange(room, content);
                if (random.nextInt(3) == 0) {
                    snapshots.put(snapshot(room), content);
                }
                String account = random.nextBoolean() ? BlobServiceRoom.ACCOUNT : "other";
                copy(room, account, "copy" + round);
                copies.put(account + "/copy" + round, content);
                if (random.nextInt(3) == 0) {
                    room.collector.pack();
                    room.collector.settle();
                }
            }
            assertSound(room);
            for (Map.Entry<Stamp, byte[]> snapshot : snapshots.entrySet()) {
                assertThat(room.get("c", "b", BlobServiceRoom.snapshot(snapshot.getKey())))
                        .isEqualTo(snapshot.getValue());
            }
            room.run(new BlobOperation.DeleteBlob(
                    "c", "b", null, BlobOperation.DeleteSnapshots.INCLUDE, Conditions.NONE));
            assertSound(room);
            for (Map.Entry<String, byte[]> copied : copies.entrySet()) {
                assertThat(copied(room, copied.getKey())).isEqualTo(copied.getValue());
            }
        }
    }

    private Map<String, byte[]> stage(BlobServiceRoom room, String blob, int count, int length) {
        Map<String, byte[]> staged = new LinkedHashMap<>();
        while (staged.size() < count) {
            byte[] id = new byte[6];
            random.nextBytes(id);
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = Base64.getEncoder().encodeToString(id);
            room.block("c", blob, text, bytes);
            staged.put(text, bytes);
        }
        return staged;
    }

    private static void commit(BlobServiceRoom room, String blob, Iterable<String> ids, String from) {
        StringBuilder list = new StringBuilder("<BlockList>");
        ids.forEach(id -> list.append("<%s>%s</%s>".formatted(from, id, from)));
        byte[] document = list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        room.run(
                new BlobOperation.PutBlockList("c", blob, created(Conditions.NONE), Checksums.NONE, payload(document)));
    }

    private static byte[] joined(Map<String, byte[]> blocks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        blocks.values().forEach(all::writeBytes);
        return all.toByteArray();
    }

    private void assertRange(BlobServiceRoom room, byte[] content) throws IOException {
        int from = random.nextInt(content.length);
        int to = from + random.nextInt(content.length - from);
        BlobResult.BlobContent part = (BlobResult.BlobContent) room.run(new BlobOperation.GetBlob(
                "c", "b", null, new ByteRange(from, (long) to), false, false, Conditions.NONE));
        try (InputStream stream = part.stream()) {
            assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, from, to + 1));
        }
    }

    private static Stamp snapshot(BlobServiceRoom room) {
        BlobResult result = room.run(new BlobOperation.SnapshotBlob("c", "b", Map.of(), Conditions.NONE));
        return Objects.requireNonNull(((BlobResult.Snapshotted) result).snapshot());
    }

    private static List<String> blockIds(BlobServiceRoom room, String blob, @Nullable Moment moment) {
        BlobResult.Blocks blocks = (BlobResult.Blocks)
                room.run(new BlobOperation.GetBlockList("c", blob, moment, BlockListType.ALL, Conditions.NONE));
        return Objects.requireNonNull(blocks.committed()).stream()
                .map(BlobResult.Block::id)
                .toList();
    }

    private static void copy(BlobServiceRoom room, String account, String to) {
        run(
                room,
                account,
                new CopyOperation.CopyBlob(
                        "c",
                        to,
                        "c/b",
                        Map.of(),
                        null,
                        false,
                        null,
                        Conditions.NONE,
                        Conditions.NONE,
                        false,
                        null,
                        false));
    }

    private static byte[] copied(BlobServiceRoom room, String copy) throws IOException {
        int slash = copy.indexOf('/');
        BlobResult.BlobContent content = (BlobResult.BlobContent) run(
                room,
                copy.substring(0, slash),
                new BlobOperation.GetBlob("c", copy.substring(slash + 1), null, null, false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        }
    }

    private static BlobResult run(BlobServiceRoom room, String account, BlobOperation operation) {
        BlobCall call = room.call();
        return room.service.run(
                operation, new BlobCall(account, call.features(), call.caller(), call.version(), call.pass(), url -> {
                    String[] parts = url.split("/", 2);
                    return new ResolvedSource(BlobServiceRoom.ACCOUNT, parts[0], parts[1], null, true, call.pass());
                }));
    }

    /** Those that parts lists name. */
    private static Set<Uid> bodies(BlobServiceRoom room) {
        room.collector.settle();
        Set<Uid> bodies = new HashSet<>();
        for (Row row : room.engine.metadata().scan(Family.PARTS, KeyRange.prefix(Key.of("")), 100_000)) {
            PartCodec.parts(row.value()).forEach(part -> bodies.add(part.body().id()));
        }
        return bodies;
    }

    private static void assertSound(BlobServiceRoom room) {
        room.collector.pack();
        room.collector.settle();
        room.collector.settle();
        room.assertSound();
    }
}
