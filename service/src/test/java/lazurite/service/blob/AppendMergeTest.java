package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import lazurite.store.body.PartCodec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Appends of few bytes that are put together behind, and what else has hold of them. */
final class AppendMergeTest {
    private final BlobServiceRoom room = new BlobServiceRoom();
    private final Random random;

    AppendMergeTest() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        random = new Random(seed);
    }

    @BeforeEach
    void createBlob() {
        room.createContainer("c");
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void manySmallAppendsComeToFewBodies() throws IOException {
        byte[] all = append(5_000, 100);
        assertThat(room.get("c", "log")).isEqualTo(all);
        assertThat(parts()).isLessThan(64 + 20);
        assertThat(bodies()).isLessThanOrEqualTo(parts());
        assertSound();
    }

    @Test
    void appendsThatAreNotSmallStayAsTheyAre() throws IOException {
        byte[] all = append(64, 5_000);
        assertThat(parts()).isEqualTo(64);
        assertThat(room.get("c", "log")).isEqualTo(all);
        assertSound();
    }

    @Test
    void snapshotsAndTheirCopiesEndWhereTheyWereTakenAndGoOnByThemselves() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Map<Stamp, byte[]> snapshots = new LinkedHashMap<>();
        for (int i = 0; i < 12; i++) {
            all.writeBytes(append(1 + random.nextInt(100), 1 + random.nextInt(400)));
            snapshots.put(snapshot(), all.toByteArray());
        }
        all.writeBytes(append(200, 50));
        int number = 0;
        for (Map.Entry<Stamp, byte[]> snapshot : snapshots.entrySet()) {
            room.sourceMoment = BlobServiceRoom.snapshot(snapshot.getKey());
            assertThat(room.get("c", "log", room.sourceMoment)).isEqualTo(snapshot.getValue());
            String copy = "copy" + number++;
            room.run(new CopyOperation.CopyBlob(
                    "c",
                    copy,
                    "c/log",
                    Map.of(),
                    null,
                    false,
                    null,
                    Conditions.NONE,
                    Conditions.NONE,
                    false,
                    null,
                    false));
            assertThat(room.get("c", copy)).isEqualTo(snapshot.getValue());
            room.append("c", copy, new byte[] {1, 2, 3});
            int end = snapshot.getValue().length;
            assertThat(room.get("c", copy)).hasSize(end + 3).startsWith(snapshot.getValue());
            assertThat(Arrays.copyOfRange(room.get("c", copy), end, end + 3)).containsExactly(1, 2, 3);
        }
        assertSound();
        room.run(
                new BlobOperation.DeleteBlob("c", "log", null, BlobOperation.DeleteSnapshots.INCLUDE, Conditions.NONE));
        assertSound();
        assertThat(room.get("c", "copy11"))
                .startsWith(List.copyOf(snapshots.values()).getLast());
    }

    private byte[] append(int times, int most) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            byte[] bytes = new byte[most];
            random.nextBytes(bytes);
            room.append("c", "log", bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    private Stamp snapshot() {
        BlobResult result = room.run(new BlobOperation.SnapshotBlob("c", "log", Map.of(), Conditions.NONE));
        return Objects.requireNonNull(((BlobResult.Snapshotted) result).snapshot());
    }

    private int parts() {
        int parts = 0;
        for (Row row : room.engine.metadata().scan(Family.PARTS, KeyRange.prefix(Key.of("")), 100_000)) {
            parts += PartCodec.parts(row.value()).size();
        }
        return parts;
    }

    /** Those that came with a commit, after all that is needed no more has gone. */
    private int bodies() {
        room.collector.settle();
        room.collector.settle();
        return room.engine
                .metadata()
                .scan(Family.BODY, KeyRange.prefix(Key.of("")), 100_000)
                .size();
    }

    private void assertSound() {
        room.collector.pack();
        room.collector.settle();
        room.assertSound();
    }
}
