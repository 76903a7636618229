package lazurite.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import lazurite.server.config.ConfigException;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.replay.Event;
import lazurite.terms.replay.Replay;
import lazurite.terms.replay.ReplayException;
import lazurite.terms.trace.Trace;
import lazurite.terms.trace.TraceException;
import lazurite.terms.trace.TraceReader;

/** A file with a trace. Whatever is wrong with it is wrong with the command's words: one sentence, status 2. */
final class TraceFile {
    private TraceFile() {}

    static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException wrong) {
            throw new ConfigException("'" + word + "' is no path");
        }
    }

    static Trace read(Path file) {
        try (Reader source = Files.newBufferedReader(file)) {
            return TraceReader.read(String.valueOf(file.getFileName()), source);
        } catch (TraceException wrong) {
            throw new ConfigException(String.valueOf(wrong.getMessage()));
        } catch (CharacterCodingException wrong) {
            throw new ConfigException(file + ": a trace must be UTF-8");
        } catch (IOException unreadable) {
            throw new ConfigException(FileFailure.sentence(unreadable));
        }
    }

    static List<Event> replay(Trace trace, TermsDocument terms) {
        try {
            return Replay.of(trace.subscriptions(), terms);
        } catch (ReplayException wrong) {
            throw new ConfigException(trace.name() + ": " + wrong.getMessage());
        }
    }

    /** What raised a signal, such as {@code growth(183) = 2.0}. */
    static String evidence(Event.Raised raised) {
        return String.join(
                ", ",
                raised.evidence().entrySet().stream()
                        .map(each -> each.getKey() + " = " + each.getValue())
                        .toList());
    }
}
