package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.governance.event.Logged;
import lazurite.governance.report.Period;
import lazurite.governance.report.TransparencyReport;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.ledger.LedgerKeys;
import lazurite.server.ledger.RunningLedger;
import org.jspecify.annotations.Nullable;

/** {@code report}: writes a transparency report of the log in a data folder that no server has open. */
final class ReportCommand {
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String OUT = "--out";
    private static final int CHUNK = 1_000;

    private ReportCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words, Set.of(FROM, TO, OUT));
        arguments.noOperands("report");
        Period period = period(arguments);
        String folder = arguments.other(OUT);
        if (folder == null) {
            throw new ConfigException(OUT + ": expected a folder for report.html and report.json, found none");
        }
        TransparencyReport report = make(arguments.config(), period);
        Path target = Files.createDirectories(Path.of(folder));
        Files.write(target.resolve("report.html"), report.html());
        Files.write(target.resolve("report.json"), report.json());
        out.println("report.html and report.json in " + target + " tell of " + report.size() + " entries");
        return Main.DONE;
    }

    private static Period period(ServerArguments arguments) {
        LocalDate from = day(FROM, arguments.other(FROM));
        LocalDate to = day(TO, arguments.other(TO));
        try {
            return new Period(from, to);
        } catch (RefusedException wrong) {
            throw new ConfigException(
                    TO + ": must be at least a day and at most ten years behind " + FROM + ", found '" + to + "'");
        }
    }

    private static LocalDate day(String flag, @Nullable String text) {
        try {
            if (text != null) {
                return Period.day(text);
            }
        } catch (RefusedException wrong) {
            throw new ConfigException(flag + ": expected a day such as 2026-11-21, found '" + text + "'");
        }
        throw new ConfigException(flag + ": expected a day such as 2026-11-21, found none");
    }

    private static TransparencyReport make(Config config, Period period) throws IOException {
        DataFolder.requirePresent(config);
        LedgerKeys keys = RunningLedger.keys(config);
        if (!keys.exists()) {
            throw new ConfigException("--data: there is no ledger in " + config.data());
        }
        Platform platform = Platform.system();
        try (var engine = Storage.embedded(config, Pace.chosen(), platform);
                Ledger ledger = Ledger.open(engine.metadata(), keys.read(), platform)) {
            Note note = ledger.checkpoint();
            if (note == null) {
                throw new IOException("the ledger in " + config.data() + " has no entries yet");
            }
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            return TransparencyReport.of(checkpoint, period, entries(ledger, checkpoint.size()));
        } catch (StorageException | RefusedException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    /** The log's entries from the first on. */
    private static Stream<Logged> entries(Ledger ledger, long size) {
        return LongStream.iterate(0, first -> first < size, first -> first + CHUNK)
                .boxed()
                .flatMap(first -> {
                    List<byte[]> chunk = ledger.entries(first, CHUNK);
                    return LongStream.range(0, chunk.size()).mapToObj(i -> Logged.read(first + i, chunk.get((int) i)));
                });
    }
}
