package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TermsCommandsTest {
    private static final Path CLAUSES = Path.of("").toAbsolutePath().resolveSibling("docs/traces/clauses");
    private static final String FIRES =
            CLAUSES.resolve("declare-services.fires.csv").toString();
    private static final String QUIET =
            CLAUSES.resolve("declare-services.quiet.csv").toString();

    private static final String TERMS = """
            terms: example
            version: 1
            arithmetic: 1
            clauses:
              - id: quiet-nights
                title: Title
                text: Text.
                services: [translation]
                predicate: units(1) > 0
                severity: warn
                scope: { translation: warned }
                maxDays: 5
                needsHuman: true
            """;

    @TempDir
    private Path folder;

    @Test
    void testTellsBySignalsAndStatusWhatFired() {
        assertThat(run(1, "terms", "test", "--default", QUIET, FIRES)).isEqualTo("""
                        declare-services.quiet.csv quiet
                        declare-services.fires.csv 2026-01-31 S1 translation declare-services warn undeclared() = true
                        """);
        assertThat(run(0, "terms", "test", "--default", QUIET)).isEqualTo("declare-services.quiet.csv quiet\n");
    }

    @Test
    void testTakesADocument() throws IOException {
        assertThat(run(1, "terms", "test", file("t.yaml", TERMS), QUIET))
                .isEqualTo("declare-services.quiet.csv 2026-01-31 S1 translation quiet-nights warn units(1) = 1\n");
    }

    @Test
    void replayTellsWhatHappensDayByDay() throws IOException {
        assertThat(run(0, "replay", FIRES)).isEqualTo("""
                        terms lazurite-default version 1
                        2026-01-01 S1 opens, and is learned for 30 days
                        2026-01-01 S1 declares class press, purposes archive, services blob
                        2026-01-31 S1 is learned: signals are raised from now on
                        2026-01-31 S1 warn translation declare-services: undeclared() = true
                        """);
        assertThat(run(0, "replay", "--json", "--terms", file("t.yaml", TERMS), QUIET)
                        .lines())
                .hasSize(4)
                .first()
                .isEqualTo("{\"day\":\"2026-01-01\",\"subscription\":\"S1\",\"event\":\"opened\",\"learningDays\":30}");
        assertThat(run(0, "replay", "--json", FIRES))
                .contains("{\"day\":\"2026-01-31\",\"subscription\":\"S1\",\"event\":\"raised\","
                        + "\"service\":\"translation\",\"clause\":\"declare-services\",\"severity\":\"warn\","
                        + "\"evidence\":\"undeclared() = true\",\"predicate\":\"")
                .contains("\"level\":\"warned\",\"maxDays\":30,\"needsHuman\":true}");
    }

    @Test
    void whatIsWrongIsOneSentenceWithStatus2() throws IOException {
        refused("terms: expected 'terms test', found nothing behind it", "terms");
        refused("terms test: expected a terms document, or --default, and traces; found nothing", "terms", "test");
        refused("terms test: expected a trace, found nothing", "terms", "test", "--default");
        refused("there is no file /nowhere", "terms", "test", "/nowhere", QUIET);
        refused("there is no file or folder /nowhere", "terms", "test", "--default", "/nowhere");
        refused("replay: expected one trace, found 2", "replay", QUIET, FIRES);
        refused("--colour: there is no such flag; known are --json, --terms", "replay", "--colour", QUIET);
        String unknown = file("u.yaml", TERMS.replace("severity", "gravity"));
        refused(unknown + " line 5: clauses[0].severity: is missing", "terms", "test", unknown, QUIET);
        String more = file("m.yaml", TERMS + "    colour: red\n");
        refused(
                more + " line 14: clauses[0].colour: there is no such key; known are id,",
                "replay",
                "--terms",
                more,
                QUIET);
        String twice = file("w.yaml", TERMS + "    id: other\n");
        refused(twice + " line 14: ", "replay", "--terms", twice, QUIET);
        String wrong = file("p.yaml", TERMS.replace("units(1)", "unit(1)"));
        refused(wrong + " line 9: clauses[0].predicate: undeclared reference to 'unit'", "terms", "test", wrong, QUIET);
        String zero = file("z.yaml", TERMS.replace("units(1)", "1 / units(1)"));
        refused(zero + " line 9: clauses[0].predicate: ", "terms", "test", zero, QUIET);
        String later = file("l.yaml", TERMS.replace("units(1)", "1 / (age_days - 31)"));
        String used = file("l.csv", Files.readString(Path.of(QUIET)) + "2026-02-01,S1,translation.Transactions,1\n");
        refused("l.csv: clause quiet-nights cannot be answered for S1 on 2026-02-01", "terms", "test", later, used);
        String trace = file("t.csv", "# lazurite-trace 1\nday\n");
        refused("t.csv line 2: expected 'day,subscription,name,value'", "replay", trace);
        String deep = file("d.yaml", "[".repeat(40) + "]".repeat(40));
        refused(deep + " line 1: ", "replay", "--terms", deep, QUIET);
        String looped = file("r.yaml", "&a [ *a ]\n");
        refused(looped + " line 1: ", "replay", "--terms", looped, QUIET);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static String run(int status, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int ended = Main.run(
                List.of(words),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(ended).isEqualTo(status);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void refused(String sentence, String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int ended = Main.run(
                List.of(words),
                new PrintStream(OutputStream.nullOutputStream()),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("lazurite: " + sentence);
        assertThat(ended).isEqualTo(Main.MISUSED);
    }
}
