package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import lazurite.tests.wire.BlobCall;
import org.junit.jupiter.api.Test;

/** Blobs that go to the archive and come back, while they are read, written and copied. */
class TiersTest {
    private static final int RACES = 8;

    @Test
    void whatIsArchivedMeanwhileIsReadWholeOrNotAtAll() throws Exception {
        String container = RunningServer.container(Tenant.AGING, "tiers");
        String source = container + "/source";
        Client.once(Call.blob(source, MarkedBytes.of(7, 50_000))).require(201);
        String path = container + "/blob";
        EtagLedger etags = new EtagLedger();
        AtomicInteger ids = new AtomicInteger(100);
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger refusals = new AtomicInteger();
        Crowd.Step read = client -> {
            Reply reply = client.send(Call.get(path)).require(200, 404, 409);
            if (reply.ok()) {
                assertThat(reply.header("x-ms-access-tier")).isNotEqualTo("Archive");
                etags.record(reply.etag(), MarkedBytes.id(reply.body()));
                reads.incrementAndGet();
            } else if (reply.status() == 409) {
                requireOutOfReach(reply);
                refusals.incrementAndGet();
            }
        };
        Crowd.during(
                4,
                (client, index) -> {
                    Random random = Seed.random("tiers", index);
                    for (int i = 0; i < 35; i++) {
                        change(client, path, source, ids.incrementAndGet(), random, etags);
                    }
                    return index;
                },
                Collections.nCopies(3, read));
        assertThat(reads).hasPositiveValue();
        assertThat(refusals).hasPositiveValue();
        Call ask = tier(path, "Hot").with("x-ms-rehydrate-priority", "High");
        Reply _ = Until.answered(() -> Client.once(ask), reply -> reply.status() == 200);
        MarkedBytes.id(Client.once(Call.get(path)).require(200).body());
    }

    private static void change(Client client, String path, String source, int id, Random random, EtagLedger etags)
            throws IOException {
        Call copy = Call.put(path).with("x-ms-copy-source", BlobCall.ROOT + source);
        Reply reply = switch (random.nextInt(8)) {
            case 0 -> client.send(Call.blob(path, MarkedBytes.of(id, 64 + random.nextInt(1_000))));
            case 1 -> client.send(Call.blob(path, MarkedBytes.of(id, 60_000)).with("x-ms-access-tier", "Archive"));
            case 2 -> client.send(copy.with("x-ms-access-tier", "Cool"));
            case 3, 4 -> client.send(tier(path, "Archive"));
            case 5 -> client.send(tier(path, "Hot"));
            default -> client.send(tier(path, "Hot").with("x-ms-rehydrate-priority", "High"));
        };
        if (reply.require(200, 201, 202, 404, 409).status() == 409) {
            requireOutOfReach(reply);
        } else if (reply.status() == 201) {
            etags.record(reply.etag(), id);
        }
    }

    @Test
    void whatManyAskBackComesBackOnceAndStays() throws Exception {
        String container = RunningServer.container(Tenant.AGING, "tiers");
        for (int race = 0; race < RACES; race++) {
            String path = container + "/asked" + race;
            Client.once(Call.blob(path, MarkedBytes.of(race, 100)).with("x-ms-access-tier", "Archive"))
                    .require(201);
            AtomicBoolean back = new AtomicBoolean();
            Crowd.during(
                    4,
                    (client, index) -> {
                        Call ask = index == 0
                                ? tier(path, "Hot").with("x-ms-rehydrate-priority", "High")
                                : tier(path, "Hot");
                        Reply _ = Until.answered(
                                () -> client.send(ask).require(200, 202), reply -> reply.status() == 200);
                        client.send(ask).require(200);
                        return index;
                    },
                    List.of(client -> {
                        boolean before = back.get();
                        Reply reply = client.send(Call.get(path));
                        assertThat(reply.error()).isIn("", "BlobArchived", "BlobBeingRehydrated");
                        assertThat(before && !reply.ok()).as("archived again").isFalse();
                        back.compareAndSet(false, reply.ok());
                    }));
            assertThat(Client.once(Call.head(path)).header("x-ms-access-tier")).isEqualTo("Hot");
        }
    }

    @Test
    void theTierOfAVersionStaysWithItsContent() throws Exception {
        String container = RunningServer.container(Tenant.VERSIONS, "tiers");
        for (int race = 0; race < RACES; race++) {
            String path = container + "/version" + race;
            String tier = race % 2 == 0 ? "Cool" : "Archive";
            Reply old = Client.once(Call.blob(path, MarkedBytes.of(1, 100)).with("x-ms-access-tier", "Cold"))
                    .require(201);
            String version = path + "?versionid=" + old.header("x-ms-version-id");
            List<Reply> replies = Crowd.of(3, (client, index) -> switch (index) {
                case 0 -> client.send(tier(version, tier)).require(200);
                case 1 -> client.send(Call.get(version));
                default -> client.send(Call.blob(path, MarkedBytes.of(2, 100)).with("x-ms-access-tier", "Hot"));
            });
            Reply read = replies.get(1);
            assertThat(read.ok() ? MarkedBytes.id(read.body()) : 1).isEqualTo(1);
            assertThat(Client.once(Call.head(version)).header("x-ms-access-tier"))
                    .isEqualTo(tier);
            Reply now = Client.once(Call.head(path)).require(200);
            if (replies.getLast().ok()) {
                assertThat(now.header("x-ms-access-tier")).isEqualTo("Hot");
                assertThat(MarkedBytes.id(Client.once(Call.get(path)).body())).isEqualTo(2);
            } else {
                assertThat(replies.getLast().error()).isEqualTo("BlobArchived");
                assertThat(now.header("x-ms-version-id")).isEqualTo(old.header("x-ms-version-id"));
            }
        }
    }

    private static void requireOutOfReach(Reply reply) {
        assertThat(reply.error()).as("%s", reply).isIn("BlobArchived", "BlobBeingRehydrated");
    }

    /** @param blob may name a version */
    private static Call tier(String blob, String tier) {
        return Call.put(blob + (blob.contains("?") ? "&" : "?") + "comp=tier").with("x-ms-access-tier", tier);
    }
}
