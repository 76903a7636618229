package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A read answers with one version from first to last byte, and with that version's ETag, whatever writers do. */
class ReadsTest {
    private static final int MIB = 1 << 20;

    @Test
    void readsOfLargeBlobsWhileTheyAreOverwrittenSeeOneVersion() throws Exception {
        Subject subject = new Subject(RunningServer.container("reads") + "/large", 8 * MIB);
        subject.overwrite(2, 8, random -> MIB + random.nextInt(7 * MIB), 3);
    }

    @Test
    void readsOfSmallBlobsWhileTheyAreOverwrittenSeeOneVersion() throws Exception {
        Subject subject = new Subject(RunningServer.container("reads") + "/small", 16 << 10);
        subject.overwrite(4, 60, random -> MarkedBytes.LENGTH_MIN + random.nextInt(20_000), 4);
    }

    @Test
    void readsOfBlockListsWhileTheyAreReplacedSeeOneVersion() throws Exception {
        Subject subject = new Subject(RunningServer.container("reads") + "/blocks", 0);
        AtomicInteger round = new AtomicInteger();
        Crowd.during(
                1,
                (client, index) -> {
                    for (int i = 0; i < 16; i++) {
                        int blocks = 3 + 5 * (i % 5);
                        long id = subject.nextId();
                        byte[] content = MarkedBytes.of(id, blocks * (i % 2 == 0 ? 3_000 : 100_000) + i);
                        Reply reply =
                                BlockUpload.upload(client, subject.path, round.incrementAndGet(), content, blocks);
                        subject.etags.record(reply.require(201).etag(), id);
                    }
                    return index;
                },
                Collections.nCopies(3, subject::read));
        assertThat(subject.reads).hasValueGreaterThan(0);
    }

    @Test
    void aSlowReaderGetsWhatItBeganThoughTheBlobIsReplacedAndDeleted() throws Exception {
        String path = RunningServer.container("reads") + "/slow";
        List<Client> readers = new ArrayList<>();
        try (Client writer = new Client()) {
            int length = 8 * MIB;
            for (long id = 1; id <= 4; id++) {
                byte[] content = MarkedBytes.of(id, length);
                Reply put = id % 2 == 0
                        ? writer.send(Call.blob(path, content))
                        : BlockUpload.upload(writer, path, (int) id, content, 4);
                put.require(201);
                Client reader = new Client(16 << 10);
                readers.add(reader);
                assertThat(reader.start(Call.get(path)).headers()).containsEntry("etag", put.etag());
                MarkedBytes.verify(reader.read(64 << 10), 0, id, length);
            }
            writer.send(Call.delete(path)).require(202);
            for (int i = 0; i < readers.size(); i++) {
                MarkedBytes.verify(readers.get(i).read(length - (64 << 10)), 64 << 10, i + 1L, length);
            }
        } finally {
            for (Client reader : readers) {
                reader.close();
            }
        }
    }

    /** A blob under overwrite. */
    private static final class Subject {
        final String path;
        final EtagLedger etags = new EtagLedger();
        final AtomicInteger reads = new AtomicInteger();
        private final int rangeMax;
        private final AtomicInteger ids = new AtomicInteger();

        Subject(String path, int rangeMax) {
            this.path = path;
            this.rangeMax = rangeMax;
        }

        long nextId() {
            return ids.incrementAndGet();
        }

        @FunctionalInterface
        interface Lengths {
            int next(Random random);
        }

        void overwrite(int writers, int times, Lengths lengths, int readers) throws Exception {
            List<Crowd.Step> steps = new ArrayList<>(Collections.nCopies(readers, this::read));
            steps.add(this::readInRanges);
            Crowd.during(
                    writers,
                    (client, index) -> {
                        Random random = Seed.random(path, index);
                        for (int i = 0; i < times; i++) {
                            long id = nextId();
                            Reply reply = client.send(Call.blob(path, MarkedBytes.of(id, lengths.next(random))));
                            etags.record(reply.require(201).etag(), id);
                        }
                        return index;
                    },
                    steps);
            assertThat(reads).hasValueGreaterThan(0);
        }

        void read(Client client) throws IOException {
            Reply reply = client.send(Call.get(path)).require(200, 404);
            if (reply.ok()) {
                etags.record(reply.etag(), MarkedBytes.id(reply.body()));
                reads.incrementAndGet();
            }
        }

        /** Pieces read under the ETag of the first are of one version, or are refused. */
        void readInRanges(Client client) throws IOException {
            Reply first =
                    client.send(Call.get(path).with("range", "bytes=0-15")).require(206, 404);
            if (!first.ok()) {
                return;
            }
            long id = ByteBuffer.wrap(first.body()).getLong();
            int length = (int) ByteBuffer.wrap(first.body()).getLong(8);
            etags.record(first.etag(), id);
            int step = Math.max(1024, rangeMax / 8);
            for (int from = 16; from < length; from += step) {
                Reply piece = client.send(Call.get(path)
                        .with("range", "bytes=" + from + "-" + (from + step - 1))
                        .with("if-match", first.etag()));
                if (piece.require(206, 412).status() == 412) {
                    return;
                }
                assertThat(piece.etag()).isEqualTo(first.etag());
                MarkedBytes.verify(piece.body(), from, id, length);
            }
        }
    }
}
