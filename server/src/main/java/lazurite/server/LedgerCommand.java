package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import lazurite.governance.source.LogMirror;
import lazurite.governance.source.LogSource;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.VerifierKey;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.ledger.LedgerKeys;
import lazurite.server.ledger.RunningLedger;

/** {@code ledger}: what is done with a log beside serving it. */
final class LedgerCommand {
    private LedgerCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        String second = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (second) {
            case "vkey" -> vkey(rest, out);
            case "mirror" -> mirror(rest, out);
            case "restart" -> LedgerChange.restart(rest, out);
            case "rotate-key" -> LedgerChange.rotateKey(rest, out);
            default ->
                throw new ConfigException("ledger: expected 'ledger vkey', 'ledger mirror', 'ledger restart' or"
                        + " 'ledger rotate-key', found "
                        + (second.isEmpty() ? "nothing behind it" : "'" + second + "'"));
        };
    }

    /** Prints what others verify a log's checkpoints with; a server may be serving meanwhile. */
    private static int vkey(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words);
        arguments.noOperands("ledger vkey");
        Config config = arguments.config();
        LedgerKeys keys = RunningLedger.keys(config);
        if (!keys.exists()) {
            throw new ConfigException("--data: there is no ledger in " + config.data() + ", since there is no "
                    + keys.file() + "; 'lazurite serve --ledger' makes one");
        }
        keys.read().verifiers().stream().map(VerifierKey::text).forEach(out::println);
        return Main.DONE;
    }

    /** Copies a log into a folder. */
    private static int mirror(List<String> words, PrintStream out) throws IOException {
        LogArguments arguments = LogArguments.parse(words, Set.of(), Set.of());
        List<String> operands = arguments.operands("ledger mirror", "the log's address", "the folder");
        try (LogSource log = LogArguments.source("ledger mirror", operands.getFirst())) {
            LogMirror.Copied copied = LogMirror.copy(log, folder(operands.get(1)), arguments.policy());
            copied.notes().forEach(out::println);
            out.println(
                    copied.checkpoint().origin() + ": " + copied.checkpoint().size() + " entries, "
                            + (copied.checkpoint().size() - copied.before()) + " of them new");
            return Main.DONE;
        } catch (RefusedException refused) {
            throw new IOException(refused.getMessage(), refused);
        }
    }

    private static Path folder(String operand) {
        try {
            return Path.of(operand);
        } catch (InvalidPathException malformed) {
            throw new ConfigException("ledger mirror: '" + operand + "' can be no folder");
        }
    }
}
