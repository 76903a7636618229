package lazurite.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.server.config.Config;
import lazurite.server.ledger.LedgerKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportCommandTest {
    private static final long OCTOBER_2 = 1_790_899_200_000L;

    @TempDir
    private Path folder;

    @Test
    void theReportOfAStoppedServersLogIsWritten() throws Exception {
        log();
        Path out = folder.resolve("out");
        String printed = run(0, "--from", "2026-10-01", "--to", "2026-11-01", "--out", out.toString());
        assertThat(printed).isEqualTo("report.html and report.json in " + out + " tell of 2 entries\n");
        assertThat(out.resolve("report.html")).content().contains("first 2 entries", "log.example/2026");
        assertThat(out.resolve("report.json"))
                .content()
                .contains("\"counts\":{\"heartbeat\":{\"count\":1,\"entries\":[1]},\"log.genesis\"");
    }

    @Test
    void whoReadsTheLogFromOutsideMakesTheSameReport() throws Exception {
        LedgerSettings settings = log();
        String key = settings.verifiers().getFirst().text();
        String[] days = {"--from", "2026-10-01", "--to", "2026-11-01", "--out"};
        Path inside = folder.resolve("inside");
        Path outside = folder.resolve("outside");
        run(0, joined(days, inside.toString()));
        Path mirror = folder.resolve("mirror");
        assertThat(main(Main.DONE, joined(days, outside.toString(), "--log", mirror.toString(), "--key", key)))
                .endsWith("tell of 2 entries\n");
        for (String file : List.of("report.html", "report.json")) {
            assertThat(outside.resolve(file)).hasSameBinaryContentAs(inside.resolve(file));
        }
        String other = SignerKey.generate("log.example/2026", SignatureType.ED25519, new SecureRandom())
                .verifier()
                .text();
        assertThat(main(Main.FAILED, joined(days, outside.toString(), "--log", mirror.toString(), "--key", other)))
                .startsWith("lazurite: ");
        Path entries = mirror.resolve("tile/entries/000.p/2");
        String altered = Files.readString(entries, ISO_8859_1).replace("\"actor\":\"server\"", "\"actor\":\"sender\"");
        Files.writeString(entries, altered, ISO_8859_1);
        assertThat(main(Main.FAILED, joined(days, outside.toString(), "--log", mirror.toString(), "--key", key)))
                .isEqualTo("lazurite: The log's entries do not lead to the root of its checkpoint.\n");
        assertThat(main(Main.MISUSED, joined(days, outside.toString(), "--log", mirror.toString())))
                .startsWith("lazurite: --key: expected a key");
        assertThat(main(Main.MISUSED, joined(days, outside.toString(), "--log", "/nowhere", "--key", key)))
                .startsWith("lazurite: --log: '/nowhere' is neither an http address nor a folder");
    }

    private static String[] joined(String[] first, String... then) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(then)).toArray(String[]::new);
    }

    @Test
    void whatIsWrongIsOneSentenceThatNamesTheFlag() throws Exception {
        String out = folder.resolve("out").toString();
        refused("--data: there is no data folder", "--from", "2026-10-01", "--to", "2026-11-01", "--out", out);
        Files.createDirectories(folder.resolve("data"));
        refused("--data: there is no ledger in", "--from", "2026-10-01", "--to", "2026-11-01", "--out", out);
        refused("--from: expected a day such as 2026-11-21, found none", "--to", "2026-11-01", "--out", out);
        refused("--from: expected a day such as 2026-11-21, found 'x'", "--from", "x", "--to", "2026-11-01");
        refused(
                "--to: expected a day such as 2026-11-21, found '2026-13-01'",
                "--from",
                "2026-10-01",
                "--to=2026-13-01");
        refused("--to: must be at least a day", "--from", "2026-10-01", "--to", "2026-10-01", "--out", out);
        refused("--out: expected a folder", "--from", "2026-10-01", "--to", "2026-11-01");
        refused("report: there is one word too many, 'x'", "x");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** Makes a log of two entries, and its mirror. */
    private LedgerSettings log() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        Platform platform = Platform.system();
        Files.createDirectories(config.data());
        LedgerSettings settings =
                new LedgerKeys(config.data().resolve(LedgerKeys.NAME)).make("log.example/2026", new SecureRandom());
        try (var engine = Storage.embedded(config, Pace.chosen(), platform);
                Ledger ledger = Ledger.open(engine.metadata(), settings, platform)) {
            ledger.start();
            ledger.append(new LogEvent.Genesis("log.example/2026", List.of(), "1", null)
                            .draft(OCTOBER_2, "server", null))
                    .join();
            ledger.append(new LogEvent.Heartbeat("1").draft(OCTOBER_2, "server", null))
                    .join();
            Path tiles = Files.createDirectories(folder.resolve("mirror/tile/entries/000.p"));
            Files.write(tiles.resolve("2"), Objects.requireNonNull(ledger.tile("tile/entries/000.p/2")));
            Files.write(
                    folder.resolve("mirror/checkpoint"),
                    Objects.requireNonNull(ledger.checkpoint()).bytes());
        }
        return settings;
    }

    private String run(int status, String... flags) {
        return main(
                status, joined(new String[] {"--data", folder.resolve("data").toString()}, flags));
    }

    private static String main(int status, String... flags) {
        List<String> words = new ArrayList<>(List.of("report"));
        words.addAll(Arrays.asList(flags));
        return Said.by(words).with(status);
    }

    private void refused(String sentence, String... flags) {
        assertThat(run(Main.MISUSED, flags).lines()).singleElement().asString().startsWith("lazurite: " + sentence);
    }
}
