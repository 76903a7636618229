package lazurite.server;

import java.io.PrintStream;
import java.util.List;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.ConfigReader;
import lazurite.server.config.ConfigText;

/** {@code config check}: reads the configuration as {@code serve} would and prints what it comes to. */
final class ConfigCheck {
    private ConfigCheck() {}

    static int run(List<String> words, PrintStream out) {
        ServerArguments arguments = ServerArguments.forServing(words);
        arguments.noOperands("config check");
        ConfigReader.Loaded loaded = arguments.load();
        loaded.notes().forEach(note -> out.println("# " + note));
        out.print(ConfigText.of(loaded.config()));
        return 0;
    }
}
