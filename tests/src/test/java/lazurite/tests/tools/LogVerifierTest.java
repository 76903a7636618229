package lazurite.tests.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.Command;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.NodePackages;
import lazurite.tests.process.Ports;
import lazurite.tests.process.Repository;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.Test;

/** A live log, judged by npm `@sigstore/verify`, before and behind a kill. */
final class LogVerifierTest {
    private static final Duration SCRIPT_MAX = Duration.ofMinutes(2);
    private static final long ENTRIES_NANOS_MAX = 60_000_000_000L;

    @Test
    void aLiveLogVerifiesWithSigstoreBeforeAndBehindAKill() throws Exception {
        if (!Tools.present("log verifier in JavaScript", List.of(Tools.program("node"), Tools.program("npm")))) {
            return;
        }
        Path packages = NodePackages.install("sigstore-verify");
        Path data = SharedServer.folder("ledger").resolve("data");
        assertThat(verified(packages, data, 2)).startsWith("verified 2: log.genesis heartbeat");
        assertThat(verified(packages, data, 3)).startsWith("verified 3: log.genesis heartbeat heartbeat");
    }

    /** What the verifier says of the log, once it has so many entries, of a server that is then killed. */
    private static String verified(Path packages, Path data, int entries) throws Exception {
        int port = Ports.free();
        ServerUnderTest server = LazuriteServer.fromClassPath(
                        data, List.of("--ledger", "--ledger-port", String.valueOf(port)))
                .start();
        try {
            String log = "http://127.0.0.1:" + port;
            awaitEntries(log, entries);
            return verdict(packages, log, verifierKey(packages, data));
        } finally {
            server.kill();
        }
    }

    private static void awaitEntries(String log, int entries) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(log + "/checkpoint")).build();
        long begun = System.nanoTime();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String size = "";
            while (!size.equals(String.valueOf(entries))) {
                assertThat(System.nanoTime() - begun).as("entries: " + size).isLessThan(ENTRIES_NANOS_MAX);
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                size = answer.statusCode() == 200 ? answer.body().split("\n", 3)[1] : "";
            }
        }
    }

    private static String verifierKey(Path folder, Path data) {
        Command.Result keys = Command.run(
                LazuriteServer.command("ledger", "vkey", "--data", data.toString()), folder, Map.of(), SCRIPT_MAX);
        assertThat(keys.exit()).as(keys.output()).isZero();
        return keys.output().lines().findFirst().orElseThrow();
    }

    private static String verdict(Path packages, String log, String key) {
        String script =
                Repository.root().resolve("tests/src/test/js/verify-log.mjs").toString();
        Map<String, String> environment = Map.of("LOG", log, "VKEY", key, "PACKAGES", packages.toString());
        Command.Result result = Command.run(List.of("node", script), packages, environment, SCRIPT_MAX);
        assertThat(result.exit()).as(result.output()).isZero();
        return result.output();
    }
}
