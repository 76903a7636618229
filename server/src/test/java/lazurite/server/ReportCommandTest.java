package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lazurite.base.Platform;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.log.Ledger;
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

    private void log() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        Platform platform = Platform.system();
        Files.createDirectories(config.data());
        try (var engine = Storage.embedded(config, Pace.chosen(), platform);
                Ledger ledger = Ledger.open(
                        engine.metadata(),
                        new LedgerKeys(config.data().resolve(LedgerKeys.NAME))
                                .make("log.example/2026", new SecureRandom()),
                        platform)) {
            ledger.start();
            ledger.append(new LogEvent.Genesis("log.example/2026", List.of(), "1", null)
                            .draft(OCTOBER_2, "server", null))
                    .join();
            ledger.append(new LogEvent.Heartbeat("1").draft(OCTOBER_2, "server", null))
                    .join();
        }
    }

    private String run(int status, String... flags) {
        List<String> words = new ArrayList<>(
                List.of("report", "--data", folder.resolve("data").toString()));
        words.addAll(Arrays.asList(flags));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Main.run(words, both, both)).isEqualTo(status);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void refused(String sentence, String... flags) {
        assertThat(run(Main.MISUSED, flags).lines()).singleElement().asString().startsWith("lazurite: " + sentence);
    }
}
