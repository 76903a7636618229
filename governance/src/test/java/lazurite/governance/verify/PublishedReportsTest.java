package lazurite.governance.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.report.Period;
import lazurite.governance.report.TransparencyReport;
import lazurite.governance.source.LogFolder;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports that the log makes again, and others. */
final class PublishedReportsTest {
    private static final Period PERIOD = new Period(LocalDate.parse("2026-01-05"), LocalDate.parse("2026-01-07"));

    @TempDir
    private Path folder;

    private final Scene scene = WholeLog.scene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void trueOnesHold() throws Exception {
        for (int i = 0; i < 40; i++) {
            TransparencyReport made = made();
            publish(made, made.json(), made.html());
        }
        Judgement judged = Scene.verified(scene.folder(folder)).of(Invariant.I10);
        assertThat(judged.findings()).as(judged.toString()).isEmpty();
    }

    @Test
    void aChangedFigureIsNamed() throws Exception {
        TransparencyReport made = made();
        String json = text(made.json());
        String changed = json.replaceFirst("(\"heartbeat\":\\{\"count\":)[0-9]+", "$17");
        assertThat(changed).isNotEqualTo(json);
        publish(made, made.json(), made.html());
        breaks(
                publish(made, bytes(changed), made.html()),
                "says 7 for counts.heartbeat.count, where the log makes it ");
    }

    @Test
    void aFieldThatIsLeftOutIsNamed() throws Exception {
        TransparencyReport made = made();
        String changed = text(made.json()).replaceFirst("\"encryption\":\"[^\"]*\",", "");
        breaks(publish(made, bytes(changed), made.html()), "says nothing for encryption, where the log makes it \"");
    }

    @Test
    void aCaseThatIsLeftOutIsNamed() throws Exception {
        TransparencyReport made = made();
        String changed =
                text(made.json()).replaceFirst("\"cases\":\\[.*?\\],\"checkpoint\"", "\"cases\":[],\"checkpoint\"");
        breaks(publish(made, bytes(changed), made.html()), "has 0 of cases, where the log makes 3");
    }

    @Test
    void anotherSpellingIsNamed() throws Exception {
        TransparencyReport made = made();
        breaks(publish(made, bytes(text(made.json()) + "\n"), made.html()), "not in its canonical form");
    }

    @Test
    void anotherPageIsNamed() throws Exception {
        TransparencyReport made = made();
        breaks(publish(made, made.json(), bytes("<p>All is well</p>")), "page is another than the log makes it");
    }

    @Test
    void oneOfAnotherFormatIsNotChecked() throws Exception {
        TransparencyReport made = made();
        byte[] other = bytes(text(made.json()).replace(TransparencyReport.FORMAT, "lazurite-report/0"));
        long report = publish(made, other, made.html());
        Judgement judged = Scene.verified(scene.folder(folder)).of(Invariant.I10);
        assertThat(judged.answer()).isEqualTo(Answer.HOLDS);
        assertThat(judged.unchecked()).contains("the report at entry " + report + ", which is of an unknown format");
    }

    /** What the log makes of the entries so far. */
    private TransparencyReport made() throws Exception {
        try (LogFolder source = new LogFolder(scene.folder(folder))) {
            Checkpoint checkpoint = Checkpoint.parse(source.checkpoint().text());
            List<Logged> entries = new ArrayList<>();
            for (long tile = 0; Tiles.widthAt(0, tile, checkpoint.size()) > 0; tile++) {
                for (byte[] entry :
                        source.entries(new TilePath.Entries(tile, Tiles.widthAt(0, tile, checkpoint.size())))) {
                    entries.add(Logged.read(entries.size(), entry));
                }
            }
            return TransparencyReport.of(checkpoint, PERIOD, entries.stream());
        }
    }

    /** Publishes these as the report that was made. */
    private long publish(TransparencyReport made, byte[] json, byte[] html) throws Exception {
        Hash page = Hash.sha256(html);
        Hash data = Hash.sha256(json);
        Scene.write(folder.resolve("blob/" + page.hex()), html);
        Scene.write(folder.resolve("blob/" + data.hex()), json);
        LogEvent.ReportPublished told = made.event();
        return scene.server(new LogEvent.ReportPublished(told.from(), told.to(), told.size(), page, data));
    }

    private void breaks(long report, String sentence) throws Exception {
        Verdicts.assertBreaks(scene, folder, Invariant.I10, report, sentence);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
