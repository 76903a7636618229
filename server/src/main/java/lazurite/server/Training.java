package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.ConfigReader;

/**
 * {@code train}: the run from which the launcher makes the JDK's AOT cache (JEP 483, 514, 515). Starts as {@code serve}
 * does, on a data folder of its own, serves the requests that a client starts with, and ends. Anything but success in
 * them fails the run, so that no cache is made of a server that does not work.
 */
final class Training {
    private static final String CONTAINER = "/devstoreaccount1/training";
    private static final int CLIENTS = 4;
    private static final int ROUNDS = 500;
    private static final int NAMES = 50;

    private Training() {}

    static int run(List<String> words, PrintStream out) throws IOException {
        Path folder = Files.createTempDirectory("lazurite-training-");
        try {
            List<String> flags = List.of(
                    "--data=" + folder.resolve("data"), "--blob-port=0", "--operator-port=0", "--host=127.0.0.1");
            ConfigReader.Loaded loaded = ServerArguments.forServing(flags).load();
            try (Lazurite server = Lazurite.start(loaded.config())) {
                Serve.announce(server, loaded, out);
                exercise(server);
            }
        } finally {
            delete(folder);
        }
        return words.isEmpty() ? Main.DONE : Main.MISUSED;
    }

    /** As real clients do, several at once: what is counted here decides what is compiled first later. */
    private static void exercise(Lazurite server) throws IOException {
        try (SignedClient client = client(server)) {
            client.expect(200, "GET", "/healthz", new byte[0]);
            client.expect(201, "PUT", CONTAINER + "?restype=container", new byte[0]);
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int number = 0; number < CLIENTS; number++) {
                String prefix = CONTAINER + "/" + number + "-";
                running.add(clients.submit(() -> rounds(server, prefix)));
            }
            for (Future<Boolean> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a client of the training failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the training was interrupted", e);
        }
        try (SignedClient client = client(server)) {
            client.expect(200, "GET", CONTAINER + "?comp=list&restype=container", new byte[0]);
            client.expect(200, "GET", "/devstoreaccount1/?comp=list", new byte[0]);
            client.expect(202, "DELETE", CONTAINER + "?restype=container", new byte[0]);
        }
    }

    private static boolean rounds(Lazurite server, String prefix) throws IOException {
        byte[] small = new byte[4 << 10];
        byte[] large = new byte[256 << 10];
        try (SignedClient client = client(server)) {
            for (int round = 0; round < ROUNDS; round++) {
                String name = prefix + round % NAMES;
                client.expect(201, "PUT", name, small);
                client.expect(200, "GET", name, new byte[0]);
                if (round % NAMES == 0) {
                    client.expect(201, "PUT", prefix + "large", large);
                    client.expect(200, "GET", prefix + "large", new byte[0]);
                }
            }
        }
        return true;
    }

    private static SignedClient client(Lazurite server) throws IOException {
        AccountSettings dev = AccountSettings.dev();
        return new SignedClient(
                server.blobPort(), dev.account().name(), dev.account().keys().getFirst());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
