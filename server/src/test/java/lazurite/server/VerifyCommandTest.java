package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lazurite.ledger.json.Json;
import lazurite.server.config.Config;
import lazurite.server.config.LedgerSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outsider's commands against a server that runs. */
final class VerifyCommandTest {
    /** What a new log has soon: genesis, heartbeat, the default terms, the code of each of their signals, a subscription. */
    private static final int ENTRIES = 11;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aLiveLogIsVerifiedMirroredAndVerifiedOffline() throws Exception {
        String mirror = folder.resolve("mirror").toString();
        List<String> keys;
        try (Lazurite server = Lazurite.start(config())) {
            keys = server.ledgerKeys();
            String log = Objects.requireNonNull(server.ledgerAddress());
            awaitHeartbeat(log, keys);
            assertThat(run(keys, "verify", log))
                    .as(out.toString(StandardCharsets.UTF_8))
                    .isEqualTo(Main.DONE);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains(ENTRIES + " entries", "I1    holds", "I11   holds", "legal holds");
            assertThat(run(keys, "ledger", "mirror", log, mirror)).isEqualTo(Main.DONE);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .endsWith(": " + ENTRIES + " entries, " + ENTRIES + " of them new\n");
            assertThat(run(keys, "ledger", "mirror", log, mirror)).isEqualTo(Main.DONE);
            assertThat(out.toString(StandardCharsets.UTF_8)).endsWith(": " + ENTRIES + " entries, 0 of them new\n");
            String kept = mirror + "/checkpoint";
            assertThat(run(keys, "verify", log + "/", "--since", kept)).isEqualTo(Main.DONE);
        }
        assertThat(run(keys, "verify", mirror)).isEqualTo(Main.DONE);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("not checked: whether the log still lives");
        Path entries = folder.resolve("mirror/tile/entries/000.p/" + ENTRIES);
        byte[] damaged = Files.readAllBytes(entries);
        damaged[damaged.length - 9] ^= 1;
        Files.write(entries, damaged);
        assertThat(run(keys, "verify", mirror)).isEqualTo(Main.FAILED);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("I1    broken", "broken: entry " + (ENTRIES - 1));
        assertThat(run(keys, "verify", mirror, "--json")).isEqualTo(Main.FAILED);
        assertThat(Json.parse(out.toByteArray(), 1 << 20)).isInstanceOf(Json.Fields.class);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"unbroken\":false", "\"index\":" + (ENTRIES - 1));
    }

    @Test
    void aLogThatCannotBeReadIsSaidToBeSo() {
        String key = "log.example+d2952aae+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";
        assertThat(run(List.of(), "verify", "http://127.0.0.1:1", "--key", key)).isEqualTo(Main.MISUSED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--key: A verifier key's id is not that of its name and key.");
        String right = "lazurite.example/log/2026+d2952aae+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs";
        assertThat(run(List.of(), "verify", "http://127.0.0.1:1", "--key", right))
                .isEqualTo(Main.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("http://127.0.0.1:1/checkpoint cannot be read");
    }

    @Test
    void wrongWordsAreMisuse() {
        misused("verify: expected the log's address or folder, found nothing", "verify");
        misused("verify: '/nowhere' is neither an http address nor a folder", "verify", "/nowhere");
        misused("verify: 'http://' is no address of a log", "verify", "http://");
        misused("--key: expected a key that signs the log, found none", "verify", folder.toString());
        misused("--policy: there is no file /nowhere", "verify", folder.toString(), "--policy", "/nowhere");
        misused("ledger: expected 'ledger vkey', 'ledger mirror', 'ledger restart' or", "ledger", "copy");
        misused("ledger mirror: expected the folder, found nothing", "ledger", "mirror", folder.toString());
    }

    private void misused(String sentence, String... words) {
        assertThat(run(List.of(), words)).isEqualTo(Main.MISUSED);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(sentence);
    }

    private int run(List<String> keys, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        keys.forEach(key -> all.addAll(List.of("--key", key)));
        out.reset();
        err.reset();
        return Main.run(
                all,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private void awaitHeartbeat(String log, List<String> keys) {
        Waiting.until(
                ENTRIES + " entries",
                () -> run(keys, "verify", log) == Main.DONE
                        && out.toString(StandardCharsets.UTF_8).contains(ENTRIES + " entries"));
    }

    private Config config() {
        return Config.forTests()
                .withData(folder.resolve("data"))
                .withLedger(new LedgerSetup(true, "example.org/log/1", null));
    }
}
