package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.ledger.note.VerifierKey;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.LedgerSetup;
import lazurite.server.ledger.LedgerKeys;
import lazurite.server.ledger.LedgerRestart;
import lazurite.server.ledger.RunningLedger;

/** {@code ledger}: what is done with a log beside serving it. */
final class LedgerCommand {
    private static final String ORIGIN = "--origin";

    private LedgerCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        String second = words.isEmpty() ? "nothing behind it" : words.getFirst();
        List<String> rest = words.isEmpty() ? List.of() : words.subList(1, words.size());
        return switch (second) {
            case "vkey" -> vkey(rest, out);
            case "restart" -> restart(rest, out);
            default ->
                throw new ConfigException("ledger: expected 'ledger vkey' or 'ledger restart', found "
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

    /** Begins a new log in place of one that must not be signed any more. */
    private static int restart(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words, Set.of(ORIGIN));
        arguments.noOperands("ledger restart");
        String origin = arguments.other(ORIGIN);
        if (origin != null && !LedgerSetup.isOrigin(origin)) {
            throw new ConfigException(ORIGIN + ": expected " + LedgerSetup.ORIGINS + ", found '" + origin + "'");
        }
        Config config = arguments.config();
        DataFolder.requirePresent(config);
        Closing closing = new Closing();
        LedgerRestart done;
        try {
            Platform platform = Platform.system();
            Storage storage = Storage.open(config, platform, closing);
            done = LedgerRestart.run(config, origin, storage.engine().metadata(), platform, Version.text());
        } finally {
            closing.run();
        }
        out.println("The log '" + done.origin() + "' goes on from '" + done.before() + "', of which it cites "
                + done.size() + " entries. Tell witnesses and readers its keys, which 'lazurite ledger vkey' prints.");
        return Main.DONE;
    }
}
