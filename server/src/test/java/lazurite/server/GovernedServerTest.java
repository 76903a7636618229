package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.LedgerSetup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole server, from an empty folder to a refused write and back, by commands alone. */
final class GovernedServerTest {
    private static final String BLOB = "/devstoreaccount1/pics?restype=container";

    @TempDir
    private Path folder;

    @Test
    void anOrderRefusesWritesUntilItIsLifted() throws Exception {
        Path data = folder.resolve("data");
        Config config = Config.forTests().withData(data).withLedger(new LedgerSetup(true, "town.example/log", null));
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = new SignedClient(
                        server.blobPort(),
                        AccountSettings.DEV_NAME,
                        AccountSettings.dev().account().keys().getFirst())) {
            String at = "--server=" + server.operatorAddress();
            String rita = done("operator", "key", path("rita"), "--as", "rita").strip();
            String tom = done("operator", "key", path("tom"), "--as", "tom").strip();
            done(
                    "roster",
                    "propose",
                    path("roster"),
                    at,
                    "--holder",
                    holder(rita, "reviewer") + "," + holder(tom, "ratifier"));
            done("roster", "approve", path("roster"), "--key", path("tom"));
            done("roster", "install", path("roster"), at, "--key", path("rita"), "--data", data.toString());
            String subscription = awaitSubscription(at);
            String key = "--key=" + path("rita");
            done("case", "open", "E1", at, key, "--sub", subscription, "--services", "blob", "--source", "press");
            Files.writeString(folder.resolve("evidence"), "it was in the papers");
            String facts = done("case", "evidence", "E1", at, key, "--document", path("evidence"))
                    .replaceAll("(?s).*its document is ([0-9a-f]{64}).*", "$1");
            String ordered = done(
                    "enforce",
                    "emergency",
                    "E1",
                    at,
                    key,
                    "--clause",
                    "explain-growth-review",
                    "--levels",
                    "blob=no-growth",
                    "--until",
                    "10d",
                    "--facts",
                    facts);
            client.expect(403, "PUT", BLOB, new byte[0]);
            String index = ordered.replaceAll("(?s).*is entry (\\d+) of.*", "$1");
            done("enforce", "lift", "E1", at, key, "--order", index);
            client.expect(201, "PUT", BLOB, new byte[0]);
        }
    }

    /** The server logs its subscriptions by itself. */
    private static String awaitSubscription(String at) {
        String listed = Waiting.found("a subscription", () -> {
            String said = done("subscription", "list", at);
            return said.contains(" open since ") ? said : null;
        });
        return listed.split(" ", 2)[0];
    }

    private static String holder(String line, String role) {
        String[] words = line.split(" ", 2);
        return words[0] + ":" + role + ":" + words[1];
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private static String done(String... words) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int status = Main.run(List.of(words), out, out);
        assertThat(status).as(bytes.toString(StandardCharsets.UTF_8)).isZero();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
