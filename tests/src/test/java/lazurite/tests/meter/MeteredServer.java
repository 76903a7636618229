package lazurite.tests.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.tests.process.Command;
import lazurite.tests.process.Launch;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.run.SharedServer;

/** A server whose dev account belongs to a clinic and whose second account to nobody, and what its folder says was used. */
final class MeteredServer implements AutoCloseable {
    private static final String CONFIG = """
            subscriptions:
              - {id: clinic, class: health, purposes: [care], services: [blob], jurisdiction: NL, contact: a@b.example}
            accounts:
              - {name: devstoreaccount1, subscription: clinic}
              - {name: second, keys: [c2Vjb25k]}
            """;
    private static final Pattern WRITTEN = Pattern.compile("(?m)^lazurite_metered_requests_total (\\S+)$");

    final Path data;
    private final Launch launch;
    private final HttpClient client = HttpClient.newHttpClient();
    ServerUnderTest server;

    MeteredServer() throws IOException {
        Path folder = SharedServer.folder("metered");
        data = folder.resolve("data");
        Path config = Files.writeString(folder.resolve("lazurite.yaml"), CONFIG);
        launch = LazuriteServer.hasty(data, List.of("--config", config.toString()));
        server = launch.start();
    }

    /** Stops it as the operator would. */
    void stop() {
        assertThat(server.stop()).isZero();
    }

    void start() {
        server = launch.start();
    }

    /** Until so many requests of this process have been written down. */
    void awaitWritten(long requests) throws IOException, InterruptedException {
        long most = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (written() < requests) {
            assertThat(System.nanoTime())
                    .as("requests are written down in time")
                    .isLessThan(most);
        }
    }

    private double written() throws IOException, InterruptedException {
        URI metrics = URI.create("http://127.0.0.1:" + launch.flag("--operator-port") + "/metrics");
        String text = client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher found = WRITTEN.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /** Runs a command on the folder, which no server has open. */
    Command.Result run(String... words) {
        List<String> command = new ArrayList<>(LazuriteServer.hastyCommand(words));
        command.addAll(List.of("--data", data.toString()));
        return Command.run(command, data, Map.of(), Duration.ofMinutes(2));
    }

    /** Sums over all hours; of levels, the last. */
    Map<String, Long> used(String subscription) {
        Command.Result shown = run("meter", "show");
        assertThat(shown.exit()).as(shown.output()).isZero();
        Map<String, Long> used = new HashMap<>();
        shown.output()
                .lines()
                .filter(line -> line.contains(" " + subscription + " blob "))
                .forEach(line -> {
                    for (String word : line.split(" ", -1)) {
                        int equals = word.indexOf('=');
                        if (equals > 0) {
                            String meter = word.substring(0, equals);
                            long value = Long.parseLong(word.substring(equals + 1));
                            used.merge(meter, value, meter.endsWith("Capacity") ? (_, last) -> last : Long::sum);
                        }
                    }
                });
        return used;
    }

    @Override
    public void close() {
        client.close();
        if (server.alive()) {
            server.kill();
        }
    }
}
