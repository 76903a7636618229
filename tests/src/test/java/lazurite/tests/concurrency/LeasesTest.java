package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A lease has one holder, and nobody else writes while it is held. */
class LeasesTest {
    private static final int CLIENTS = 32;

    @Test
    void aLeaseHasOneHolder() throws Exception {
        String path = RunningServer.container("leases") + "/held";
        Client.once(Call.blob(path, MarkedBytes.of(1, 100))).require(201);
        List<Reply> replies = Crowd.of(CLIENTS, (client, index) -> client.send(acquire(path, index)));
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(replies.stream().filter(reply -> !reply.ok()))
                .allMatch(reply -> reply.error().equals("LeaseAlreadyPresent"));
    }

    @Test
    void aContainersLeaseHasOneHolder() throws Exception {
        String container = RunningServer.container("leases");
        String target = container + "?restype=container&comp=lease";
        List<Reply> replies = Crowd.of(
                CLIENTS,
                (client, index) -> client.send(
                        Call.put(target).with("x-ms-lease-action", "acquire").with("x-ms-lease-duration", "-1")));
        assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
        assertThat(Client.once(Call.delete(container + "?restype=container")).error())
                .isEqualTo("LeaseIdMissing");
    }

    @Test
    void nobodyButTheHolderWritesWhileTheLeaseIsHeld() throws Exception {
        String path = RunningServer.container("leases") + "/guarded";
        Client.once(Call.blob(path, MarkedBytes.of(0, 100))).require(201);
        Client.once(acquire(path, 0)).require(201);
        Crowd.during(
                1,
                (client, index) -> {
                    for (long i = 1; i <= 60; i++) {
                        Call write = Call.blob(path, MarkedBytes.of(i, i % 2 == 0 ? 100 : 30_000));
                        client.send(write.with("x-ms-lease-id", id(0))).require(201);
                        assertThat(MarkedBytes.id(client.send(Call.get(path)).body()))
                                .isEqualTo(i);
                    }
                    return index;
                },
                List.of(
                        client -> refused(client, Call.blob(path, MarkedBytes.of(-1, 100))),
                        client -> refused(client, Call.blob(path, MarkedBytes.of(-1, 30_000))),
                        client -> refused(
                                client, Call.put(path + "?comp=metadata").with("x-ms-meta-a", "b")),
                        client -> refused(client, Call.delete(path)),
                        client ->
                                refused(client, BlockUpload.block(path, BlockUpload.id(1, 1), MarkedBytes.of(-1, 50))),
                        client -> refused(client, BlockUpload.commit(path, "Latest", List.of()))));
    }

    @Test
    void aCounterGuardedByALeaseIsExact() throws Exception {
        String path = RunningServer.container("leases") + "/counter";
        Client.once(Call.blob(path, bytes(0))).require(201);
        List<Integer> counts = Crowd.of(8, (client, index) -> {
            int held = 0;
            for (int i = 0; i < 40; i++) {
                if (!client.send(acquire(path, index)).require(201, 409).ok()) {
                    continue;
                }
                long value = ByteBuffer.wrap(
                                client.send(Call.get(path)).require(200).body())
                        .getLong();
                client.send(Call.blob(path, bytes(value + 1)).with("x-ms-lease-id", id(index)))
                        .require(201);
                client.send(lease(path, "release").with("x-ms-lease-id", id(index)))
                        .require(200);
                held++;
            }
            return held;
        });
        long sum = counts.stream().mapToLong(Integer::longValue).sum();
        assertThat(sum).isGreaterThan(0);
        assertThat(ByteBuffer.wrap(Client.once(Call.get(path)).body()).getLong())
                .isEqualTo(sum);
    }

    @Test
    void ofClientsThatChangeALeaseOneWins() throws Exception {
        String path = RunningServer.container("leases") + "/changed";
        Client.once(Call.blob(path, MarkedBytes.of(1, 100))).require(201);
        Client.once(acquire(path, 1_000)).require(201);
        List<Reply> replies = Crowd.of(
                CLIENTS,
                (client, index) -> client.send(lease(path, "change")
                        .with("x-ms-lease-id", id(1_000))
                        .with("x-ms-proposed-lease-id", id(index))));
        assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(1);
        List<Reply> releases = Crowd.of(
                CLIENTS, (client, index) -> client.send(lease(path, "release").with("x-ms-lease-id", id(index))));
        for (int i = 0; i < CLIENTS; i++) {
            assertThat(releases.get(i).ok()).isEqualTo(replies.get(i).ok());
        }
    }

    private static void refused(Client client, Call write) throws Exception {
        assertThat(client.send(write).error()).isEqualTo("LeaseIdMissing");
        Reply wrong = client.send(write.with("x-ms-lease-id", id(7)));
        assertThat(wrong.error()).isEqualTo("LeaseIdMismatchWithBlobOperation");
    }

    private static Call acquire(String path, int holder) {
        return lease(path, "acquire").with("x-ms-lease-duration", "-1").with("x-ms-proposed-lease-id", id(holder));
    }

    private static Call lease(String path, String action) {
        return Call.put(path + "?comp=lease").with("x-ms-lease-action", action);
    }

    private static String id(int holder) {
        return new UUID(1, holder).toString();
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
