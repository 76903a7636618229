package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.operator.ControlToken;

/** {@code backup DIR}: asks the server that serves the data folder to copy it. */
final class Backup {
    private Backup() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words);
        Path target =
                Path.of(arguments.operand("backup", "the folder to write")).toAbsolutePath();
        Config config = arguments.config();
        ControlToken token = ControlToken.read(config.data());
        if (token == null) {
            throw new IOException("no server serves " + config.data()
                    + "; while none does, copying the folder is a backup (or name another with --data)");
        }
        out.println(ask(token, target));
        return Main.DONE;
    }

    private static String ask(ControlToken token, Path target) throws IOException {
        try {
            return Control.ask(token, "/backup?dir=" + URLEncoder.encode(target.toString(), StandardCharsets.UTF_8));
        } catch (ConnectException gone) {
            throw new IOException("the server at " + token.address() + " does not answer; was it killed?", gone);
        }
    }
}
