package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import lazurite.server.config.AccountSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs in the integration-test phase, when the jars are laid out. */
final class LauncherTest {
    private static final String LISTS = "/devstoreaccount1/?comp=list";

    @TempDir
    private Path folder;

    @Test
    void printsItsVersionAndHelp() throws Exception {
        assertThat(run(0, "version")).contains("lazurite 0.").contains("Java 25");
        assertThat(run(0, "help")).contains("lazurite serve").contains("--operator-port");
        assertThat(run(0, "serve", "--help")).contains("lazurite serve").contains("--operator-port");
    }

    @Test
    void whatIsWrongIsOneSentenceWithStatus2() throws Exception {
        assertThat(run(2, "sevre")).contains("lazurite: there is no command 'sevre'; did you mean 'serve'?");
        assertThat(run(2, "serve", "--blob-prot", "1"))
                .contains("--blob-prot: there is no such flag; did you mean" + " '--blob-port'?");
        assertThat(run(2, "serve", "--blob-port", "x"))
                .contains("--blob-port: expected a whole number from 0 to 65535," + " found 'x'");
        assertThat(run(2, "serve", "now")).contains("serve: there is one word too many, 'now'");
        assertThat(run(2, "config", "chekc")).contains("config: expected 'config check', found 'chekc'");
        assertThat(run(2, "config", "check", "--config", "/nowhere")).contains("--config: there is no file /nowhere");
        assertThat(run(2, "key", "rotate", "--data", "/nowhere")).contains("--data: there is no data folder /nowhere");
        assertThat(run(2, "backup")).contains("backup: expected the folder to write, found nothing");
        Path file = Files.createFile(folder.resolve("file"));
        assertThat(run(1, "serve", "--data", file.toString()))
                .contains("lazurite: " + file + " is there already and is not what is needed");
        assertThat(run(1, "backup", "to", "--data", folder.toString())).contains("no server serves " + folder);
    }

    @Test
    void theEffectiveConfigurationIsPrinted() throws Exception {
        assertThat(run(0, "config", "check", "--blob-port", "7"))
                .contains("  blob: 7")
                .contains("devstoreaccount1")
                .doesNotContain(AccountSettings.DEV_KEY);
    }

    @Test
    void anOlderJdkIsPassedOverAndNoneIsOneSentence() throws Exception {
        Path old = fakeJdk("17.0.1");
        try (Launched launched = Launched.start(Launched.script(), Map.of("JAVA_HOME", old.toString()), "version")) {
            assertThat(launched.output()).contains("lazurite 0.");
        }
        Path strict = folder.resolve("lazurite");
        Files.writeString(strict, Files.readString(Launched.script()).replace("JDK_MIN=25", "JDK_MIN=999"));
        Files.setPosixFilePermissions(strict, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Launched launched = Launched.start(strict, Map.of(), "version")) {
            assertThat(launched.status()).isEqualTo(2);
            assertThat(launched.output())
                    .contains("no JDK 999 or newer was found")
                    .contains("set JAVA_HOME");
        }
    }

    @Test
    void startsFromTheAotCache() throws Exception {
        run(0, "version");
        try (Launched launched =
                Launched.start(Launched.script(), Map.of("LAZURITE_JAVA_OPTS", "-Xlog:aot"), "version")) {
            assertThat(launched.output()).contains("Using AOT-linked classes: true");
        }
    }

    @Test
    void termsAreTestedWithoutAWarningOnTheWay() throws Exception {
        Path traces = Launched.script().resolveSibling("docs/traces/clauses");
        assertThat(run(
                        1,
                        "terms",
                        "test",
                        "--default",
                        traces.resolve("declare-services.fires.csv").toString()))
                .contains("declare-services.fires.csv 2026-01-31 S1 translation declare-services warn"
                        + " undeclared() = true\n(end)")
                .doesNotContain("WARNING");
    }

    @Test
    void aRunningServerLoadsNothingThatTermsOrRolesNeed() throws Exception {
        Path log = folder.resolve("classes");
        try (Launched launched = serve(Map.of("LAZURITE_JAVA_OPTS", "-Xlog:class+load:file=" + log), "--in-memory")) {
            try (SignedClient client = new SignedClient(
                    port(launched),
                    "devstoreaccount1",
                    AccountSettings.dev().account().keys().getFirst())) {
                client.expect(200, "GET", LISTS, new byte[0]);
            }
            launched.terminate();
            assertThat(launched.status()).isZero();
        }
        assertThat(log)
                .content()
                .contains("lazurite.server.Lazurite ")
                .doesNotContain(
                        " dev.cel.",
                        " com.google.",
                        " org.antlr.",
                        " lazurite.terms.predicate.",
                        " com.cedarpolicy.",
                        " com.fasterxml.",
                        " lazurite.governance.role.Cedar");
    }

    @Test
    void servesUntilSigtermAndFinishesWhatIsInFlight() throws Exception {
        try (Launched launched =
                serve(Map.of(), "--data", folder.resolve("data").toString())) {
            int port = port(launched);
            byte[] key = AccountSettings.dev().account().keys().getFirst();
            try (SignedClient client = new SignedClient(port, "devstoreaccount1", key);
                    SignedClient slow = new SignedClient(port, "devstoreaccount1", key)) {
                client.expect(201, "PUT", "/devstoreaccount1/pics?restype=container", new byte[0]);
                slow.send("PUT", "/devstoreaccount1/pics/slow", new byte[100_000], 50_000);
                client.expect(200, "GET", LISTS, new byte[0]);
                launched.terminate();
                launched.line("stopping");
                slow.sendRest(new byte[100_000], 50_000);
                slow.expectAnswer(201, "the slow put");
            }
            assertThat(launched.status()).isZero();
            assertThat(launched.output()).contains("INFO  stopped").doesNotContain("ERROR");
        }
        try (Launched launched =
                serve(Map.of(), "--data", folder.resolve("data").toString())) {
            try (SignedClient client = new SignedClient(
                    port(launched),
                    "devstoreaccount1",
                    AccountSettings.dev().account().keys().getFirst())) {
                client.expect(200, "GET", "/devstoreaccount1/pics/slow", new byte[0]);
            }
        }
    }

    @Test
    void aKeyIsRegeneratedInTheFileWhileServing() throws Exception {
        Path file = folder.resolve("lazurite.yaml");
        byte[] first = {1, 2, 3};
        byte[] second = {4, 5, 6, 7};
        Files.writeString(file, accounts(first));
        try (Launched launched = serve(Map.of(), "--in-memory", "--config", file.toString())) {
            int port = port(launched);
            launched.line("operator");
            replace(file, accounts(second) + "host: 127.0.0.2\n");
            launched.line("accounts are now [devstoreaccount1]");
            launched.line("changes of host take effect at the next start");
            try (SignedClient old = new SignedClient(port, "devstoreaccount1", first);
                    SignedClient now = new SignedClient(port, "devstoreaccount1", second)) {
                old.expect(403, "GET", LISTS, new byte[0]);
                now.expect(200, "GET", LISTS, new byte[0]);
                replace(file, "acounts: []\n");
                launched.line("the changed configuration is not used: acounts");
                now.expect(200, "GET", LISTS, new byte[0]);
            }
        }
    }

    @Test
    void theDevKeyBeyondLoopbackIsWarnedOf() throws Exception {
        try (Launched launched = serve(Map.of(), "--in-memory", "--host", "0.0.0.0")) {
            launched.line("the dev account's key is known to everybody, and 0.0.0.0 is reachable from other machines");
        }
        Map<String, String> own = Map.of("AZURITE_ACCOUNTS", "contoso:AQIDBA==");
        try (Launched launched = serve(own, "--in-memory", "--host", "0.0.0.0")) {
            assertThat(launched.line("  blob  ")).endsWith("/contoso");
            launched.terminate();
            assertThat(launched.output()).doesNotContain("known to everybody").doesNotContain("AQIDBA");
        }
    }

    @Test
    void theStartUpLinesShowNoKeyButTheKnownOne() throws Exception {
        Path file = folder.resolve("lazurite.yaml");
        Files.writeString(file, "accounts: [{name: contoso, keys: [c2VjcmV0]}, {name: devstoreaccount1}]\n");
        try (Launched launched = serve(Map.of(), "--in-memory", "--config", file.toString())) {
            assertThat(launched.line("  connect  "))
                    .contains("AccountName=devstoreaccount1;AccountKey=" + AccountSettings.DEV_KEY);
            launched.terminate();
            assertThat(launched.output()).doesNotContain("c2VjcmV0");
        }
    }

    @Test
    void healthIsAnsweredUnsigned() throws Exception {
        try (Launched launched = serve(Map.of(), "--in-memory");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port(launched))) {
            socket.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static String accounts(byte[] key) {
        return "accounts: [{name: devstoreaccount1, keys: ["
                + Base64.getEncoder().encodeToString(key) + "]}]\n";
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling("fresh");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Launched serve(Map<String, String> environment, String... flags) throws IOException {
        String[] words = new String[flags.length + 3];
        words[0] = "serve";
        words[1] = "--blob-port=0";
        words[2] = "--operator-port=0";
        System.arraycopy(flags, 0, words, 3, flags.length);
        return Launched.start(Launched.script(), environment, words);
    }

    private static int port(Launched launched) throws InterruptedException {
        return Integer.parseInt(launched.line("  blob  ").replaceAll(".*:(\\d+)/.*", "$1"));
    }

    private Path fakeJdk(String version) throws IOException {
        Path home = folder.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        for (String program : new String[] {"java", "javac"}) {
            Files.writeString(home.resolve("bin").resolve(program), "#!/bin/sh\nexit 9\n");
            Files.setPosixFilePermissions(
                    home.resolve("bin").resolve(program), PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    private static String run(int status, String... words) throws Exception {
        try (Launched launched = Launched.start(Launched.script(), Map.of(), words)) {
            String output = launched.output();
            assertThat(launched.status()).as(output).isEqualTo(status);
            return output;
        }
    }
}
