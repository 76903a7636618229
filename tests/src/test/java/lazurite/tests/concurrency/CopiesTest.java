package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import lazurite.tests.wire.BlobCall;
import org.junit.jupiter.api.Test;

/** A copy or snapshot of a blob that is overwritten and deleted meanwhile is one version of it, and stays so. */
class CopiesTest {
    private static final int COPIERS = 6;
    private static final int COPIES_EACH = 12;

    @Test
    void copiesOfAChangingBlobAreOneVersionEach() throws Exception {
        String container = RunningServer.container("copies");
        String source = container + "/source";
        Source changing = new Source(source);
        Client.once(Call.blob(source, MarkedBytes.of(1_000_000, 50_000))).require(201);
        Map<String, Long> made = new ConcurrentHashMap<>();
        Crowd.during(
                COPIERS,
                (client, index) -> {
                    for (int i = 0; i < COPIES_EACH; i++) {
                        copyOnce(client, source, container + "/copy" + index + "-" + i, i % 2 == 0, made);
                    }
                    return index;
                },
                List.of(client -> changing.change(client)));
        assertThat(made).isNotEmpty();
        verifyAll(made);
        Client.once(Call.delete(source).with("x-ms-delete-snapshots", "include"))
                .require(202, 404);
        verifyAll(made);
    }

    @Test
    void manyCopiesToOneBlobLeaveOneOfTheSources() throws Exception {
        String container = RunningServer.container("copies");
        for (int i = 0; i < COPIERS; i++) {
            int id = i + 1;
            try (Client client = new Client()) {
                byte[] content = MarkedBytes.of(id, 20_000 * id);
                BlockUpload.upload(client, container + "/source" + i, 0, content, id)
                        .require(201);
            }
        }
        String target = container + "/target";
        Crowd.during(
                COPIERS,
                (client, index) -> {
                    for (int i = 0; i < COPIES_EACH; i++) {
                        copy(client, container + "/source" + index, target, i % 2 == 0)
                                .require(202);
                    }
                    return index;
                },
                List.of(client -> {
                    Reply reply = client.send(Call.get(target)).require(200, 404);
                    if (reply.ok()) {
                        assertThat(MarkedBytes.id(reply.body())).isBetween(1L, (long) COPIERS);
                    }
                }));
    }

    @Test
    void snapshotsOfAChangingBlobAreOneVersionEach() throws Exception {
        String path = RunningServer.container("copies") + "/snapped";
        Source changing = new Source(path);
        Map<String, Long> taken = new ConcurrentHashMap<>();
        Crowd.during(
                4,
                (client, index) -> {
                    for (int i = 0; i < 15; i++) {
                        Reply reply =
                                client.send(Call.put(path + "?comp=snapshot")).require(201, 404);
                        if (reply.ok()) {
                            remember(client, path + "?snapshot=" + reply.header("x-ms-snapshot"), taken);
                        }
                    }
                    return index;
                },
                List.of(client -> changing.change(client)));
        boolean based = Client.once(Call.head(path)).status() == 200;
        int left = 0;
        for (String snapshot : taken.keySet()) {
            Reply reply = Client.once(Call.get(snapshot)).require(200, 404);
            if (reply.ok()) {
                assertThat(MarkedBytes.id(reply.body())).isEqualTo(taken.get(snapshot));
                left++;
            }
        }
        assertThat(left == 0 || based).as("snapshots have a base").isTrue();
        if (based) {
            Client.once(Call.delete(path)).require(left == 0 ? 202 : 409);
        }
    }

    private static void copyOnce(Client client, String source, String target, boolean sync, Map<String, Long> made)
            throws IOException {
        Reply reply = copy(client, source, target, sync);
        if (reply.require(202, 404, 409, 412, 503).ok()) {
            assertThat(reply.header("x-ms-copy-status")).isEqualTo("success");
            remember(client, target, made);
        }
    }

    private static Reply copy(Client client, String source, String target, boolean sync) throws IOException {
        Call call = Call.put(target).with("x-ms-copy-source", BlobCall.ROOT + source);
        return client.send(sync ? call.with("x-ms-requires-sync", "true") : call);
    }

    private static void remember(Client client, String target, Map<String, Long> ids) throws IOException {
        Reply reply = client.send(Call.get(target)).require(200, 404);
        if (reply.ok()) {
            ids.put(target, MarkedBytes.id(reply.body()));
        }
    }

    private static void verifyAll(Map<String, Long> made) throws IOException {
        try (Client client = new Client()) {
            for (Map.Entry<String, Long> copy : made.entrySet()) {
                byte[] content =
                        client.send(Call.get(copy.getKey())).require(200).body();
                assertThat(MarkedBytes.id(content)).isEqualTo(copy.getValue());
            }
        }
    }

    /** A blob that changes in every way that content can: small, large, in blocks, deleted. */
    private static final class Source {
        private final String path;
        private final Random random;
        private final AtomicInteger ids = new AtomicInteger();

        Source(String path) {
            this.path = path;
            this.random = Seed.random(path, 0);
        }

        void change(Client client) throws IOException {
            int id = ids.incrementAndGet();
            switch (random.nextInt(6)) {
                case 0, 1 ->
                    client.send(Call.blob(path, MarkedBytes.of(id, 16 + random.nextInt(16_000))))
                            .require(201);
                case 2, 3 ->
                    client.send(Call.blob(path, MarkedBytes.of(id, 20_000 + random.nextInt(200_000))))
                            .require(201);
                case 4 ->
                    BlockUpload.upload(client, path, id, MarkedBytes.of(id, 40_000), 1 + random.nextInt(8))
                            .require(201);
                default ->
                    client.send(Call.delete(path).with("x-ms-delete-snapshots", "include"))
                            .require(202, 404);
            }
        }
    }
}
