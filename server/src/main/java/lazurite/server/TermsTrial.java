package lazurite.server;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import lazurite.server.command.Arguments;
import lazurite.server.config.ConfigException;
import lazurite.server.config.TermsFile;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.replay.Event;
import lazurite.terms.trace.Trace;

/**
 * {@code terms test}: runs terms against traces and prints each signal as a line. Status 0 if there was none, 1 if there
 * was one, 2 if a file is wrong.
 */
final class TermsTrial {
    private TermsTrial() {}

    static int run(List<String> words, PrintStream out) {
        Arguments arguments = Arguments.parse(words, Set.of(), Set.of("--default"));
        boolean shipped = arguments.switches().contains("--default");
        List<Path> files = arguments.operands().stream().map(TraceFile::path).toList();
        if (files.isEmpty() && !shipped) {
            throw new ConfigException("terms test: expected a terms document, or --default, and traces; found nothing");
        }
        List<Path> traces = shipped ? files : files.subList(1, files.size());
        if (traces.isEmpty()) {
            throw new ConfigException("terms test: expected a trace, found nothing");
        }
        TermsDocument terms = shipped ? TermsFile.shipped() : TermsFile.read(files.getFirst());
        int status = Main.DONE;
        for (Path file : traces) {
            Trace trace = TraceFile.read(file);
            List<Event.Raised> raised = TraceFile.replay(trace, terms).stream()
                    .filter(Event.Raised.class::isInstance)
                    .map(Event.Raised.class::cast)
                    .toList();
            raised.forEach(signal -> out.println(line(trace, signal)));
            if (raised.isEmpty()) {
                out.println(trace.name() + " quiet");
            } else {
                status = Main.FAILED;
            }
        }
        return status;
    }

    private static String line(Trace trace, Event.Raised raised) {
        return String.join(
                " ",
                trace.name(),
                raised.day().toString(),
                raised.subscription(),
                raised.service().label(),
                raised.clause().id(),
                raised.clause().severity().label(),
                TraceFile.evidence(raised));
    }
}
