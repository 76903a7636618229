package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
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
import lazurite.governance.source.CitedLog;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.tree.Edge;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.TilePath;
import lazurite.ledger.tree.Tiles;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.ledger.LedgerKeys;
import lazurite.server.ledger.RunningLedger;
import org.jspecify.annotations.Nullable;

/**
 * {@code report}: writes a transparency report of a log, read as outsiders do, or in a data folder that no server has
 * open.
 */
final class ReportCommand {
    private static final String LOG = "--log";
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String OUT = "--out";

    private ReportCommand() {}

    /** Looks up one of the command's own flags; null without it. */
    private interface Flags {
        @Nullable
        String value(String flag);
    }

    static int run(List<String> words, PrintStream out) throws IOException {
        boolean outside = words.stream().anyMatch(word -> word.equals(LOG) || word.startsWith(LOG + "="));
        return outside ? outside(words, out) : inside(words, out);
    }

    private static int outside(List<String> words, PrintStream out) throws IOException {
        LogArguments arguments = LogArguments.parse(words, Set.of(LOG, FROM, TO, OUT), Set.of());
        arguments.operands("report");
        Flags flags = arguments.arguments().values()::get;
        Period period = period(flags);
        Path folder = folder(flags);
        Policy policy = arguments.policy();
        try (LogSource source = LogArguments.source(LOG, String.valueOf(flags.value(LOG)))) {
            return write(fromOutside(source, policy, period), folder, out);
        } catch (RefusedException damaged) {
            throw new IOException(damaged.getMessage(), damaged);
        }
    }

    private static int inside(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words, Set.of(FROM, TO, OUT));
        arguments.noOperands("report");
        Period period = period(arguments::other);
        Path folder = folder(arguments::other);
        return write(fromData(arguments.config(), period), folder, out);
    }

    private static int write(TransparencyReport report, Path folder, PrintStream out) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("report.html"), report.html());
        Files.write(folder.resolve("report.json"), report.json());
        out.println("report.html and report.json in " + folder + " tell of " + report.size() + " entries");
        return Main.DONE;
    }

    private static Path folder(Flags flags) {
        String folder = flags.value(OUT);
        if (folder == null) {
            throw new ConfigException(OUT + ": expected a folder for report.html and report.json, found none");
        }
        return Path.of(folder);
    }

    private static Period period(Flags flags) {
        LocalDate from = day(FROM, flags.value(FROM));
        LocalDate to = day(TO, flags.value(TO));
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

    private static TransparencyReport fromData(Config config, Period period) throws IOException {
        DataFolder.requirePresent(config);
        LedgerKeys keys = RunningLedger.keys(config);
        if (!keys.exists()) {
            throw new ConfigException("--data: there is no ledger in " + config.data());
        }
        Platform platform = Platform.system();
        try (var engine = Storage.embedded(config, Pace.chosen(), platform);
                Ledger ledger = RunningLedger.read(config, engine.metadata(), platform)) {
            Note note = ledger.checkpoint();
            if (note == null) {
                throw new IOException("the ledger in " + config.data() + " has no entries yet");
            }
            return TransparencyReport.of(ledger, Checkpoint.parse(note.text()), period);
        } catch (StorageException | RefusedException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    /** Refuses unless a key of the policy signed what the entries lead to. */
    private static TransparencyReport fromOutside(LogSource source, Policy policy, Period period) throws IOException {
        Checkpoint checkpoint = policy.judge(source.checkpoint()).checkpoint();
        Edge edge = new Edge();
        Stream<Logged> entries = entries(source, 0, checkpoint.size(), edge);
        List<CitedLog> older = CitedLog.of(source, checkpoint);
        for (CitedLog log : older.reversed()) {
            entries = Stream.concat(entries(log), entries);
        }
        try {
            TransparencyReport report = TransparencyReport.of(checkpoint, period, entries);
            requireRoot(edge, checkpoint.size(), checkpoint.root());
            return report;
        } catch (UncheckedIOException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
    }

    /** Those of a log that it goes on from, behind the last of which it is made sure that they are what is cited. */
    private static Stream<Logged> entries(CitedLog log) {
        Edge edge = new Edge();
        return Stream.concat(
                entries(log.source(), log.first(), log.cited().size(), edge),
                Stream.of(edge).flatMap(end -> {
                    requireRoot(end, log.cited().size(), log.cited().root());
                    return Stream.empty();
                }));
    }

    private static Stream<Logged> entries(LogSource source, long first, long size, Edge edge) {
        return LongStream.iterate(0, tile -> Tiles.widthAt(0, tile, size) > 0, tile -> tile + 1)
                .mapToObj(tile -> new TilePath.Entries(tile, Tiles.widthAt(0, tile, size)))
                .flatMap(path -> read(source, path).stream())
                .map(bytes -> {
                    edge.append(Merkle.leaf(bytes));
                    return Logged.read(first + edge.size() - 1, first, bytes);
                });
    }

    private static void requireRoot(Edge edge, long size, Hash root) {
        if (size == 0 || edge.size() != size || !edge.root().equals(root)) {
            throw new RefusedException("The log's entries do not lead to the root of its checkpoint.");
        }
    }

    private static List<byte[]> read(LogSource source, TilePath.Entries path) {
        try {
            return source.entries(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable.getMessage(), unreadable);
        }
    }
}
