package lazurite.tests.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lazurite.tests.process.AzuriteServer;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.Repository;
import lazurite.tests.process.ServerUnderTest;

/**
 * The server that all suites of one run drive: started at first use, stopped when the run ends. Suites share it and keep apart by
 * container names. `LAZURITE_TESTS_PEER=azurite` drives Azurite instead, to tell a suite's fault from the server's.
 */
public final class SharedServer {
    private SharedServer() {}

    public static ServerUnderTest get() {
        return Started.SERVER;
    }

    public static boolean isLazurite() {
        return !"azurite".equals(System.getenv("LAZURITE_TESTS_PEER"));
    }

    /** Where it is and its account, as scripts in other languages are told. */
    public static Map<String, String> environment() {
        ServerUnderTest server = get();
        return Map.of("ENDPOINT", server.endpoint().toString(), "ACCOUNT", server.account(), "KEY", server.key());
    }

    /** A new empty folder for a server's data or a suite's files. */
    public static Path folder(String hint) {
        try {
            Files.createDirectories(Repository.scratch());
            return Files.createTempDirectory(Repository.scratch(), hint + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Started {
        static final ServerUnderTest SERVER = start();

        private static ServerUnderTest start() {
            Path data = folder("shared");
            Launch launch = isLazurite() ? LazuriteServer.fromClassPath(data, List.of()) : AzuriteServer.inMemory(data);
            ServerUnderTest server = launch.start();
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }
    }
}
