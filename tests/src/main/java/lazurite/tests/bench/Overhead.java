package lazurite.tests.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.server.config.AccountSettings;
import lazurite.service.account.Account;
import lazurite.service.account.Measures;
import lazurite.service.account.RestrictedService;
import lazurite.service.account.Restriction;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.auth.Caller;
import lazurite.service.gateway.Enforcement;
import lazurite.service.gateway.Gateway;
import lazurite.service.gateway.RequestObserver;
import lazurite.service.gateway.RequestRecord;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.document.Level;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.Signer;

/** What metering and orders cost a request: the gateway on one thread, without sockets and disk, with them and without. */
final class Overhead {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 41;
    private static final int OTHERS = 1_000;
    private static final byte[] BODY = new byte[1 << 10];
    private final Signer signer = new Signer(AccountSettings.DEV_NAME, AccountSettings.DEV_KEY);

    /** A request that goes to no socket. */
    private record Handed(Request request) implements Exchange {
        @Override
        public void send(Response response) throws IOException {
            if (response.status() >= 300) {
                throw new IOException("answered " + response.status());
            }
            try (InputStream body = response.body().stream()) {
                body.transferTo(OutputStream.nullOutputStream());
            }
        }

        @Override
        public long bytesReceived() {
            return request.body().length();
        }

        @Override
        public long bytesSent() {
            return 0;
        }
    }

    String run(Settings settings) {
        int requests = settings.sized(4_000, 50);
        try (OrderedService service = new OrderedService(new MemoryEngine(Platform.system()))) {
            Gateway<?> without = service.gateway(Enforcement.OPEN, RequestObserver.NONE);
            Gateway<?> with = service.gateway(service.restrictions::admit, service.metering);
            send(without, "PUT", "/bench", new byte[0], 1);
            send(without, "PUT", "/bench/b", BODY, 1);
            Table table = new Table(
                    "request",
                    "without, µs",
                    "metered and under orders, µs",
                    "difference, µs",
                    "with orders to " + Table.number(OTHERS) + " others, µs");
            for (String method : List.of("GET", "PUT")) {
                byte[] body = method.equals("PUT") ? BODY : new byte[0];
                double[][] micros = new double[3][ROUNDS];
                for (int round = 0; round < ROUNDS; round++) {
                    service.restrictions.replace(Map.of());
                    micros[0][round] = send(without, method, "/bench/b", body, requests);
                    micros[1][round] = send(with, method, "/bench/b", body, requests);
                    service.restrictions.replace(others());
                    micros[2][round] = send(with, method, "/bench/b", body, requests);
                }
                double[] medians =
                        Arrays.stream(micros).mapToDouble(Overhead::median).toArray();
                table.row(
                        method + " of 1 KiB",
                        Table.number(medians[0]),
                        Table.number(medians[1]),
                        Table.number(medians[1] - medians[0]),
                        Table.number(medians[2]));
            }
            return table.markdown() + "\nProcessor time of one thread, no sockets, nothing on disk: medians of " + ROUNDS
                    + " turns of " + Table.number(requests) + " requests each. Looking at the orders, asking again in the"
                    + " commit and counting take " + Table.number(alone(service, requests * 100)) + " ns by themselves.\n";
        }
    }

    /** Nanoseconds of processor time of what one write costs more than without, and nothing else. */
    private static double alone(OrderedService service, int times) {
        Account account = AccountSettings.dev().account();
        RequestRecord record = new RequestRecord(
                Instant.EPOCH,
                ServiceKind.BLOB,
                account.name(),
                account.subscription().id(),
                "PutBlob",
                201,
                null,
                1,
                1,
                1,
                Caller.Kind.SHARED_KEY,
                "id",
                null,
                "127.0.0.1",
                "2026-10-06",
                "/bench/b",
                false);
        service.restrictions.replace(Map.of());
        double[] nanos = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                service.restrictions
                        .admit(account, ServiceKind.BLOB, Use.GROWTH)
                        .commit(() -> true);
                service.metering.completed(record);
            }
            nanos[round] = (double) (THREADS.getCurrentThreadCpuTime() - begun) / times;
        }
        return median(nanos);
    }

    private static Map<RestrictedService, Measures> others() {
        Map<RestrictedService, Measures> orders = new HashMap<>();
        for (int i = 0; i < OTHERS; i++) {
            orders.put(
                    new RestrictedService("subscription-" + i, ServiceKind.BLOB),
                    new Measures(List.of(new Restriction(Level.DISABLED, "case-" + i, Long.MAX_VALUE)), List.of()));
        }
        return orders;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /** Microseconds of processor time of one. */
    private double send(Gateway<?> to, String method, String path, byte[] body, int times) {
        BlobCall call =
                BlobCall.of(method, "/" + AccountSettings.DEV_NAME + path).body(body);
        if (path.equals("/bench")) {
            call = call.query("restype", "container");
        } else if (method.equals("PUT")) {
            call = call.header("x-ms-blob-type", "BlockBlob");
        }
        Headers headers = headers(call);
        String target = call.target();
        long begun = THREADS.getCurrentThreadCpuTime();
        try {
            for (int i = 0; i < times; i++) {
                to.handle(new Handed(
                        new Request(method, target, headers, Body.of(body), InetAddress.getLoopbackAddress(), false)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (THREADS.getCurrentThreadCpuTime() - begun) / 1e3 / times;
    }

    private Headers headers(BlobCall call) {
        Headers headers = new Headers();
        new String(call.signedHead(signer), StandardCharsets.ISO_8859_1)
                .lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    headers.add(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                });
        return headers;
    }
}
