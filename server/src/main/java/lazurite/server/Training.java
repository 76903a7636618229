package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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
    private static final int ROUNDS = 20;

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

    private static void exercise(Lazurite server) throws IOException {
        AccountSettings dev = AccountSettings.dev();
        try (SignedClient client = new SignedClient(
                server.blobPort(), dev.account().name(), dev.account().keys().getFirst())) {
            client.expect(200, "GET", "/healthz", new byte[0]);
            client.expect(201, "PUT", "/devstoreaccount1/training?restype=container", new byte[0]);
            byte[] small = new byte[4 << 10];
            byte[] large = new byte[256 << 10];
            for (int round = 0; round < ROUNDS; round++) {
                client.expect(201, "PUT", "/devstoreaccount1/training/small-" + round, small);
                client.expect(200, "GET", "/devstoreaccount1/training/small-" + round, new byte[0]);
            }
            client.expect(201, "PUT", "/devstoreaccount1/training/large", large);
            client.expect(200, "GET", "/devstoreaccount1/training/large", new byte[0]);
            client.expect(200, "GET", "/devstoreaccount1/training?comp=list&restype=container", new byte[0]);
            client.expect(200, "GET", "/devstoreaccount1/?comp=list", new byte[0]);
            client.expect(202, "DELETE", "/devstoreaccount1/training?restype=container", new byte[0]);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
