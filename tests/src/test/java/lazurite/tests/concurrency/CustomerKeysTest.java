package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One blob written under two customers' keys and none: who has the key of what is there reads it whole. */
class CustomerKeysTest {
    private static final int KEYS = 3;
    private static final int WRITERS = 6;
    private static final int WRITES = 20;

    @Test
    void eachReadIsWholeUnderItsOwnKeyOrRefused() throws Exception {
        String path = RunningServer.container(Tenant.AGING, "keys") + "/blob";
        EtagLedger etags = new EtagLedger();
        AtomicInteger[] reads = {new AtomicInteger(), new AtomicInteger(), new AtomicInteger()};
        AtomicInteger refusals = new AtomicInteger();
        List<Crowd.Step> readers = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            int key = i;
            readers.add(client -> {
                Reply reply = client.send(under(key, Call.get(path)));
                if (reply.ok()) {
                    long id = MarkedBytes.id(reply.body());
                    assertThat(id % KEYS).as("key of %s", id).isEqualTo(key);
                    assertThat(reply.header("x-ms-meta-key")).isIn("", Integer.toString(key));
                    etags.record(reply.etag(), id);
                    reads[key].incrementAndGet();
                } else if (reply.require(404, 409).status() == 409) {
                    requireOtherKey(reply);
                    refusals.incrementAndGet();
                }
            });
        }
        Crowd.during(
                WRITERS,
                (client, index) -> {
                    Random random = Seed.random("keys", index);
                    for (int i = 0; i < WRITES; i++) {
                        write(client, path, KEYS * (index * WRITES + i) + index % KEYS, random);
                    }
                    return index;
                },
                readers);
        assertThat(refusals).hasPositiveValue();
        assertThat(Arrays.stream(reads).mapToInt(AtomicInteger::get).sum()).isPositive();
    }

    /** Writes anew, then metadata unless another key's content is there by then. */
    private static void write(Client client, String path, int id, Random random) throws IOException {
        int key = id % KEYS;
        if (random.nextInt(3) == 0) {
            writeInBlocks(client, path, id);
        } else {
            int length = random.nextBoolean() ? 100 : 30_000;
            client.send(under(key, Call.blob(path, MarkedBytes.of(id, length)))).require(201);
        }
        Call metadata = Call.put(path + "?comp=metadata").with("x-ms-meta-key", Integer.toString(key));
        Reply reply = client.send(under(key, metadata)).require(200, 404, 409);
        if (reply.status() == 409) {
            requireOtherKey(reply);
        }
    }

    /** Blocks wait under one key only, and are gone behind any other write. */
    private static void writeInBlocks(Client client, String path, int id) throws IOException {
        String block = BlockUpload.id(id, 0);
        Reply staged = client.send(under(id % KEYS, BlockUpload.block(path, block, MarkedBytes.of(id, 40_000))));
        if (staged.require(201, 409).ok()) {
            client.send(under(id % KEYS, BlockUpload.commit(path, "Uncommitted", List.of(block))))
                    .require(201, 400, 409);
        } else {
            requireOtherKey(staged);
        }
    }

    private static void requireOtherKey(Reply reply) {
        assertThat(reply.error())
                .as("%s", reply)
                .isIn(
                        "BlobUsesCustomerSpecifiedEncryption",
                        "BlobCustomerSpecifiedEncryptionMismatch",
                        "BlobDoesNotUseCustomerSpecifiedEncryption");
    }

    /** @param key 0 for none of a customer's */
    private static Call under(int key, Call call) {
        if (key == 0) {
            return call;
        }
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) key);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return call.with("x-ms-encryption-key", Base64.getEncoder().encodeToString(bytes))
                    .with("x-ms-encryption-key-sha256", Base64.getEncoder().encodeToString(hash))
                    .with("x-ms-encryption-algorithm", "AES256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
