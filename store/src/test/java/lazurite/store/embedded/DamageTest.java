package lazurite.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore.Writer;
import lazurite.store.Family;
import lazurite.store.KeyRange;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
    private static final int ROWS = 2000;
    private static final String VALUE = "x".repeat(100);

    @TempDir
    Path folder;

    @Test
    void aFlippedBitInATableIsNamedAndHarmsNoOtherRow() throws IOException {
        writeTables();
        Path table = file("meta", ".sst");
        flip(table, 200);

        try (EmbeddedEngine engine = open()) {
            List<Integer> damaged = IntStream.range(0, ROWS)
                    .filter(i -> !readable(engine, i, table))
                    .boxed()
                    .toList();
            assertThat(damaged).isNotEmpty().hasSizeLessThan(ROWS / 2);
            assertThatThrownBy(() -> engine.metadata()
                            .scan(
                                    Family.BASE,
                                    KeyRange.prefix(Rows.group("row0000").prefix()),
                                    10))
                    .hasMessageContaining(table.getFileName().toString());
            assertThatThrownBy(engine::verifyMetadata)
                    .hasMessageContaining(table.getFileName().toString());
            Rows.put(engine, "row0000", "new");
            assertThat(Rows.get(engine, "row0000")).isEqualTo("new");
        }
    }

    @Test
    void aCutTableStopsNeitherTheStartNorOtherFamilies() throws IOException {
        writeTables();
        Path table = file("meta", ".sst");
        cut(table, Files.size(table) / 2);

        try (EmbeddedEngine engine = open()) {
            assertThatThrownBy(() -> Rows.get(engine, "row0000"))
                    .hasMessageContaining(table.getFileName().toString())
                    .asInstanceOf(InstanceOfAssertFactories.type(StorageException.class))
                    .extracting(StorageException::code)
                    .isEqualTo(ErrorCode.InternalError);
            assertThat(engine.metadata().get(Family.PARTS, Rows.key("row0000"))).isNull();
            Rows.put(engine, "zzz", "1");
            assertThat(Rows.get(engine, "zzz")).isEqualTo("1");
        }
    }

    @Test
    void aTornEndOfTheLogLosesNothingThatWasAcknowledged() throws IOException {
        for (byte[] tail : List.of(
                new byte[5000],
                IntStream.range(0, 5000)
                        .collect(() -> ByteBuffer.allocate(5000), (all, i) -> all.put((byte) (i * 31)), ByteBuffer::put)
                        .array())) {
            writeLog();
            try (FileChannel log = FileChannel.open(file("meta", ".log"), StandardOpenOption.APPEND)) {
                log.write(ByteBuffer.wrap(tail));
            }
            try (EmbeddedEngine engine = open()) {
                assertThat(engine.damages()).isEmpty();
                assertThat(rowsThere(engine)).hasSize(ROWS);
            }
        }
    }

    @Test
    void aHalfWrittenLastCommitIsGoneAndAllBeforeAreThere() throws IOException {
        writeLog();
        Path log = file("meta", ".log");
        cut(log, Files.size(log) - 20);

        try (EmbeddedEngine engine = open()) {
            assertThat(engine.damages()).isEmpty();
            assertThat(rowsThere(engine)).hasSize(ROWS - 1);
            assertThat(Rows.get(engine, "row%04d".formatted(ROWS - 1))).isEqualTo("none");
        }
    }

    @Test
    void aFlippedBitAmidTheLogIsReportedAndWhatIsIntactBehindItIsKept() throws IOException {
        writeLog();
        Path log = file("meta", ".log");
        flip(log, Files.size(log) / 2);

        try (EmbeddedEngine engine = open()) {
            assertThat(engine.damages()).hasSize(1).first().asString().contains(log.toString());
            List<Integer> there = rowsThere(engine);
            assertThat(there).hasSizeBetween(ROWS / 2, ROWS - 1).contains(0, ROWS - 1);
        }
    }

    @Test
    void aMissingPointerToTheTablesRefusesTheStartAndDeletesNothing() throws IOException {
        writeTables();
        Path current = folder.resolve("meta/CURRENT");
        byte[] pointer = Files.readAllBytes(current);
        Files.delete(current);
        assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("CURRENT is missing");

        Files.write(current, pointer);
        try (EmbeddedEngine engine = open()) {
            assertThat(rowsThere(engine)).hasSize(ROWS);
        }
    }

    @Test
    void aCutExtentIsNamedAndHarmsNoOther() throws Exception {
        ExtentId cut;
        ExtentId whole;
        try (EmbeddedEngine engine = open()) {
            cut = writeExtent(engine);
            whole = writeExtent(engine);
        }
        cut(folder.resolve("extents").resolve(cut.toString().substring(14)).resolve(cut + ".extent"), 50);

        try (EmbeddedEngine engine = open()) {
            assertThatThrownBy(() -> engine.extents().read(cut, 0, ByteBuffer.allocate(100)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(cut.toString());
            engine.extents().read(whole, 0, ByteBuffer.allocate(100));
        }
    }

    private EmbeddedEngine open() throws IOException {
        return EmbeddedEngine.open(folder, Rows.SETTINGS, Platform.system());
    }

    /** Leaves all rows in the log of a fresh data directory. */
    private void writeLog() throws IOException {
        try (EmbeddedEngine engine = open()) {
            List<Commit> commits = IntStream.range(0, ROWS)
                    .mapToObj(i -> Rows.commitOf("row%04d".formatted(i), VALUE))
                    .toList();
            commits.forEach(commit -> engine.metadata().commit(commit));
        }
    }

    /** Leaves all rows in table files: a start writes them there from the log. */
    private void writeTables() throws IOException {
        writeLog();
        open().close();
    }

    private static ExtentId writeExtent(EmbeddedEngine engine) {
        try (Writer writer = engine.extents().create()) {
            writer.append(ByteBuffer.allocate(100));
            writer.sync();
            return writer.id();
        }
    }

    private static List<Integer> rowsThere(EmbeddedEngine engine) {
        List<Integer> there = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            if (Rows.get(engine, "row%04d".formatted(i)).equals(VALUE)) {
                there.add(i);
            }
        }
        return there;
    }

    /** False if the row's error names the file; a wrong value fails the test. */
    private static boolean readable(EmbeddedEngine engine, int row, Path damaged) {
        try {
            assertThat(Rows.get(engine, "row%04d".formatted(row))).isEqualTo(VALUE);
            return true;
        } catch (StorageException e) {
            assertThat(e).hasMessageContaining(damaged.getFileName().toString());
            return false;
        }
    }

    /** The largest file with this ending. */
    private Path file(String in, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(in))) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[Math.toIntExact(at)] ^= 0x10;
        Files.write(file, bytes);
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
