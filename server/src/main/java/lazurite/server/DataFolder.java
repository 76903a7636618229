package lazurite.server;

import java.nio.file.Files;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;

/** Checks for commands that work on a data folder and must not make one. */
final class DataFolder {
    private DataFolder() {}

    static void requirePresent(Config config) {
        if (!Files.isDirectory(config.data())) {
            throw new ConfigException(
                    "--data: there is no data folder " + config.data() + "; name the one that was served");
        }
    }
}
