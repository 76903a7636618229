package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lazurite.base.Platform;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.terms.document.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of many kinds at full speed, and an order: what it refuses is not done any more, whenever it was asked for. */
class OrdersAgainstChangesTest {
    private static final int CLIENTS = 6;
    private static final int ROUNDS = 3;
    private static final int CHANGES_MIN = 100;
    private static final String CONTAINER = "/files";
    private static final String TAGS = "<Tags><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tags>";
    private static final String KEPT =
            "<StorageServiceProperties><DeleteRetentionPolicy><Enabled>true</Enabled><Days>7</Days>"
                    + "</DeleteRetentionPolicy></StorageServiceProperties>";

    /** A request that changes something. */
    private record Change(String method, String path, String body, String... headers) {}

    @TempDir
    private Path folder;

    private final AtomicBoolean ordered = new AtomicBoolean();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private List<Change> growth = List.of();
    private List<Change> all = List.of();

    private void listChanges(String source) {
        growth = List.of(
                new Change("PUT", "/copy", "", "x-ms-copy-source", source),
                new Change("PUT", "/copy", "", "x-ms-copy-source", source, "x-ms-requires-sync", "true"),
                new Change("PUT", "/copy", "", "x-ms-copy-source", source, "x-ms-blob-type", "BlockBlob"),
                new Change("PUT", "/blob?comp=snapshot", ""),
                new Change("PUT", "/blob?comp=tags", TAGS),
                new Change("PUT", "/blob?comp=metadata", "", "x-ms-meta-a", "b"),
                new Change("PUT", "/blob?comp=properties", "", "x-ms-blob-content-type", "a/b"),
                new Change("PUT", "/log?comp=appendblock", "line"));
        all = new ArrayList<>(growth);
        all.addAll(List.of(
                new Change("PUT", "/blob?comp=tier", "", "x-ms-access-tier", "Cool"),
                new Change("PUT", "/blob?comp=tier", "", "x-ms-access-tier", "Hot"),
                new Change("DELETE", "/copy", ""),
                new Change("PUT", "/copy?comp=undelete", "")));
    }

    @Test
    void nothingThatAnOrderRefusesIsDoneOnceItIsInForce() throws Exception {
        Settings settings = Settings.defaults(folder.resolve("natives"));
        try (RestrictedServer server =
                new RestrictedServer(EmbeddedEngine.open(folder.resolve("data"), settings, Platform.system()))) {
            listChanges(server.clinic.url(CONTAINER + "/source"));
            server.clinic.signed("PUT", CONTAINER + "?restype=container", "");
            server.clinic.signed("PUT", "/?restype=service&comp=properties", KEPT);
            for (String blob : List.of("/source", "/blob", "/copy")) {
                server.clinic.signed("PUT", CONTAINER + blob, "content", "x-ms-blob-type", "BlockBlob");
            }
            server.clinic.signed("PUT", CONTAINER + "/log", "", "x-ms-blob-type", "AppendBlob");
            for (int round = 0; round < ROUNDS; round++) {
                run(server, Level.NO_GROWTH, growth);
                run(server, Level.EXPORT_ONLY, all);
                run(server, Level.DISABLED, all);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void run(RestrictedServer server, Level level, List<Change> changes) throws Exception {
        server.lift();
        ordered.set(false);
        CountDownLatch warm = new CountDownLatch(CHANGES_MIN);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                int first = i;
                clients.add(threads.submit(() -> change(server.clinic, changes, first, warm)));
            }
            assertThat(warm.await(60, TimeUnit.SECONDS)).isTrue();
            server.order(level, server.grant());
            String then = level == Level.DISABLED ? "" : state(server.clinic);
            ordered.set(true);
            for (Future<?> client : clients) {
                client.get();
            }
            assertThat(level == Level.DISABLED ? "" : state(server.clinic)).isEqualTo(then);
        }
    }

    /** Makes one change after the other, until each was refused. */
    private Void change(AccountClient client, List<Change> changes, int first, CountDownLatch warm) throws Exception {
        int refused = 0;
        for (int i = first; refused < changes.size(); i++) {
            Change change = changes.get(i % changes.size());
            boolean late = ordered.get();
            HttpResponse<String> answer =
                    client.signed(change.method(), CONTAINER + change.path(), change.body(), change.headers());
            boolean disabled = answer.body().contains("AccountIsDisabled");
            if (late ? !disabled : answer.statusCode() >= 500) {
                wrong.add(change.method() + " " + change.path() + " -> " + answer.statusCode() + " " + answer.body());
            }
            refused += late ? 1 : 0;
            if (answer.statusCode() / 100 == 2) {
                warm.countDown();
            }
        }
        return null;
    }

    private static String state(AccountClient client) throws Exception {
        HttpResponse<String> listed = client.signed(
                "GET", CONTAINER + "?restype=container&comp=list&include=metadata,tags,snapshots,deleted", "");
        assertThat(listed.statusCode()).as(listed.body()).isEqualTo(200);
        return listed.body();
    }
}
