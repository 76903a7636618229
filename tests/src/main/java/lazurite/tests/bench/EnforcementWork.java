package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.server.config.AccountSettings;
import lazurite.service.account.Measures;
import lazurite.service.account.RestrictedService;
import lazurite.service.account.Restriction;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.terms.document.Level;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.Signer;

/** How long an order takes to be in force while 32 clients write, and what metering and orders cost a request. */
final class EnforcementWork implements Work {
    private static final int CLIENTS = 32;
    private static final int NAMES = 200;
    private static final int BYTES = 4 << 10;

    /** Writes of each client, on average, before the order is given. */
    private static final int WRITES_BEFORE = 10;

    @Override
    public String name() {
        return "enforcement";
    }

    @Override
    public String title() {
        return "Orders given while " + CLIENTS
                + " clients put blobs of 4 KiB, and what metering and orders cost a request";
    }

    @Override
    public String run(Settings settings, Path folder) {
        return latencies(settings, folder) + "\n" + new Overhead().run(settings);
    }

    private static String latencies(Settings settings, Path folder) {
        Platform platform = Platform.system();
        try (OrderedService service = new OrderedService(EmbeddedEngine.open(
                folder.resolve("data"),
                lazurite.store.embedded.Settings.defaults(folder.resolve("natives")),
                platform))) {
            HttpServer server = JettyHttpServer.start(
                    HttpServer.Options.defaults("127.0.0.1", 0),
                    service.gateway(service.restrictions::admit, service.metering));
            try {
                return rounds(settings, service, server.port());
            } finally {
                server.stop(Duration.ZERO);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String rounds(Settings settings, OrderedService service, int port) throws IOException {
        Signer signer = new Signer(AccountSettings.DEV_NAME, AccountSettings.DEV_KEY);
        try (LoadConnection connection = new LoadConnection(port)) {
            BlobCall container = BlobCall.of("PUT", "/" + AccountSettings.DEV_NAME + "/bench")
                    .query("restype", "container");
            connection.send(container.signedHead(signer));
            connection.receive(201, false);
        }
        List<List<Prepared>> requests = Requests.spread(CLIENTS, NAMES, number -> put(signer, number));
        int rounds = settings.sized(300, 3);
        Orders orders = new Orders(service, port, requests);
        for (int round = 0; round < rounds / 3; round++) {
            orders.round();
        }
        List<Orders.Times> times = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            times.add(orders.round());
        }
        Table table = new Table("from giving the order to", "median ms", "p99 ms", "most ms");
        row(
                table,
                "the first refusal",
                times.stream().mapToLong(Orders.Times::firstRefused).toArray());
        row(
                table,
                "in force: no write is committed any more",
                times.stream().mapToLong(Orders.Times::inForce).toArray());
        row(
                table,
                "the last acknowledged write",
                times.stream().mapToLong(Orders.Times::lastAcknowledged).toArray());
        row(
                table,
                "every client refused",
                times.stream().mapToLong(Orders.Times::allRefused).toArray());
        return table.markdown() + "\n" + rounds + " orders.\n";
    }

    private static Prepared put(Signer signer, int number) {
        BlobCall call = BlobCall.of("PUT", "/" + AccountSettings.DEV_NAME + "/bench/b" + number)
                .header("x-ms-blob-type", "BlockBlob");
        return Prepared.of(call, signer, Requests.body(BYTES), 201);
    }

    private static void row(Table table, String what, long[] nanos) {
        Arrays.sort(nanos);
        table.row(
                what,
                Table.number(nanos[nanos.length / 2] / 1e6),
                Table.number(nanos[(int) (nanos.length * 0.99)] / 1e6),
                Table.number(nanos[nanos.length - 1] / 1e6));
    }

    /** Rounds of clients that write until an order stops them. */
    private record Orders(OrderedService service, int port, List<List<Prepared>> requests) {
        /** Nanoseconds since the order was given. */
        record Times(long firstRefused, long inForce, long lastAcknowledged, long allRefused) {}

        private record Seen(long acknowledged, long refused) {}

        Times round() {
            AtomicLong writes = new AtomicLong();
            try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
                List<Future<Seen>> clients = requests.stream()
                        .map(each -> threads.submit(() -> write(each, writes)))
                        .toList();
                while (writes.get() < (long) CLIENTS * WRITES_BEFORE) {
                    Pause.millis(1);
                }
                long given = System.nanoTime();
                service.restrictions.replace(Map.of(
                        new RestrictedService(Subscription.DEFAULT.id(), ServiceKind.BLOB),
                        new Measures(List.of(new Restriction(Level.NO_GROWTH, "bench", Long.MAX_VALUE)), List.of())));
                long inForce = System.nanoTime();
                long first = Long.MAX_VALUE;
                long last = given;
                long all = given;
                for (Future<Seen> client : clients) {
                    Seen seen = client.get();
                    first = Math.min(first, seen.refused());
                    last = Math.max(last, seen.acknowledged());
                    all = Math.max(all, seen.refused());
                }
                return new Times(first - given, inForce - given, last - given, all - given);
            } catch (InterruptedException | ExecutionException e) {
                throw new IllegalStateException(e);
            } finally {
                service.restrictions.replace(Map.of());
            }
        }

        private Seen write(List<Prepared> mine, AtomicLong writes) throws IOException {
            long acknowledged = 0;
            try (LoadConnection connection = new LoadConnection(port)) {
                for (int i = 0; ; i++) {
                    Prepared request = mine.get(i % mine.size());
                    connection.send(request.head());
                    if (connection.status() == 403) {
                        return new Seen(acknowledged, System.nanoTime());
                    }
                    acknowledged = System.nanoTime();
                    writes.incrementAndGet();
                }
            }
        }
    }
}
