package lazurite.tests.concurrency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.tests.wire.BlobCall;

/**
 * A server on the embedded engine in this process, reached over sockets: started at first use, stopped when the run
 * ends. Tests share it and keep apart by containers.
 */
final class RunningServer {
    static final String ACCOUNT = AccountSettings.DEV_NAME;

    private static final AtomicInteger CONTAINERS = new AtomicInteger();

    private RunningServer() {}

    static int port() {
        return Started.SERVER.blobPort();
    }

    /** The account's address as the requests name it: a source with another host or port would be another server's. */
    static String endpoint() {
        return BlobCall.ROOT + "/" + ACCOUNT;
    }

    /** The path of a new container, without the account: {@code /winners-3}. */
    static String container(String hint) throws IOException {
        String container = "/" + hint + "-" + CONTAINERS.incrementAndGet();
        try (Client client = new Client()) {
            client.send(Call.put(container + "?restype=container")).require(201);
        }
        return container;
    }

    private static final class Started {
        static final Lazurite SERVER = start();

        private static Lazurite start() {
            try {
                Path data = Files.createTempDirectory("lazurite-concurrency-");
                Lazurite server =
                        Lazurite.start(Config.forTests().withData(data).withAccounts(List.of(AccountSettings.dev())));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, data)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void stop(Lazurite server, Path data) {
            server.close();
            try (Stream<Path> files = Files.walk(data)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
