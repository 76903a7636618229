package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import lazurite.tests.wire.BlobCall;
import org.junit.jupiter.api.Test;

/** Appends are exact: each is there once, where its answer says, and whole. */
class AppendsTest {
    private static final int CLIENTS = 40;
    private static final int APPENDS_EACH = 25;
    private static final int APPENDS = CLIENTS * APPENDS_EACH;

    /** An acknowledged append. */
    private record Appended(long id, long offset, int length, int count) {}

    @Test
    void aThousandParallelAppendsAreEachThereOnceWhereTheirAnswerSays() throws Exception {
        String path = RunningServer.container("appends") + "/log";
        Client.once(Call.appendBlob(path)).require(201);
        List<List<Appended>> answers = Crowd.during(
                CLIENTS,
                (client, index) -> {
                    List<Appended> appended = new ArrayList<>();
                    for (int i = 0; i < APPENDS_EACH; i++) {
                        appended.add(append(client, path, 1L + (long) index * APPENDS_EACH + i));
                    }
                    return appended;
                },
                List.of(client -> readWhole(client, path), client -> readWhole(client, path)));
        List<Appended> all = answers.stream().flatMap(List::stream).toList();
        byte[] content = Client.once(Call.get(path)).require(200).body();
        assertThat(all).hasSize(APPENDS);
        assertThat(all.stream().mapToLong(Appended::length).sum()).isEqualTo(content.length);
        for (Appended one : all) {
            int from = (int) one.offset();
            assertThat(MarkedBytes.id(Arrays.copyOfRange(content, from, from + one.length())))
                    .isEqualTo(one.id());
        }
        assertThat(new TreeSet<>(all.stream().map(Appended::offset).toList())).hasSize(APPENDS);
        assertThat(all.stream().map(Appended::count).sorted().toList())
                .isEqualTo(IntStream.rangeClosed(1, APPENDS).boxed().toList());
        assertThat(Client.once(Call.head(path)).header("x-ms-blob-committed-block-count"))
                .isEqualTo(Integer.toString(APPENDS));
    }

    @Test
    void ofAppendsAtOnePositionOneWins() throws Exception {
        String path = RunningServer.container("appends") + "/positioned";
        Client.once(Call.appendBlob(path)).require(201);
        Map<Long, Long> winners = new TreeMap<>();
        for (int round = 0; round < 8; round++) {
            String position = Client.once(Call.head(path)).header("content-length");
            int base = round * 100;
            List<Reply> replies = Crowd.of(
                    16,
                    (client, index) -> client.send(Call.append(path, MarkedBytes.of(base + index, 64 + 8 * index))
                            .with("x-ms-blob-condition-appendpos", position)
                            .with("x-ms-blob-condition-maxsize", "1000000")));
            assertThat(replies.stream().filter(Reply::ok)).hasSize(1);
            assertThat(replies.stream().filter(reply -> !reply.ok()))
                    .allMatch(reply -> reply.error().equals("AppendPositionConditionNotMet"));
            for (int i = 0; i < replies.size(); i++) {
                if (replies.get(i).ok()) {
                    winners.put(Long.parseLong(position), (long) base + i);
                }
            }
        }
        byte[] content = Client.once(Call.get(path)).body();
        winners.forEach((position, id) -> assertThat(ByteBuffer.wrap(content).getLong(position.intValue()))
                .isEqualTo(id));
        assertThat(records(content)).isEqualTo(8);
    }

    @Test
    void aSizeLimitIsNeverOverstepped() throws Exception {
        String path = RunningServer.container("appends") + "/limited";
        Client.once(Call.appendBlob(path)).require(201);
        List<Long> done = Crowd.of(16, (client, index) -> {
            long sum = 0;
            for (int i = 0; i < 10; i++) {
                Reply reply = client.send(Call.append(path, MarkedBytes.of(index, 100 + 8 * index))
                        .with("x-ms-blob-condition-maxsize", "5000"));
                sum += reply.require(201, 412).ok() ? 100 + 8 * index : 0;
            }
            return sum;
        });
        long length = Long.parseLong(Client.once(Call.head(path)).header("content-length"));
        assertThat(length).isLessThanOrEqualTo(5000).isGreaterThan(5000 - 100);
        assertThat(done.stream().mapToLong(Long::longValue).sum()).isEqualTo(length);
    }

    @Test
    void nothingIsAppendedBehindASeal() throws Exception {
        String path = RunningServer.container("appends") + "/sealed";
        Client.once(Call.appendBlob(path)).require(201);
        Map<Integer, Integer> acknowledged = new ConcurrentHashMap<>();
        Crowd.of(16, (client, index) -> {
            for (int i = 0; i < 10; i++) {
                if (index == 0 && i == 5) {
                    client.send(Call.put(path + "?comp=seal")).require(200);
                }
                Reply reply = client.send(Call.append(path, MarkedBytes.of(index, 64)))
                        .require(201, 409);
                if (reply.ok()) {
                    acknowledged.merge(index, 64, Integer::sum);
                }
            }
            return index;
        });
        Reply sealed = Client.once(Call.head(path));
        assertThat(sealed.header("x-ms-blob-sealed")).isEqualTo("true");
        assertThat(acknowledged.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(Integer.parseInt(sealed.header("content-length")));
    }

    @Test
    void copyingTheBlobOntoItselfMeanwhileLosesNoAppend() throws Exception {
        String path = RunningServer.container("appends") + "/copied";
        Client.once(Call.appendBlob(path)).require(201);
        Call copy = Call.put(path).with("x-ms-copy-source", BlobCall.ROOT + path);
        List<List<Appended>> answers = Crowd.during(
                2,
                (client, index) -> {
                    List<Appended> appended = new ArrayList<>();
                    for (int i = 0; i < 100; i++) {
                        appended.add(append(client, path, 1L + index * 100L + i));
                    }
                    return appended;
                },
                List.of(
                        client -> client.send(copy).require(202, 503),
                        client -> client.send(copy).require(202, 503)));
        byte[] content = Client.once(Call.get(path)).require(200).body();
        for (Appended one : answers.stream().flatMap(List::stream).toList()) {
            int from = (int) one.offset();
            assertThat(MarkedBytes.id(Arrays.copyOfRange(content, from, from + one.length())))
                    .isEqualTo(one.id());
        }
    }

    private static Appended append(Client client, String path, long id) throws IOException {
        int length = MarkedBytes.LENGTH_MIN + (int) (id * 7919 % (id % 50 == 0 ? 40_000 : 900));
        Reply reply = client.send(Call.append(path, MarkedBytes.of(id, length))).require(201);
        return new Appended(
                id,
                Long.parseLong(reply.header("x-ms-blob-append-offset")),
                length,
                Integer.parseInt(reply.header("x-ms-blob-committed-block-count")));
    }

    /** What is read while others append is a whole number of appends. */
    private static void readWhole(Client client, String path) throws IOException {
        Reply reply = client.send(Call.get(path)).require(200);
        assertThat(records(reply.body())).isEqualTo(Integer.parseInt(reply.header("x-ms-blob-committed-block-count")));
    }

    private static int records(byte[] content) {
        int count = 0;
        for (int at = 0; at < content.length; count++) {
            int length = (int) ByteBuffer.wrap(content).getLong(at + 8);
            MarkedBytes.id(Arrays.copyOfRange(content, at, at + length));
            at += length;
        }
        return count;
    }
}
