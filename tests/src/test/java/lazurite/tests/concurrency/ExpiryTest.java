package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Blobs that expire, while others write and read them. */
class ExpiryTest {
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int RACES = 10;
    private static final int WRITERS = 4;
    private static final int ROUNDS = 12;

    @Test
    void ofAWriteAndAnExpiryTheLaterHolds() throws Exception {
        String container = RunningServer.container(Tenant.AGING, "expiry");
        for (int race = 0; race < RACES; race++) {
            String path = container + "/raced" + race;
            Client.once(Call.blob(path, MarkedBytes.of(1, 100))).require(201);
            List<Reply> replies = Crowd.of(
                    2,
                    (client, index) -> index == 0
                            ? client.send(expiry(path, HOUR_MILLIS)).require(200)
                            : client.send(Call.blob(path, MarkedBytes.of(2, 100)))
                                    .require(201));
            assertThat(MarkedBytes.id(Client.once(Call.get(path)).require(200).body()))
                    .isEqualTo(2);
            Reply now = Client.once(Call.head(path)).require(200);
            boolean expires = !now.header("x-ms-expiry-time").isEmpty();
            assertThat(now.etag()).isEqualTo(replies.get(expires ? 0 : 1).etag());
        }
    }

    @Test
    void whatIsWrittenAnewOutlivesTheExpiryBefore() throws Exception {
        String container = RunningServer.container(Tenant.AGING, "expiry");
        List<EtagLedger> etags = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            etags.add(new EtagLedger());
        }
        List<Crowd.Step> readers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            String path = container + "/" + i;
            EtagLedger own = etags.get(i);
            readers.add(client -> {
                Reply reply = client.send(Call.get(path)).require(200, 404);
                if (reply.ok()) {
                    own.record(reply.etag(), MarkedBytes.id(reply.body()));
                }
            });
        }
        Crowd.during(
                WRITERS,
                (client, index) -> {
                    String path = container + "/" + index;
                    Random random = Seed.random("expiry", index);
                    for (int id = 1; id <= ROUNDS; id++) {
                        int length = random.nextBoolean() ? 100 : 30_000;
                        client.send(Call.blob(path, MarkedBytes.of(id, length))).require(201);
                        for (int look = 0; look < 3; look++) {
                            Reply head = client.send(Call.head(path)).require(200);
                            assertThat(head.header("x-ms-expiry-time")).isEmpty();
                            Reply reply = client.send(Call.get(path)).require(200);
                            assertThat(MarkedBytes.id(reply.body())).isEqualTo(id);
                        }
                        boolean late = id < ROUNDS && random.nextBoolean();
                        client.send(expiry(path, late ? HOUR_MILLIS : 1 + random.nextInt(4)))
                                .require(200);
                    }
                    Reply _ = Until.answered(() -> client.send(Call.get(path)).require(200, 404), reply -> !reply.ok());
                    return index;
                },
                readers);
        assertThat(Client.once(Call.get(container + "?restype=container&comp=list"))
                        .text())
                .doesNotContain("<Name>");
    }

    private static Call expiry(String path, long millis) {
        return Call.put(path + "?comp=expiry")
                .with("x-ms-expiry-option", "RelativeToNow")
                .with("x-ms-expiry-time", Long.toString(millis));
    }
}
