package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.time.Instant;
import java.util.List;
import lazurite.base.Platform;
import lazurite.server.config.Config;
import lazurite.server.operator.ControlToken;
import lazurite.service.blob.retention.KeptClock;

/**
 * {@code clock accept}: has the wall clock believed again after it leapt, by the server that serves the data folder or,
 * if there is none, in the folder itself.
 */
final class ClockCommand {
    private ClockCommand() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        Config config = DataFolder.named("clock accept", words);
        ControlToken token = ControlToken.read(config.data());
        out.println(token == null ? accept(config) : ask(token, config));
        return Main.DONE;
    }

    /** A server that was killed leaves its token behind. */
    private static String ask(ControlToken token, Config config) throws IOException {
        try {
            return Control.ask(token, "/clock/accept");
        } catch (ConnectException gone) {
            return accept(config);
        }
    }

    private static String accept(Config config) throws IOException {
        Closing closing = new Closing();
        try {
            Platform platform = Platform.system();
            Storage storage = Storage.open(config, platform, closing);
            return said(KeptClock.open(storage.engine().metadata(), storage.uids(), platform)
                    .accept());
        } finally {
            closing.run();
        }
    }

    static String said(Instant time) {
        return "The clock is believed: it is " + time + ".";
    }
}
