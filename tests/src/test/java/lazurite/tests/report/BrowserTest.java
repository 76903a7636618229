package lazurite.tests.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lazurite.base.Platform;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.server.ledger.LedgerKeys;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.tests.process.Command;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.NodePackages;
import lazurite.tests.process.Ports;
import lazurite.tests.process.Repository;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;
import lazurite.tests.run.Tools;
import org.junit.jupiter.api.Test;

/**
 * The receipt page and the report in a real browser. With {@code LAZURITE_TESTS_IMAGES} set to a folder it leaves the pictures
 * of docs/report.md there.
 */
final class BrowserTest {
    private static final String ORIGIN = "lazurite.example/log/2026";
    private static final Duration SCRIPT_MAX = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void whatOutsidersReadWorksInABrowser() throws Exception {
        Path chromium = Tools.program("chromium");
        if (!Tools.present("pages in a browser", List.of(Tools.program("node"), Tools.program("npm"), chromium))) {
            return;
        }
        Path packages = NodePackages.install("playwright-core");
        Path folder = SharedServer.folder("pages");
        Path data = folder.resolve("data");
        LedgerSettings settings = log(data);
        report(data, folder);
        int port = Ports.free();
        ServerUnderTest server = LazuriteServer.fromClassPath(
                        data, List.of("--ledger", "--ledger-port", String.valueOf(port)))
                .start();
        try {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "LOG", "http://127.0.0.1:" + port,
                    "VKEY", settings.verifiers().getFirst().text(),
                    "OTHER",
                            SignerKey.generate(ORIGIN, SignatureType.ED25519, RANDOM)
                                    .verifier()
                                    .text(),
                    "REPORT", folder.resolve("report.html").toString(),
                    "PACKAGES", packages.toString(),
                    "CHROMIUM", chromium.toString()));
            String images = System.getenv("LAZURITE_TESTS_IMAGES");
            if (images != null) {
                environment.put("IMAGES", Path.of(images).toAbsolutePath().toString());
            }
            String script =
                    Repository.root().resolve("tests/src/test/js/pages.mjs").toString();
            Command.Result result = Command.run(List.of("node", script), folder, environment, SCRIPT_MAX);
            assertThat(result.exit()).as(result.output()).isZero();
            assertThat(result.output().lines()).last().isEqualTo("done");
        } finally {
            server.kill();
        }
    }

    private static LedgerSettings log(Path data) throws IOException {
        Files.createDirectories(data);
        Platform platform = Platform.system();
        LedgerSettings settings = new LedgerKeys(data.resolve(LedgerKeys.NAME)).make(ORIGIN, RANDOM);
        Settings engineSettings = Settings.defaults(data.resolveSibling("natives"));
        try (EmbeddedEngine engine = EmbeddedEngine.open(data, engineSettings, platform);
                Ledger ledger = Ledger.open(engine.metadata(), settings, platform)) {
            ledger.start();
            CompletableFuture<Appended> last = new CompletableFuture<>();
            for (Draft draft : MadeUpLog.of(ORIGIN)) {
                last = ledger.append(draft);
            }
            last.join();
        }
        return settings;
    }

    private static void report(Path data, Path folder) {
        List<String> command = LazuriteServer.command(
                "report",
                "--data",
                data.toString(),
                "--from",
                MadeUpLog.FIRST.toString(),
                "--to",
                MadeUpLog.END.toString(),
                "--out",
                folder.toString());
        Command.Result result = Command.run(command, folder, Map.of(), SCRIPT_MAX);
        assertThat(result.exit()).as(result.output()).isZero();
    }
}
