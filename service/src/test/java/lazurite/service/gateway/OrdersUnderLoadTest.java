package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lazurite.base.Platform;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.terms.document.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writers at full speed, over a store whose commits take their time, and an order. */
class OrdersUnderLoadTest {
    private static final int WRITERS = 16;
    private static final int ROUNDS = 5;
    private static final int WRITES_MIN = 50;
    private static final Pattern NAME = Pattern.compile("<Name>([^<]+)</Name>");

    @TempDir
    private Path folder;

    private final AtomicBoolean ordered = new AtomicBoolean();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void nothingIsCommittedOnceAnOrderIsInForce() throws Exception {
        Settings settings = Settings.defaults(folder.resolve("natives"));
        try (RestrictedServer server =
                new RestrictedServer(EmbeddedEngine.open(folder.resolve("data"), settings, Platform.system()))) {
            for (int round = 0; round < ROUNDS; round++) {
                run(server, "round" + round);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void run(RestrictedServer server, String container) throws Exception {
        server.lift();
        ordered.set(false);
        acknowledged.clear();
        server.clinic.signed("PUT", "/" + container + "?restype=container", "");
        server.paper.signed("PUT", "/" + container + "?restype=container", "");
        CountDownLatch warm = new CountDownLatch(WRITES_MIN);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int number = writer;
                writers.add(threads.submit(() -> write(server.clinic, container, number, warm)));
            }
            assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
            server.order(Level.NO_GROWTH);
            Set<String> stored = names(server.clinic, container);
            ordered.set(true);
            for (Future<?> writer : writers) {
                writer.get();
            }
            assertThat(names(server.clinic, container)).isEqualTo(stored).containsAll(acknowledged);
        }
        assertThat(server.paper
                        .signed("PUT", "/" + container + "/b", "1", "x-ms-blob-type", "BlockBlob")
                        .statusCode())
                .isEqualTo(201);
    }

    /** Writes until it is refused. */
    private Void write(AccountClient client, String container, int writer, CountDownLatch warm) throws Exception {
        for (int i = 0; ; i++) {
            String name = "w" + writer + "-" + i;
            boolean late = ordered.get();
            HttpResponse<String> answer =
                    client.signed("PUT", "/" + container + "/" + name, "1", "x-ms-blob-type", "BlockBlob");
            if (answer.statusCode() == 201) {
                acknowledged.add(name);
                warm.countDown();
                if (late) {
                    synchronized (wrong) {
                        wrong.add(name + " was written after the order");
                    }
                    return null;
                }
            } else {
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
                return null;
            }
        }
    }

    private static Set<String> names(AccountClient client, String container) throws Exception {
        Set<String> names = ConcurrentHashMap.newKeySet();
        String marker = "";
        do {
            String page = client.signed("GET", "/" + container + "?restype=container&comp=list&marker=" + marker, "")
                    .body();
            Matcher found = NAME.matcher(page);
            names.addAll(found.results().map(each -> each.group(1)).collect(Collectors.toSet()));
            Matcher next = Pattern.compile("<NextMarker>([^<]+)</NextMarker>").matcher(page);
            marker = next.find() ? next.group(1) : "";
        } while (!marker.isEmpty());
        return names;
    }
}
