package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import lazurite.tests.wire.BlobCall;
import org.junit.jupiter.api.Test;

/** Of 64 clients that set out from the same state, exactly one gets its way. */
class OneWinnerTest {
    private static final int CLIENTS = 64;
    private static final int ROUNDS = 4;
    private static final int SMALL = 100;
    private static final int LARGE = 40_000;

    @Test
    void createIfAbsentHasOneWinner() throws Exception {
        String container = RunningServer.container("winners");
        for (int round = 0; round < ROUNDS; round++) {
            String path = container + "/create" + round;
            int length = round % 2 == 0 ? SMALL : LARGE;
            List<Reply> replies = Crowd.of(
                    CLIENTS,
                    (client, index) -> client.send(
                            Call.blob(path, MarkedBytes.of(index + 1L, length)).with("if-none-match", "*")));
            assertThat(content(path)).isEqualTo(winner(replies, 201, 409) + 1L);
        }
    }

    @Test
    void ifMatchHasOneWinner() throws Exception {
        String container = RunningServer.container("winners");
        for (int round = 0; round < ROUNDS; round++) {
            String path = container + "/match" + round;
            int length = round % 2 == 0 ? SMALL : LARGE;
            String etag = Client.once(Call.blob(path, MarkedBytes.of(1_000, LARGE)))
                    .require(201)
                    .etag();
            List<Reply> replies = Crowd.of(
                    CLIENTS,
                    (client, index) -> client.send(
                            Call.blob(path, MarkedBytes.of(index + 1L, length)).with("if-match", etag)));
            assertThat(content(path)).isEqualTo(winner(replies, 201, 412) + 1L);
        }
    }

    @Test
    void committingABlockListIfAbsentHasOneWinner() throws Exception {
        String path = RunningServer.container("winners") + "/list";
        for (int i = 0; i < CLIENTS; i++) {
            Client.once(Call.put(path + "?comp=block&blockid=" + id(i), MarkedBytes.of(i + 1L, SMALL)))
                    .require(201);
        }
        List<Reply> replies = Crowd.of(
                CLIENTS,
                (client, index) -> client.send(Call.put(
                                path + "?comp=blocklist",
                                ("<BlockList><Latest>" + id(index) + "</Latest></BlockList>")
                                        .getBytes(StandardCharsets.UTF_8))
                        .with("if-none-match", "*")));
        assertThat(content(path)).isEqualTo(winner(replies, 201, 409) + 1L);
    }

    @Test
    void creatingAnAppendBlobIfAbsentHasOneWinner() throws Exception {
        String path = RunningServer.container("winners") + "/append";
        List<Reply> replies = Crowd.of(
                CLIENTS, (client, index) -> client.send(Call.appendBlob(path).with("if-none-match", "*")));
        winner(replies, 201, 409);
    }

    @Test
    void copyingIfAbsentHasOneWinner() throws Exception {
        String container = RunningServer.container("winners");
        for (int i = 0; i < CLIENTS; i++) {
            Client.once(Call.blob(container + "/source" + i, MarkedBytes.of(i + 1L, i % 2 == 0 ? SMALL : LARGE)))
                    .require(201);
        }
        List<Reply> replies = Crowd.of(
                CLIENTS,
                (client, index) -> client.send(Call.put(container + "/copy")
                        .with("x-ms-copy-source", BlobCall.ROOT + container + "/source" + index)
                        .with("if-none-match", "*")));
        assertThat(content(container + "/copy")).isEqualTo(winner(replies, 202, 409) + 1L);
    }

    @Test
    void deletingIfMatchHasOneWinner() throws Exception {
        String path = RunningServer.container("winners") + "/delete";
        String etag = Client.once(Call.blob(path, MarkedBytes.of(1, SMALL)))
                .require(201)
                .etag();
        List<Reply> replies = Crowd.of(
                CLIENTS, (client, index) -> client.send(Call.delete(path).with("if-match", etag)));
        winner(replies, 202, 404, 412);
        assertThat(Client.once(Call.get(path)).status()).isEqualTo(404);
    }

    @Test
    void swappingByTagsHasOneWinner() throws Exception {
        String path = RunningServer.container("winners") + "/tags";
        Client.once(Call.blob(path, MarkedBytes.of(1, SMALL)).with("x-ms-tags", "owner=none"))
                .require(201);
        List<Reply> replies = Crowd.of(
                CLIENTS,
                (client, index) -> client.send(Call.put(
                                path + "?comp=tags",
                                ("<Tags><TagSet><Tag><Key>owner</Key><Value>client" + index
                                                + "</Value></Tag></TagSet></Tags>")
                                        .getBytes(StandardCharsets.UTF_8))
                        .with("x-ms-if-tags", "owner = 'none'")));
        int winner = winner(replies, 204, 412);
        assertThat(Client.once(Call.get(path + "?comp=tags")).text()).contains("client" + winner + "<");
    }

    /** The number of the one client that was answered {@code won}; all others must have got one of {@code lost}. */
    private static int winner(List<Reply> replies, int won, Integer... lost) {
        assertThat(replies.stream().filter(reply -> reply.status() == won)).hasSize(1);
        Set<Integer> refusals = Set.of(lost);
        assertThat(replies).allMatch(reply -> reply.status() == won || refusals.contains(reply.status()));
        for (int i = 0; i < replies.size(); i++) {
            if (replies.get(i).status() == won) {
                return i;
            }
        }
        throw new AssertionError("no winner");
    }

    private static String id(int number) {
        return Base64.getEncoder().encodeToString("%06d".formatted(number).getBytes(StandardCharsets.US_ASCII));
    }

    private static long content(String path) throws IOException {
        return MarkedBytes.id(Client.once(Call.get(path)).require(200).body());
    }
}
