package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
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
        String second = words.isEmpty() ? "nothing behind it" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (second) {
            case "vkey" -> vkey(rest, out);
            case "restart" -> LedgerChange.restart(rest, out);
            case "rotate-key" -> LedgerChange.rotateKey(rest, out);
            default ->
                throw new ConfigException(
                        "ledger: expected 'ledger vkey', 'ledger restart' or 'ledger rotate-key', found "
                                + (words.isEmpty() ? second : "'" + second + "'"));
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
}
