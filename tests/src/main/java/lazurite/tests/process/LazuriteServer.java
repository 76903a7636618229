package lazurite.tests.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The server under development, started as its own process on free ports. */
public final class LazuriteServer {
    private static final String MAIN = "lazurite.server.Main";

    private LazuriteServer() {}

    /** Runs the classes of this very build, whatever is installed elsewhere; extra flags follow `serve`'s own. */
    public static Launch fromClassPath(Path data, List<String> flags) {
        List<String> program = new ArrayList<>(java());
        program.add("serve");
        return launch(program, data, flags);
    }

    /** Likewise, started quickly, and hurried in what it does behind the commits. */
    public static Launch hasty(Path data) {
        return hasty(data, List.of());
    }

    /** Likewise with extra flags. */
    public static Launch hasty(Path data, List<String> flags) {
        return launch(hastyCommand("serve"), data, flags);
    }

    /** A command other than `serve`, started quickly. */
    public static List<String> hastyCommand(String... arguments) {
        List<String> command = new ArrayList<>(StartUpCache.java());
        command.addAll(List.of("-Dlazurite.pace=hasty", MAIN));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs the launcher, as a user does: with its JVM flags and its AOT cache. */
    public static Launch fromLauncher(Path data, List<String> flags) {
        return launch(List.of(Repository.root().resolve("lazurite").toString(), "serve"), data, flags);
    }

    /** A command other than `serve`, to be run to its end. */
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(java());
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> java() {
        String home = System.getProperty("java.home");
        return List.of(
                home + "/bin/java",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN);
    }

    private static Launch launch(List<String> program, Path data, List<String> flags) {
        int blob = Ports.free();
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("--data", data.toString(), "--host", "127.0.0.1", "--blob-port", String.valueOf(blob)));
        for (String service : List.of("--queue-port", "--table-port", "--operator-port")) {
            command.addAll(List.of(service, String.valueOf(Ports.free())));
        }
        command.addAll(flags);
        Path output = data.resolveSibling(data.getFileName() + ".log");
        return new Launch("lazurite", command, Map.of(), output, blob, "/healthz", Launch.DEV_ACCOUNT, Launch.DEV_KEY);
    }
}
