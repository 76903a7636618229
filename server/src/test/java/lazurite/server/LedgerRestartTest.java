package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.tree.Tiles;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.LedgerSetup;
import lazurite.server.ledger.LedgerKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LedgerRestartTest {
    private static final String SECOND = "example.org/log/2";

    @TempDir
    private Path folder;

    @Test
    void theNewLogCitesTheOldOneWhichStaysReadable() throws Exception {
        Served first = served(2);
        byte[] oldKey = Files.readAllBytes(keyFile());
        assertThat(run("ledger", "restart", "--data", data().toString(), "--origin", SECOND))
                .isEqualTo(Main.DONE);

        try (Lazurite server = Lazurite.start(config())) {
            Checkpoint now = awaitEntries(server, 2);
            assertThat(now.origin()).isEqualTo(SECOND);
            assertThat(server.ledgerKeys()).noneMatch(first.keys()::contains);
            byte[] genesis = Tiles.entries(
                            new ServedLog(server).get("/tile/entries/000.p/2").body(), 2)
                    .getFirst();
            LogEvent.Genesis event = (LogEvent.Genesis) Event.of(Entry.parse(genesis));
            assertThat(event.keys()).isEqualTo(server.ledgerKeys());
            LogEvent.Restarted cited = Objects.requireNonNull(event.restarts());
            assertThat(cited.origin()).isEqualTo(first.last().origin());
            assertThat(cited.size()).isGreaterThanOrEqualTo(first.last().size());

            Note old = Note.parse(
                    new ServedLog(server).get("/restarted/1/checkpoint").body());
            VerifierKey.parse(first.keys().getFirst())
                    .verify(old.text(), old.signatures().getFirst());
            assertThat(Checkpoint.parse(old.text()))
                    .isEqualTo(new Checkpoint(cited.origin(), cited.size(), cited.root()));
            assertThat(new ServedLog(server)
                            .get("/restarted/1/tile/entries/000.p/2")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(new ServedLog(server).get("/restarted/2/checkpoint").statusCode())
                    .isEqualTo(404);
        }

        Files.write(keyFile(), oldKey);
        assertThatThrownBy(() -> Lazurite.start(config()).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(first.last().origin())
                .hasMessageContaining("the current log of the data folder is '" + SECOND + "'");
    }

    @Test
    void aRestartThatWasBrokenOffIsGoneOnWith() throws Exception {
        Served first = served(2);
        new LedgerKeys(keyFile()).make(SECOND, new SecureRandom());
        assertThatThrownBy(() -> Lazurite.start(config()).close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("if 'lazurite ledger restart' was broken off, run it once more");
        String before = Files.readString(keyFile());
        assertThat(run("ledger", "restart", "--data", data().toString())).isEqualTo(Main.DONE);

        assertThat(keyFile()).hasContent(before);
        try (Lazurite server = Lazurite.start(config())) {
            assertThat(awaitEntries(server, 2).origin()).isEqualTo(SECOND);
            Note old = Note.parse(
                    new ServedLog(server).get("/restarted/1/checkpoint").body());
            assertThat(Checkpoint.parse(old.text()).origin())
                    .isEqualTo(first.last().origin());
        }
    }

    @Test
    void logsAreRestartedAgainAndAgainAndWithoutTheirKey() throws Exception {
        served(2);
        Files.delete(keyFile());
        for (String origin : List.of(SECOND, "example.org/log/3")) {
            assertThat(run("ledger", "restart", "--data", data().toString(), "--origin", origin))
                    .isEqualTo(Main.DONE);
        }
        try (Lazurite server = Lazurite.start(config())) {
            awaitEntries(server, 2);
            Note middle = Note.parse(
                    new ServedLog(server).get("/restarted/1/checkpoint").body());
            assertThat(Checkpoint.parse(middle.text()).origin()).isEqualTo(SECOND);
            assertThat(Checkpoint.parse(middle.text()).size()).isEqualTo(1);
            assertThat(new ServedLog(server).get("/restarted/2/checkpoint").statusCode())
                    .isEqualTo(200);
            assertThat(new ServedLog(server).get("/restarted/3/checkpoint").statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void whatCannotBeRestartedIsRefused() throws Exception {
        String data = data().toString();
        assertThat(said("ledger", "restart", "--data", data)).contains("--data: there is no data folder");
        Served first = served(2);
        assertThat(said("ledger", "restart", "--data", data, "--origin", "a+b")).contains("--origin: expected a name");
        assertThat(said(
                        "ledger",
                        "restart",
                        "--data",
                        data,
                        "--origin",
                        first.last().origin()))
                .contains("--origin: there is or was a log called");
        assertThat(said("ledger", "reset")).contains("expected 'ledger vkey'").contains("'reset'");
        Files.createDirectories(folder.resolve("empty"));
        assertThat(said("ledger", "restart", "--data", folder.resolve("empty").toString()))
                .contains("there is no ledger in");
        try (Lazurite server = Lazurite.start(config())) {
            awaitEntries(server, 3);
            assertThat(run("ledger", "restart", "--data", data)).isEqualTo(Main.FAILED);
        }
    }

    /** What a log was when its server stopped. */
    private record Served(List<String> keys, Checkpoint last) {}

    private Served served(long entries) throws Exception {
        try (Lazurite server = Lazurite.start(config())) {
            return new Served(server.ledgerKeys(), awaitEntries(server, entries));
        }
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Path keyFile() {
        return data().resolve(LedgerKeys.NAME);
    }

    private Config config() {
        return Config.forTests().withData(data()).withLedger(new LedgerSetup(true, null, null));
    }

    private static Checkpoint awaitEntries(Lazurite server, long entries) {
        return Checkpoint.parse(new ServedLog(server).await(entries).text());
    }

    /** What the command says when it is misused. */
    private static String said(String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertThat(Main.run(List.of(words), System.out, new PrintStream(err, true, StandardCharsets.UTF_8)))
                .isEqualTo(Main.MISUSED);
        return err.toString(StandardCharsets.UTF_8);
    }

    private static int run(String... words) {
        return Main.run(List.of(words), System.out, System.err);
    }
}
