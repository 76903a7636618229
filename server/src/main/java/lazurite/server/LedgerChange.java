package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.ledger.log.LedgerSettings;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.config.LedgerSetup;
import lazurite.server.ledger.KeyRotation;
import lazurite.server.ledger.LedgerRestart;
import lazurite.store.MetadataStore;

/** {@code ledger restart} and {@code ledger rotate-key}: what is done with a log whose server is stopped. */
final class LedgerChange {
    private static final String ORIGIN = "--origin";

    private LedgerChange() {}

    /** Begins a new log in place of one that must not be signed any more. */
    static int restart(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words, Set.of(ORIGIN));
        arguments.noOperands("ledger restart");
        String origin = arguments.other(ORIGIN);
        if (origin != null && !LedgerSetup.isOrigin(origin)) {
            throw new ConfigException(ORIGIN + ": expected " + LedgerSetup.ORIGINS + ", found '" + origin + "'");
        }
        Config config = arguments.config();
        LedgerRestart done =
                onData(config, (store, platform) -> LedgerRestart.run(config, origin, store, platform, Version.text()));
        out.println("The log '" + done.origin() + "' goes on from '" + done.before() + "', of which it cites "
                + done.size()
                + " entries. What stands by them goes on to stand. Tell witnesses and readers the new keys,"
                + " which 'lazurite ledger vkey' prints.");
        return Main.DONE;
    }

    /** Gives the log new keys. */
    static int rotateKey(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words);
        arguments.noOperands("ledger rotate-key");
        Config config = arguments.config();
        LedgerSettings done = onData(config, (store, platform) -> KeyRotation.run(config, store, platform));
        out.println("The log '" + done.origin() + "' has new keys; those before sign along until the next rotation."
                + " Tell witnesses and readers the new ones, which 'lazurite ledger vkey' prints first.");
        return Main.DONE;
    }

    /** What is done with the data of a server that is stopped. */
    private interface Work<T> {
        T run(MetadataStore store, Platform platform) throws IOException;
    }

    private static <T> T onData(Config config, Work<T> work) throws IOException {
        DataFolder.requirePresent(config);
        Closing closing = new Closing();
        try {
            Platform platform = Platform.system();
            return work.run(Storage.open(config, platform, closing).engine().metadata(), platform);
        } finally {
            closing.run();
        }
    }
}
