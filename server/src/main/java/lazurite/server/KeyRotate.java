package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import lazurite.base.Platform;
import lazurite.server.config.Config;

/**
 * {@code key rotate}: gives a data folder a new master key. Account keys are wrapped anew; bodies stay as they are.
 */
final class KeyRotate {
    private KeyRotate() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        Config config = DataFolder.named("key rotate", words);
        Closing closing = new Closing();
        try {
            Storage.open(config, Platform.system(), closing).keys().rotate();
        } finally {
            closing.run();
        }
        out.println("The master key in " + Storage.masterKey(config)
                + " is new; earlier copies of it no longer open this data, nor the new one earlier backups.");
        return Main.DONE;
    }
}
