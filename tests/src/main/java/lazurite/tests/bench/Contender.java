package lazurite.tests.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.AzuriteServer;
import lazurite.tests.process.Command;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.NginxServer;
import lazurite.tests.process.Repository;
import lazurite.tests.process.ServerUnderTest;

/** A server that takes part. */
enum Contender {
    LAZURITE("lazurite"),
    AZURITE_MEMORY("azurite-memory"),
    AZURITE_DISK("azurite-disk"),
    NGINX("nginx");

    private final String label;

    Contender(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    static Contender named(String label) {
        for (Contender contender : values()) {
            if (contender.label.equals(label)) {
                return contender;
            }
        }
        throw new IllegalArgumentException("no contender is called " + label);
    }

    /** Whether what it needs is on this machine. */
    boolean available() {
        return switch (this) {
            case LAZURITE -> true;
            case AZURITE_MEMORY, AZURITE_DISK -> Command.exists("node") && Command.exists("npm");
            case NGINX -> NginxServer.installed();
        };
    }

    ServerUnderTest start(Path folder) {
        return start(folder, Map.of());
    }

    ServerUnderTest start(Path folder, Map<String, String> environment) {
        return launch(folder.resolve(label)).with(environment).start();
    }

    /** How it is started on a folder that it may have to make. */
    Launch launch(Path data) {
        return switch (this) {
            case LAZURITE -> lazurite(data);
            case AZURITE_MEMORY -> AzuriteServer.inMemory(data);
            case AZURITE_DISK -> AzuriteServer.onDisk(data);
            case NGINX -> NginxServer.on(data);
        };
    }

    private static Launch lazurite(Path data) {
        boolean launcher = Files.isExecutable(Repository.root().resolve("lazurite"));
        return launcher ? LazuriteServer.fromLauncher(data, List.of()) : LazuriteServer.fromClassPath(data, List.of());
    }
}
