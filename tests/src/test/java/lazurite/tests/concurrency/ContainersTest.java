package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Containers made and deleted under the feet of their users. */
class ContainersTest {
    private static final int CLIENTS = 32;

    @Test
    void aContainerIsMadeOnceAndDeletedOnce() throws Exception {
        for (int round = 0; round < 4; round++) {
            String path = Tenant.DEV.path() + "/once-" + round + "?restype=container";
            List<Reply> made = Crowd.of(CLIENTS, (client, index) -> client.send(Call.put(path)));
            assertThat(made.stream().filter(reply -> reply.status() == 201)).hasSize(1);
            assertThat(made.stream().filter(reply -> !reply.ok()))
                    .allMatch(reply -> reply.error().equals("ContainerAlreadyExists"));
            List<Reply> deleted = Crowd.of(CLIENTS, (client, index) -> client.send(Call.delete(path)));
            assertThat(deleted.stream().filter(reply -> reply.status() == 202)).hasSize(1);
            assertThat(deleted.stream().filter(reply -> !reply.ok()))
                    .allMatch(reply -> reply.error().equals("ContainerNotFound"));
        }
    }

    /** An acknowledged put of a blob that nobody else writes. */
    private record Put(String path, long id, long called, long returned) {}

    @Test
    void aContainerMadeAgainHasWhatWasPutSinceAndNothingOfBefore() throws Exception {
        String container = RunningServer.container("again");
        Queue<Put> puts = new ConcurrentLinkedQueue<>();
        AtomicInteger ids = new AtomicInteger();
        long[] deletedAt = new long[1];
        long[] madeAt = new long[1];
        Crowd.Step putting = client -> put(client, container, ids.incrementAndGet(), puts);
        Crowd.during(
                1,
                (client, index) -> {
                    for (int round = 0; round < 6; round++) {
                        int before = puts.size();
                        while (puts.size() < before + 20) {
                            client.send(Call.get(container + "?restype=container&comp=list"))
                                    .require(200);
                        }
                        deletedAt[0] = System.nanoTime();
                        client.send(Call.delete(container + "?restype=container"))
                                .require(202);
                        client.send(Call.put(container + "?restype=container")).require(201);
                        madeAt[0] = System.nanoTime();
                    }
                    int before = puts.size();
                    while (puts.size() < before + 20) {
                        client.send(Call.get(container + "?restype=container&comp=list"))
                                .require(200);
                    }
                    return index;
                },
                List.of(putting, putting, putting));
        List<String> lost = new ArrayList<>();
        List<String> risen = new ArrayList<>();
        try (Client client = new Client()) {
            for (Put put : puts) {
                Reply reply = client.send(Call.get(put.path())).require(200, 404);
                if (reply.ok()) {
                    assertThat(MarkedBytes.id(reply.body())).isEqualTo(put.id());
                    if (put.returned() < deletedAt[0]) {
                        risen.add(put.path());
                    }
                } else if (put.called() > madeAt[0]) {
                    lost.add(put.path());
                }
            }
        }
        assertThat(risen).as("from a deleted container").isEmpty();
        assertThat(lost).as("put since").isEmpty();
    }

    private static void put(Client client, String container, int id, Queue<Put> puts) throws IOException {
        String path = container + "/" + id;
        long called = System.nanoTime();
        Reply reply = client.send(Call.blob(path, MarkedBytes.of(id, id % 2 == 0 ? 50 : 20_000)));
        if (reply.require(201, 404, 409).ok()) {
            puts.add(new Put(path, id, called, System.nanoTime()));
        }
    }
}
