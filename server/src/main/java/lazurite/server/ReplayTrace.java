package lazurite.server;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lazurite.server.command.Arguments;
import lazurite.server.config.ConfigException;
import lazurite.server.config.TermsFile;
import lazurite.service.gateway.JsonLine;
import lazurite.terms.document.Clause;
import lazurite.terms.document.Level;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.replay.Event;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.Declaration;

/** {@code replay}: runs one trace's meters through terms on a simulated clock and prints what happens, day by day. */
final class ReplayTrace {
    private ReplayTrace() {}

    static int run(List<String> words, PrintStream out) {
        Arguments arguments = Arguments.parse(words, Set.of("--terms"), Set.of("--json"));
        if (arguments.operands().size() != 1) {
            throw new ConfigException(
                    "replay: expected one trace, found " + arguments.operands().size());
        }
        String file = arguments.values().get("--terms");
        TermsDocument terms = file == null ? TermsFile.shipped() : TermsFile.read(TraceFile.path(file));
        boolean json = arguments.switches().contains("--json");
        List<Event> events = TraceFile.replay(
                TraceFile.read(TraceFile.path(arguments.operands().getFirst())), terms);
        if (!json) {
            out.println("terms " + terms.name() + " version " + terms.version());
        }
        for (Event event : events) {
            out.print(json ? json(event) : event.day() + " " + event.subscription() + " " + sentence(event) + "\n");
        }
        return Main.DONE;
    }

    private static String sentence(Event event) {
        return switch (event) {
            case Event.Opened _ -> "opens, and is learned for " + Signals.LEARNING_DAYS + " days";
            case Event.Declared declared -> declares(declared.declaration());
            case Event.Learned _ -> "is learned: signals are raised from now on";
            case Event.Raised raised ->
                raised.clause().severity().label() + " " + raised.service().label() + " "
                        + raised.clause().id() + ": " + TraceFile.evidence(raised);
        };
    }

    private static String declares(Declaration declared) {
        return "declares class " + orNone(declared.customerClass()) + ", purposes "
                + orNone(String.join(" ", declared.purposes())) + ", services " + orNone(services(declared));
    }

    private static String json(Event event) {
        StringBuilder text = new StringBuilder();
        JsonLine line = new JsonLine(text);
        line.add("day", event.day().toString()).add("subscription", event.subscription());
        switch (event) {
            case Event.Opened _ -> line.add("event", "opened").add("learningDays", Signals.LEARNING_DAYS);
            case Event.Declared declared -> declared(line, declared.declaration());
            case Event.Learned _ -> line.add("event", "learned");
            case Event.Raised raised -> raised(line, raised);
        }
        line.end();
        return text.toString();
    }

    private static void declared(JsonLine line, Declaration declared) {
        line.add("event", "declared")
                .add("class", declared.customerClass())
                .add("purposes", String.join(" ", declared.purposes()))
                .add("services", services(declared));
    }

    private static void raised(JsonLine line, Event.Raised raised) {
        Clause clause = raised.clause();
        Level level = clause.scope().get(raised.service());
        line.add("event", "raised")
                .add("service", raised.service().label())
                .add("clause", clause.id())
                .add("severity", clause.severity().label())
                .add("evidence", TraceFile.evidence(raised))
                .add("predicate", Objects.requireNonNull(clause.predicate()).sha256())
                .add("text", clause.textSha256())
                .add("level", level == null ? null : level.label())
                .add("maxDays", clause.daysMax())
                .add("needsHuman", clause.needsHuman());
    }

    private static String services(Declaration declared) {
        return declared.services().stream().sorted().map(MeteredService::label).collect(Collectors.joining(" "));
    }

    private static String orNone(String text) {
        return text.isEmpty() ? "none" : text;
    }
}
