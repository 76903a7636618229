package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.governance.source.LogSource;
import lazurite.governance.verify.Finding;
import lazurite.governance.verify.Judgement;
import lazurite.governance.verify.Place;
import lazurite.governance.verify.Verification;
import lazurite.governance.verify.Verifier;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.note.Checkpoint;

/** {@code verify LOG}: what an outsider can say of a log ({@code docs/verify.md}). */
final class VerifyCommand {
    private static final String SINCE = "--since";
    private static final String JSON = "--json";

    private VerifyCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        LogArguments arguments = LogArguments.parse(words, Set.of(SINCE), Set.of(JSON));
        String log = arguments.operands("verify", "the log's address or folder").getFirst();
        try (LogSource source = LogArguments.source("verify", log)) {
            Verification said = Verifier.verify(source, arguments.policy(), arguments.note(SINCE), Platform.system());
            out.print(arguments.has(JSON) ? json(said) : text(said));
            return said.isUnbroken() ? Main.DONE : Main.FAILED;
        }
    }

    private static String text(Verification said) {
        StringBuilder text = new StringBuilder();
        Checkpoint checkpoint = said.checkpoint();
        if (checkpoint != null) {
            text.append(checkpoint.origin())
                    .append(": ")
                    .append(checkpoint.size())
                    .append(" entries");
            said.seconds().ifPresent(seconds -> text.append(", signed at ").append(Instant.ofEpochSecond(seconds)));
            text.append('\n');
        }
        for (Judgement judgement : said.judgements()) {
            text.append("%-6s%-13s%s%n"
                    .formatted(
                            judgement.invariant().label(),
                            judgement.answer().label(),
                            judgement.invariant().title()));
            judgement.findings().forEach(finding -> line(text, finding));
            if (judgement.more() > 0) {
                text.append("      and ").append(judgement.more()).append(" more\n");
            }
            judgement
                    .unchecked()
                    .forEach(what ->
                            text.append("      not checked: ").append(what).append('\n'));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, Finding finding) {
        Place place = finding.place();
        text.append("      ").append(finding.answer().label()).append(": ");
        text.append(place == null ? "" : place.text() + ": ")
                .append(finding.sentence())
                .append('\n');
    }

    private static String json(Verification said) {
        Checkpoint checkpoint = said.checkpoint();
        List<Json> answers = new ArrayList<>();
        said.judgements().forEach(judgement -> answers.add(json(judgement)));
        Json.Fields all = new FieldWriter()
                .text("log", said.log())
                .text("origin", checkpoint == null ? null : checkpoint.origin())
                .number("size", checkpoint == null ? null : checkpoint.size())
                .hash("root", checkpoint == null ? null : checkpoint.root())
                .number("time", said.seconds().isPresent() ? said.seconds().getAsLong() : null)
                .flag("unbroken", said.isUnbroken())
                .json("answers", new Json.Items(answers))
                .done();
        return new String(all.canonical(), StandardCharsets.UTF_8) + "\n";
    }

    private static Json json(Judgement judgement) {
        List<Json> findings = new ArrayList<>();
        judgement.findings().forEach(finding -> findings.add(json(finding)));
        return new FieldWriter()
                .text("name", judgement.invariant().label())
                .text("title", judgement.invariant().title())
                .text("answer", judgement.answer().label())
                .json("findings", new Json.Items(findings))
                .number("more", judgement.more())
                .texts("notChecked", judgement.unchecked())
                .done();
    }

    private static Json json(Finding finding) {
        Place place = finding.place();
        return new FieldWriter()
                .text("answer", finding.answer().label())
                .number("index", place == null ? null : place.index())
                .text("type", place == null ? null : place.type())
                .text("stream", place == null ? null : place.stream())
                .text("sentence", finding.sentence())
                .done();
    }
}
