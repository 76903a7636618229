package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import lazurite.tests.process.Command;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a data folder damaged while nothing serves it: what is intact is served, what is not is named, wrong bytes never are. */
class DamagedDataTest {
    private static final int BLOBS = 24;
    private static final Map<String, Piece> STORED = new LinkedHashMap<>();
    private static Path intact = Path.of("");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** Blobs of every length, those before the last few in tables and packs. */
    @BeforeAll
    static void store() throws IOException {
        intact = SharedServer.folder("intact").resolve("data");
        Random lengths = new Random(1);
        for (int part = 0; part < 2; part++) {
            ServerUnderTest server = LazuriteServer.hasty(intact).start();
            try (BlobWire wire = new BlobWire(server)) {
                wire.call(BlobCall.of("PUT", wire.path("things", "")).query("restype", "container"));
                for (int i = 0; i < BLOBS; i++) {
                    int length = i % 3 == 0 ? 100_000 + lengths.nextInt(200_000) : 1 + lengths.nextInt(12_000);
                    Piece piece = new Piece("", lengths.nextLong(), length);
                    assertThat(put(wire, "blob-" + part + "-" + i, piece).status())
                            .isEqualTo(201);
                    STORED.put("blob-" + part + "-" + i, piece);
                }
            } finally {
                server.kill();
            }
        }
    }

    @Test
    void aFlippedBitInAnExtentHarmsTheBodyItIsInAndIsNamed() throws IOException {
        Path data = copy();
        Path extent = largest(data.resolve("extents"), ".extent");
        flip(extent);
        assertThat(unreadable(data)).hasSize(1);
        assertThat(check(data).output())
                .contains(extent.getFileName().toString().substring(0, 16));
        assertThat(check(data).exit()).isEqualTo(1);
    }

    @Test
    void aCutExtentHarmsWhatStoodBehindTheCutAndIsNamed() throws IOException {
        Path data = copy();
        Path extent = largest(data.resolve("extents"), ".extent");
        Files.write(extent, half(Files.readAllBytes(extent)));
        assertThat(unreadable(data)).isNotEmpty().hasSizeLessThan(STORED.size());
        assertThat(check(data).output())
                .contains(extent.getFileName().toString().substring(0, 16));
        assertThat(check(data).exit()).isEqualTo(1);
    }

    @Test
    void aFlippedBitInATableIsNamedAndNeverWrongBytes() throws IOException {
        Path data = copy();
        Path table = largest(data.resolve("meta"), ".sst");
        flip(table);
        unreadable(data);
        Command.Result checked = check(data);
        assertThat(checked.exit()).as(checked.output()).isEqualTo(1);
        assertThat(checked.output()).contains(table.getFileName().toString());
    }

    @Test
    void aFlippedBitAmidTheLogIsToldAtTheStart() throws IOException {
        Path data = copy();
        Path log = largest(data.resolve("meta"), ".log");
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 4;
        Files.write(log, bytes);
        Command.Result checked = check(copyOf(data));
        assertThat(checked.exit()).as(checked.output()).isEqualTo(1);
        assertThat(checked.output()).contains(log.getFileName().toString());
        assertThat(unreadable(data)).hasSizeLessThan(STORED.size());
        assertThat(Files.readString(data.resolveSibling("data.log")))
                .contains(log.getFileName().toString())
                .contains("is damaged at byte");
    }

    @ParameterizedTest
    @ValueSource(strings = {"FORMAT", "master.key", "meta/CURRENT"})
    void aDamagedSmallFileIsNamedByTheRefusalToStart(String name) throws IOException {
        Path data = copy();
        Path file = data.resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length - 2)] ^= 0x40;
        Files.write(file, bytes);
        assertRefused(data, name.startsWith("meta") ? "meta" : name);
        Files.write(file, half(Files.readAllBytes(file)));
        assertRefused(data, name.startsWith("meta") ? "meta" : name);
    }

    @Test
    void aDamagedManifestIsNamedByTheRefusalToStart() throws IOException {
        Path data = copy();
        Path manifest;
        try (Stream<Path> files = Files.list(data.resolve("meta"))) {
            manifest = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .findFirst()
                    .orElseThrow();
        }
        Files.write(manifest, new byte[100]);
        assertRefused(data, "meta");
        Files.delete(data.resolve("meta/CURRENT"));
        assertRefused(data, "meta");
    }

    @Test
    void halfWrittenFilesThatNothingNamesHarmNothing() throws IOException {
        Path data = copy();
        byte[] half = new byte[5_000];
        random.nextBytes(half);
        Files.write(data.resolve("FORMAT.half"), half);
        Files.write(data.resolve("master.key.new"), half);
        Files.write(data.resolve("operator"), half);
        Files.write(data.resolve("meta/900001.sst"), half);
        Files.write(data.resolve("meta/900002.dbtmp"), half);
        Path folder = Files.createDirectories(data.resolve("extents/ab"));
        Files.write(folder.resolve("00000000000000ab.extent"), half);
        Files.write(folder.resolve("00000000000001ab.extent"), new byte[0]);
        assertThat(unreadable(data)).isEmpty();
        Command.Result checked = check(data);
        assertThat(checked.exit()).as(checked.output()).isZero();
    }

    /** Names of blobs that are answered by an error; fails at the first wrong byte, and unless new blobs are taken. */
    private List<String> unreadable(Path data) throws IOException {
        ServerUnderTest server = LazuriteServer.hasty(data).start();
        try (BlobWire wire = new BlobWire(server)) {
            List<String> lost = STORED.entrySet().stream()
                    .filter(blob -> !readable(wire, blob.getKey(), blob.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            Reply container = wire.call(
                    BlobCall.of("PUT", wire.path("new-" + Math.abs(seed), "")).query("restype", "container"));
            assertThat(container.status()).isEqualTo(201);
            return lost;
        } finally {
            server.kill();
        }
    }

    private boolean readable(BlobWire wire, String name, Piece piece) {
        Reply reply;
        try {
            reply = wire.call(BlobCall.of("GET", wire.path("things", name)));
        } catch (IOException cutShort) {
            return false;
        }
        if (reply.status() == 200) {
            assertThat(reply.body()).as("seed %d, %s", seed, name).isEqualTo(piece.bytes());
        }
        return reply.status() == 200;
    }

    private static Reply put(BlobWire wire, String name, Piece piece) throws IOException {
        return wire.call(BlobCall.of("PUT", wire.path("things", name))
                .header("x-ms-blob-type", "BlockBlob")
                .body(piece.bytes()));
    }

    private static void assertRefused(Path data, String named) {
        assertThatThrownBy(() -> LazuriteServer.hasty(data).start().close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with 1 before it served")
                .hasMessageContaining(data.resolve(named).toString())
                .hasMessageNotContaining("\tat ");
    }

    private static Command.Result check(Path data) {
        return Command.run(
                LazuriteServer.hastyCommand("check", "--data", data.toString()), data, Map.of(), Duration.ofMinutes(2));
    }

    private static Path copy() throws IOException {
        return copyOf(intact);
    }

    private static Path copyOf(Path from) throws IOException {
        Path to = SharedServer.folder("damaged").toRealPath().resolve("data");
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
        return to;
    }

    private void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 4 + random.nextInt(bytes.length / 4)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
    }

    private static byte[] half(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length / 2);
    }

    private static Path largest(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                    .orElseThrow();
        }
    }
}
