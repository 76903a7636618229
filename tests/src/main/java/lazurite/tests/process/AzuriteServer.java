package lazurite.tests.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** npm `azurite`'s blob service, in memory or on disk. */
public final class AzuriteServer {
    private AzuriteServer() {}

    public static Launch inMemory(Path folder) {
        return launch("azurite in memory", folder, List.of("--inMemoryPersistence"));
    }

    public static Launch onDisk(Path folder) {
        return launch("azurite on disk", folder, List.of("--location", folder.toString()));
    }

    private static Launch launch(String name, Path folder, List<String> flags) {
        int port = Ports.free();
        Path program = NodePackages.install("azurite").resolve("node_modules/.bin/azurite-blob");
        List<String> command = new ArrayList<>(List.of("node", program.toString()));
        command.addAll(List.of("--blobHost", "127.0.0.1", "--blobPort", String.valueOf(port)));
        command.addAll(List.of("--skipApiVersionCheck", "--silent", "--disableTelemetry"));
        command.addAll(flags);
        Path output = folder.resolveSibling(folder.getFileName() + ".log");
        return new Launch(name, command, Map.of(), output, port, "/", Launch.DEV_ACCOUNT, Launch.DEV_KEY);
    }
}
