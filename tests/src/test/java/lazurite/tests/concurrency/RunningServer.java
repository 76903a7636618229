package lazurite.tests.concurrency;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.service.account.Immutability.OfContainer;

/**
 * A server on the embedded engine in this process, reached over sockets: started at first use, stopped when the run
 * ends. Tests share it and keep apart by containers.
 */
final class RunningServer {
    private static final AtomicInteger CONTAINERS = new AtomicInteger();
    private static final Map<String, OfContainer> KEPT = new ConcurrentHashMap<>();

    private RunningServer() {}

    static int port() {
        return Started.SERVER.blobPort();
    }

    /** The path of a new container of the account with nothing switched on: {@code /devstoreaccount1/winners-3}. */
    static String container(String hint) throws IOException {
        return container(Tenant.DEV, hint);
    }

    /** The path of a new container. */
    static String container(Tenant tenant, String hint) throws IOException {
        String container = tenant.path() + "/" + hint + "-" + CONTAINERS.incrementAndGet();
        Client.once(Call.put(container + "?restype=container")).require(201);
        return container;
    }

    /** Has this protect all that is in a container of {@link Tenant#KEPT}; it does when this returns. */
    static void protect(String container, OfContainer by) {
        KEPT.put(container.substring(Tenant.KEPT.path().length() + 1), by);
        Started.SERVER.replaceAccounts(accounts());
    }

    private static List<AccountSettings> accounts() {
        return Arrays.stream(Tenant.values())
                .map(tenant -> tenant.settings(KEPT))
                .toList();
    }

    private static final class Started {
        static final Lazurite SERVER = start();

        private static Lazurite start() {
            try {
                Path data = Files.createTempDirectory("lazurite-concurrency-");
                Lazurite server =
                        Lazurite.start(Config.forTests().withData(data).withAccounts(accounts()));
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
