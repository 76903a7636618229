package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.ConfigReader;
import lazurite.server.config.Log;
import lazurite.server.config.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscriptions that are opened, changed and closed by commands, on a whole server and over its restarts. */
final class SubscriptionCommandsTest {
    private static final String ALONE = "accounts: [{name: other, keys: [AQID]}]\n";
    private static final String NAMED =
            "accounts: [{name: other, keys: [AQID]}," + " {name: clinicdata, keys: [BAUG], subscription: clinic}]\n";
    private static final String CONTAINER = "/clinicdata/pics?restype=container";

    @TempDir
    private Path folder;

    SubscriptionCommandsTest() {}

    @Test
    void oneIsOpenedUsedChangedAndClosed() throws Exception {
        String sub;
        try (Lazurite server = started(ALONE)) {
            found(server);
            wrong(server);
            assertThat(failed(1, server, "rita", opening("clinic")))
                    .isEqualTo("lazurite: the server answered: The roles of 'rita' do not allow subscription.opened"
                            + " here.\n");
            String said = as(server, "otto", opening("clinic"));
            assertThat(said).contains("subscription.opened is entry ");
            sub = said.strip().replaceAll("(?s).* in the stream subscription/", "");
            assertThat(failed(1, server, "otto", opening("clinic")))
                    .contains("The subscription 'clinic' is open already: " + sub + ", entry ");
            assertThat(as(server, "otto", "subscription", "list"))
                    .containsPattern(sub + " open since \\S+ by entry \\d+\n");
            assertThat(get(server, "/subscriptions/" + sub))
                    .contains("\"command\":")
                    .doesNotContain("a@b.example");
            assertThat(get(server, "/classes"))
                    .contains("{\"class\":\"health\",\"public\":false}", "{\"class\":\"police\",\"public\":true}");
        }
        try (Lazurite server = started(NAMED);
                SignedClient client = new SignedClient(server.blobPort(), "clinicdata", new byte[] {4, 5, 6})) {
            client.expect(201, "PUT", CONTAINER, new byte[0]);
            await(server, sub, "\"accounts\":[\"clinicdata\"]");
            as(
                    server,
                    "otto",
                    "subscription",
                    "change",
                    sub,
                    "--class",
                    "police",
                    "--purpose",
                    "records",
                    "--purpose",
                    "care, too",
                    "--services",
                    "queue,blob");
            assertThat(as(server, "otto", "subscription", "show", sub))
                    .contains(
                            "\"accounts\":[\"clinicdata\"],\"class\":\"police\",\"contact\":\"a@b.example\"",
                            "\"purposes\":[\"records\",\"care, too\"],\"services\":[\"blob\",\"queue\"]");
        }
        assertThat(done("meter", "show", "--data", data())).contains(" clinic ");
        assertThatThrownBy(() -> started("subscriptions: [{id: clinic, class: health, purposes: [care],"
                                + " services: [blob], jurisdiction: NL, contact: a@b.example}]\n" + NAMED)
                        .close())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'clinic' was opened by a command, entry ")
                .hasMessageContaining("as " + sub + "; leave it out here");
        try (Lazurite server = started(NAMED)) {
            assertThat(failed(1, server, "otto", "subscription", "close", sub))
                    .contains("The subscription has accounts still: clinicdata.");
            as(server, "otto", "subscription", "rehome", "clinicdata", "--to", "default");
            server.replace(config(NAMED.replace(", subscription: clinic", "")));
            as(server, "otto", "subscription", "close", sub);
            assertThat(as(server, "otto", "subscription", "list")).containsPattern(sub + " .*, closed \\S+\n");
            assertThat(failed(1, server, "otto", opening("clinic"))).contains("can be opened again from the next day");
        }
    }

    @Test
    void ordersAreObeyedAsThoseAboutAnyOther() throws Exception {
        String sub;
        try (Lazurite server = started(ALONE)) {
            found(server);
            sub = as(server, "otto", opening("clinic")).strip().replaceAll("(?s).* in the stream subscription/", "");
            awaitOwn(server);
        }
        try (Lazurite server = started(NAMED);
                SignedClient client = new SignedClient(server.blobPort(), "clinicdata", new byte[] {4, 5, 6})) {
            as(server, "rita", "case", "open", "E1", "--sub", sub, "--services", "blob", "--source", "press");
            Files.writeString(folder.resolve("evidence"), "it was in the papers");
            String facts = as(server, "rita", "case", "evidence", "E1", "--document", path("evidence"))
                    .replaceAll("(?s).*its document is ([0-9a-f]{64}).*", "$1");
            String[] order = {
                "enforce",
                "emergency",
                "E1",
                "--clause",
                "explain-growth-review",
                "--levels",
                "blob=no-growth",
                "--until",
                "10d",
                "--facts",
                facts
            };
            as(server, "rita", order);
            client.expect(403, "PUT", CONTAINER, new byte[0]);
            assertThat(failed(1, server, "otto", "subscription", "close", sub))
                    .contains("A restriction or an open case stands on the subscription");
        }
    }

    @Test
    void withoutALogTheConfigurationAloneDeclaresThem() throws Exception {
        done("operator", "key", path("otto.key"), "--as", "otto");
        Config without = Config.forTests().withData(folder.resolve("other"));
        try (Lazurite server = Lazurite.start(without)) {
            assertThat(failed(1, server, "otto", opening("clinic")))
                    .isEqualTo("lazurite: the server answered: This server keeps no log, without which no command is"
                            + " taken; 'serve --ledger' keeps one.\n");
        }
        assertThatThrownBy(() -> read("inMemory: true\n" + NAMED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("there is no subscription called 'clinic' under subscriptions");
    }

    @Test
    void configCheckSaysWhatOnlyTheLogKnows() throws Exception {
        Files.writeString(folder.resolve("check.yaml"), "ledger: {enabled: true}\n" + NAMED);
        assertThat(done("config", "check", "--config", path("check.yaml")))
                .contains("# accounts[].subscription: 'clinic' of the account 'clinicdata' is not declared here; serve"
                        + " looks for it in the log\n");
    }

    private void wrong(Lazurite server) {
        assertThat(failed(2, server, "otto", with(opening("clinic"), "--class", "secret")))
                .contains("--class: given twice");
        assertThat(failed(2, server, "otto", replaced("clinic", "Clinic")))
                .contains("subscription open: expected 3 to 64 lower-case letters");
        assertThat(failed(2, server, "otto", replaced("health", "secret")))
                .contains("--class: expected one of health, education,");
        assertThat(failed(2, server, "otto", replaced("care", " ")))
                .contains("--purpose: expected one line of 1 to 200 characters");
        assertThat(failed(2, server, "otto", replaced("blob", "speech")))
                .contains("--services: expected one of blob, queue, table, found 'speech'");
        assertThat(failed(2, server, "otto", replaced("NL", "Holland")))
                .contains("--jurisdiction: expected an ISO 3166 code");
        assertThat(failed(2, server, "otto", with(opening("clinic"), "--customer-key", "AQID")))
                .contains("--customer-key: expected an Ed25519 public key");
        assertThat(failed(2, server, "otto", "subscription", "open", "clinic", "--class", "health"))
                .contains("--purpose: is required by 'subscription open'");
        assertThat(failed(2, server, "otto", "subscription", "change", "s-0123456789abcdef"))
                .contains("subscription change: expected one of --class, --purpose,");
    }

    private static String[] opening(String id) {
        return new String[] {
            "subscription",
            "open",
            id,
            "--class",
            "health",
            "--purpose",
            "care",
            "--services",
            "blob",
            "--jurisdiction",
            "NL",
            "--contact",
            "a@b.example"
        };
    }

    private static String[] replaced(String word, String other) {
        String[] words = opening("clinic");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals(word) ? other : words[i];
        }
        return words;
    }

    private Config read(String yaml) throws Exception {
        Path file = folder.resolve("lazurite.yaml");
        Files.writeString(file, yaml);
        return ConfigReader.read(file, Map.of(), Map.of()).config();
    }

    private Config config(String yaml) throws Exception {
        return read("data: " + data() + "\nledger: {enabled: true, origin: town.example/log}\n" + yaml)
                .withPorts(Ports.ANY)
                .withLog(new Log(Log.Level.WARNING, Log.OFF, true));
    }

    private Lazurite started(String yaml) throws Exception {
        return Lazurite.start(config(yaml));
    }

    /** A roster of rita, who reviews, and otto, who operates. */
    private void found(Lazurite server) {
        String rita = done("operator", "key", path("rita.key"), "--as", "rita").strip();
        String otto = done("operator", "key", path("otto.key"), "--as", "otto").strip();
        String holders = rita.replace(" ", ":reviewer:") + "," + otto.replace(" ", ":operator:");
        String at = "--server=" + server.operatorAddress();
        done("roster", "propose", path("roster"), at, "--holder", holders);
        done("roster", "approve", path("roster"), "--key", path("otto.key"));
        done("roster", "install", path("roster"), at, "--key", path("rita.key"), "--data", data());
    }

    /** The server logs by itself which accounts belong to it. */
    private void await(Lazurite server, String sub, String shown) {
        Waiting.until(
                shown, () -> as(server, "otto", "subscription", "show", sub).contains(shown));
    }

    /** The server logs its terms, then its own subscription, by itself. */
    private void awaitOwn(Lazurite server) {
        Waiting.until(
                "a subscription of the server's own",
                () -> !as(server, "otto", "subscription", "list")
                        .lines()
                        .allMatch(line -> line.contains(" by entry ")));
    }

    private static String get(Lazurite server, String path) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI uri = URI.create(server.operatorAddress() + "/admin/v1" + path);
            HttpResponse<String> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    private String data() {
        return path("data");
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String as(Lazurite server, String name, String... words) {
        return failed(0, server, name, words);
    }

    private String failed(int status, Lazurite server, String name, String... words) {
        return said(status, with(words, "--server", server.operatorAddress(), "--key", path(name + ".key")));
    }

    private static String[] with(String[] words, String... more) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static String done(String... words) {
        return said(0, words);
    }

    private static String said(int status, String... words) {
        return Said.by(words).with(status);
    }
}
