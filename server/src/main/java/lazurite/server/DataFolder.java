package lazurite.server;

import java.nio.file.Files;
import java.util.List;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;

/** Checks for commands that work on a data folder and must not make one. */
final class DataFolder {
    private DataFolder() {}

    /** What such a command is told if it takes no words and no flags of its own. */
    static Config named(String command, List<String> words) {
        ServerArguments arguments = ServerArguments.forData(words);
        arguments.noOperands(command);
        Config config = arguments.config();
        requirePresent(config);
        return config;
    }

    static void requirePresent(Config config) {
        if (!Files.isDirectory(config.data())) {
            throw new ConfigException(
                    "--data: there is no data folder " + config.data() + "; name the one that was served");
        }
    }
}
