package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.VerifierKey;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.LedgerSetup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerPortTest {
    private static final String ORIGIN = "example.org/log/1";

    @TempDir
    private Path folder;

    @Test
    void theCheckpointIsSignedByTheKeysThatTheServerNames() throws Exception {
        try (Lazurite server = Lazurite.start(config(ORIGIN))) {
            Note note = new ServedLog(server).await(2);
            assertThat(Checkpoint.parse(note.text()).origin()).isEqualTo(ORIGIN);
            assertThat(note.signatures()).hasSize(2);
            for (int i = 0; i < 2; i++) {
                VerifierKey key = VerifierKey.parse(server.ledgerKeys().get(i));
                key.verify(note.text(), note.signatures().get(i));
            }
            assertThat(printed("ledger", "vkey", "--data", data().toString()))
                    .isEqualTo(String.join("\n", server.ledgerKeys()) + "\n");
        }
    }

    @Test
    void tilesAreServedForEverAndTheCheckpointIsNot() throws Exception {
        try (Lazurite server = Lazurite.start(config(ORIGIN))) {
            long size = size(new ServedLog(server).await(2));
            HttpResponse<byte[]> entries = new ServedLog(server).get("/tile/entries/000.p/" + size);
            assertThat(new String(entries.body(), StandardCharsets.UTF_8)).contains("\"type\":\"log.genesis\"");
            assertThat(entries.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
            assertThat(new ServedLog(server).get("/checkpoint").headers().firstValue("Cache-Control"))
                    .contains("no-cache");
            assertThat(new ServedLog(server).get("/tile/0/000.p/2").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatIsNoFileOfTheLogIsNotFoundAndNothingIsWritten() throws Exception {
        try (Lazurite server = Lazurite.start(config(ORIGIN))) {
            new ServedLog(server).await(2);
            for (String path : new String[] {
                "/",
                "/tile/",
                "/tile/0/000",
                "/tile/0/000.p/0",
                "/tile/0/000.p/255",
                "/tile/64/000",
                "/tile/0/../checkpoint"
            }) {
                assertThat(new ServedLog(server).get(path).statusCode())
                        .as(path)
                        .isEqualTo(404);
            }
            HttpRequest post = HttpRequest.newBuilder(URI.create(server.ledgerAddress() + "/checkpoint"))
                    .POST(HttpRequest.BodyPublishers.ofString("x"))
                    .build();
            HttpResponse<byte[]> refused = ServedLog.send(post);
            assertThat(refused.statusCode()).isEqualTo(405);
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    void theNextStartContinuesTheLog() throws Exception {
        long before;
        try (Lazurite server = Lazurite.start(config(null))) {
            before = size(new ServedLog(server).await(2));
        }
        try (Lazurite server = Lazurite.start(config(null))) {
            long size = size(new ServedLog(server).await(before + 1));
            assertThat(new ServedLog(server).text("/tile/entries/000.p/" + size))
                    .containsOnlyOnce("\"type\":\"log.genesis\"");
        }
    }

    @Test
    void withoutALedgerNothingOfItIsMade() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (Lazurite server = Lazurite.start(config(null).withLedger(LedgerSetup.OFF))) {
            assertThat(server.ledgerAddress()).isNull();
            assertThat(server.ledgerKeys()).isEmpty();
            assertThat(keyFile()).doesNotExist();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .doesNotContain("lazurite-sequencer");
        }
        assertThat(run("ledger", "vkey", "--data", data().toString())).isEqualTo(Main.MISUSED);
    }

    @Test
    void theKeyIsTheOwnersAloneAndGoesIntoNoBackup() throws Exception {
        try (Lazurite server = Lazurite.start(config(null))) {
            new ServedLog(server).await(2);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keyFile())))
                    .isEqualTo("rw-------");
            Path copy = folder.resolve("copy");
            assertThat(run("backup", copy.toString(), "--data", data().toString()))
                    .isEqualTo(Main.DONE);
            assertThat(copy.resolve("meta")).exists();
            assertThat(copy.resolve("ledger.key")).doesNotExist();
            assertThatThrownBy(() -> Lazurite.start(config(null).withData(copy)).close())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(copy.resolve("ledger.key").toString())
                    .hasMessageContaining("is missing");
        }
    }

    @Test
    void anotherLogIsRefused() throws Exception {
        try (Lazurite server = Lazurite.start(config(ORIGIN))) {
            new ServedLog(server).await(2);
        }
        assertThatThrownBy(() -> Lazurite.start(config("example.org/log/2")).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ledger.origin")
                .hasMessageContaining(ORIGIN);
        Path other = folder.resolve("other.key");
        Config elsewhere = config(null).withData(folder.resolve("elsewhere"));
        try (Lazurite server = Lazurite.start(elsewhere.withLedger(new LedgerSetup(true, null, other)))) {
            new ServedLog(server).await(2);
        }
        assertThatThrownBy(() -> Lazurite.start(config(null).withLedger(new LedgerSetup(true, null, other)))
                        .close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("ledger.key")
                .hasMessageContaining(ORIGIN);
        Files.writeString(other, "PRIVATE+KEY+nonsense\n");
        assertThatThrownBy(() -> Lazurite.start(elsewhere.withLedger(new LedgerSetup(true, null, other)))
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(other.toString());
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path keyFile() {
        return data().resolve("ledger.key");
    }

    private Config config(@Nullable String origin) {
        return Config.forTests().withData(data()).withLedger(new LedgerSetup(true, origin, null));
    }

    private static long size(Note checkpoint) {
        return Checkpoint.parse(checkpoint.text()).size();
    }

    private static String printed(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Main.run(List.of(words), new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static int run(String... words) {
        return Main.run(List.of(words), System.out, System.err);
    }
}
