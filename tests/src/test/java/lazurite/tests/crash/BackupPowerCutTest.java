package lazurite.tests.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lazurite.tests.process.Command;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.BlobWire;
import lazurite.tests.wire.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup that was answered, and then the power fails: it is whole, whatever became of what it was taken from. */
class BackupPowerCutTest {
    private static final int BLOBS = 12;
    private static final Duration COMMAND_MAX = Duration.ofMinutes(2);

    private final long seed = new Random().nextLong();
    private final Map<String, Piece> stored = new LinkedHashMap<>();

    @Test
    void anAnsweredBackupIsWholeAfterAPowerCut() throws IOException {
        if (gcc()) {
            assertThat(lostBehindAPowerCut("")).as("seed " + seed).isEmpty();
        }
    }

    /** The proof that the test would notice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                ".backup*",
                ".backup*/meta",
                ".backup*/meta*/*",
                ".backup*/extents",
                ".backup*/extents/*",
                ".backup*/master.key",
                ".backup*/FORMAT*"
            })
    void aSyncOfTheBackupLeftOutIsNoticed(String kind) throws IOException {
        if (gcc()) {
            assertThat(lostBehindAPowerCut(kind)).as("seed " + seed).isNotEmpty();
        }
    }

    /** What is missing of the backup; `ignored` is a kind of path whose syncs do not count. */
    private List<String> lostBehindAPowerCut(String ignored) throws IOException {
        Path folder = SharedServer.folder("backup-cut").toRealPath();
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Path data = disk.resolve("data");
        Path backup = disk.resolve("backup");
        Shim.Side side = Shim.Side.create(folder.resolve("side"));
        side.ignoreSyncs(ignored);
        ServerUnderTest server = LazuriteServer.hasty(data)
                .with(Shim.build(folder).recording(disk, side.folder()))
                .start();
        try {
            store(server);
            Command.Result taken = run(folder, "backup", backup.toString(), "--data", data.toString());
            assertThat(taken.exit()).as(taken.output()).isZero();
        } finally {
            server.kill();
        }
        PowerCut.strike(disk, side.folder());
        return missing(folder, backup);
    }

    private void store(ServerUnderTest server) throws IOException {
        Random random = new Random(seed);
        try (BlobWire wire = new BlobWire(server)) {
            wire.call(BlobCall.of("PUT", wire.path("things", "")).query("restype", "container"));
            for (int i = 0; i < BLOBS; i++) {
                Piece piece = new Piece("", random.nextLong(), 1 + random.nextInt(i % 2 == 0 ? 12_000 : 200_000));
                Reply reply = wire.call(BlobCall.of("PUT", wire.path("things", "blob-" + i))
                        .header("x-ms-blob-type", "BlockBlob")
                        .body(piece.bytes()));
                assertThat(reply.status()).isEqualTo(201);
                stored.put("blob-" + i, piece);
            }
        }
    }

    private List<String> missing(Path folder, Path backup) throws IOException {
        List<String> missing = new ArrayList<>();
        if (!Files.isDirectory(backup)) {
            return List.of(backup.toString());
        }
        Command.Result checked = run(folder, "check", "--data", backup.toString());
        if (checked.exit() != 0) {
            missing.add(checked.output());
            return missing;
        }
        try (ServerUnderTest server = LazuriteServer.hasty(backup).start();
                BlobWire wire = new BlobWire(server)) {
            for (Map.Entry<String, Piece> blob : stored.entrySet()) {
                Reply reply = wire.call(BlobCall.of("GET", wire.path("things", blob.getKey())));
                if (reply.status() != 200) {
                    missing.add(blob.getKey());
                } else {
                    assertThat(reply.body()).isEqualTo(blob.getValue().bytes());
                }
            }
        }
        return missing;
    }

    private static Command.Result run(Path folder, String... words) {
        return Command.run(LazuriteServer.hastyCommand(words), folder, Map.of(), COMMAND_MAX);
    }

    private static boolean gcc() {
        return Tools.present("a backup under a power cut", List.of(Tools.program("gcc")));
    }
}
