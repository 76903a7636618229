package lazurite.tests.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import lazurite.base.Platform;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.Json;
import lazurite.ledger.log.Ledger;
import lazurite.server.ledger.LedgerKeys;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.tests.process.Command;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.Ports;
import lazurite.tests.process.ServerUnderTest;

/** A server in a process of its own that keeps a log, which is killed at the end. */
final class LiveLog implements AutoCloseable {
    private static final long ENTRIES_NANOS_MAX = 60_000_000_000L;

    private final HttpClient client = HttpClient.newHttpClient();
    private final ServerUnderTest server;
    private final String address;

    private LiveLog(ServerUnderTest server, String address) {
        this.server = server;
        this.address = address;
    }

    /** Starts a server on the folder; returns once its log has at least so many entries. */
    static LiveLog start(Path data, long entries) throws Exception {
        int port = Ports.free();
        List<String> flags = List.of("--ledger", "--ledger-port", String.valueOf(port));
        LiveLog log = new LiveLog(LazuriteServer.fromClassPath(data, flags).start(), "http://127.0.0.1:" + port);
        try {
            log.awaitEntries(entries);
            return log;
        } catch (Throwable failed) {
            log.close();
            throw failed;
        }
    }

    /** Appends so many entries to the log of a folder that no server serves. */
    static void append(Path data, int count) throws IOException {
        Platform platform = Platform.system();
        Settings settings = Settings.defaults(data.resolveSibling("natives"));
        try (EmbeddedEngine engine = EmbeddedEngine.open(data, settings, platform);
                Ledger ledger = Ledger.open(
                        engine.metadata(), new LedgerKeys(data.resolve(LedgerKeys.NAME)).read(), platform)) {
            ledger.start();
            List<CompletableFuture<?>> waiting = IntStream.range(0, count)
                    .<CompletableFuture<?>>mapToObj(number -> ledger.append(draft(number)))
                    .toList();
            waiting.forEach(CompletableFuture::join);
        }
    }

    private static Draft draft(int number) {
        Json.Fields open = Json.Fields.of(Map.of("software", new Json.Text("0." + number)));
        return new Draft(EntryType.HEARTBEAT, "heartbeat", number, "server", open, null);
    }

    /** Where it is read. */
    String address() {
        return address;
    }

    byte[] file(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + "/" + path)).build();
        try {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            return answer.body();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(path, e);
        }
    }

    /** The first key that its server's command prints: Ed25519. */
    static String verifierKey(Path data) {
        Command.Result keys = Command.run(
                LazuriteServer.command("ledger", "vkey", "--data", data.toString()),
                data,
                Map.of(),
                Duration.ofMinutes(1));
        assertThat(keys.exit()).as(keys.output()).isZero();
        return keys.output().lines().findFirst().orElseThrow();
    }

    private void awaitEntries(long entries) throws Exception {
        long begun = System.nanoTime();
        long size = 0;
        while (size < entries) {
            assertThat(System.nanoTime() - begun).as("entries: " + size).isLessThan(ENTRIES_NANOS_MAX);
            size = size();
        }
    }

    /** What the checkpoint says; 0 while the port, which opens last, does not answer or there is none. */
    private long size() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + "/checkpoint")).build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? Long.parseLong(answer.body().split("\n", 3)[1]) : 0;
        } catch (ConnectException early) {
            return 0;
        }
    }

    @Override
    public void close() {
        client.close();
        server.kill();
    }
}
