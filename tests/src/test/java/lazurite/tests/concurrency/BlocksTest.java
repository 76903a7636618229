package lazurite.tests.concurrency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blocks staged and committed by several clients at once. */
class BlocksTest {
    private static final int CLIENTS = 32;
    private static final int ROUNDS = 40;

    @Test
    void blocksStagedInParallelAreAllThere() throws Exception {
        String path = RunningServer.container("blocks") + "/parallel";
        Crowd.of(CLIENTS, (client, index) -> {
            for (int i = 0; i < 4; i++) {
                byte[] content = MarkedBytes.of(index * 4L + i, i == 0 ? 30_000 : 400);
                client.send(BlockUpload.block(path, BlockUpload.id(index, i), content))
                        .require(201);
            }
            return index;
        });
        List<String> ids = new ArrayList<>();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int index = 0; index < CLIENTS; index++) {
            for (int i = 0; i < 4; i++) {
                ids.add(BlockUpload.id(index, i));
                expected.writeBytes(MarkedBytes.of(index * 4L + i, i == 0 ? 30_000 : 400));
            }
        }
        Client.once(BlockUpload.commit(path, "Uncommitted", ids)).require(201);
        assertThat(Client.once(Call.get(path)).body()).isEqualTo(expected.toByteArray());
    }

    @Test
    void ofBlocksWithOneIdOneIsCommittedWhole() throws Exception {
        String path = RunningServer.container("blocks") + "/same";
        String id = BlockUpload.id(0, 0);
        Crowd.of(
                CLIENTS,
                (client, index) -> client.send(BlockUpload.block(path, id, MarkedBytes.of(index, 100 + index * 1_000)))
                        .require(201));
        Client.once(BlockUpload.commit(path, "Latest", List.of(id))).require(201);
        assertThat(MarkedBytes.id(Client.once(Call.get(path)).body())).isBetween(0L, CLIENTS - 1L);
    }

    @Test
    void aCommitTakesTheBlocksOfItsOwnOrIsRefused() throws Exception {
        String path = RunningServer.container("blocks") + "/contended";
        List<Integer> commits = Crowd.during(
                8,
                (client, index) -> {
                    int done = 0;
                    for (int round = 0; round < 10; round++) {
                        done += stageAndCommit(client, path, index * 100 + round) ? 1 : 0;
                    }
                    return done;
                },
                List.of(client -> {
                    Reply reply = client.send(Call.get(path)).require(200, 404);
                    if (reply.ok()) {
                        MarkedBytes.id(reply.body());
                    }
                }));
        assertThat(commits.stream().mapToInt(Integer::intValue).sum()).isGreaterThan(0);
        MarkedBytes.id(Client.once(Call.get(path)).require(200).body());
    }

    /**
     * Behind both, the blob has the block's new content, or the block lies uncommitted: an acknowledged block that is
     * in neither place was lost.
     */
    @Test
    void aBlockStagedAgainWhileItIsCommittedIsNotLost() throws Exception {
        String container = RunningServer.container("blocks");
        for (int round = 0; round < ROUNDS; round++) {
            String path = container + "/again" + round;
            Client.once(BlockUpload.block(path, BlockUpload.id(0, 0), MarkedBytes.of(1, 100)))
                    .require(201);
            raceNewBlockWithCommit(path, "Uncommitted");
        }
    }

    @Test
    void aBlockStagedAnewWhileItsCommittedSelfIsCommittedAgainIsNotLost() throws Exception {
        String container = RunningServer.container("blocks");
        for (int round = 0; round < ROUNDS; round++) {
            String path = container + "/anew" + round;
            try (Client client = new Client()) {
                BlockUpload.upload(client, path, 0, MarkedBytes.of(1, 100), 1).require(201);
                byte[] other = MarkedBytes.of(9, 100);
                client.send(BlockUpload.block(path, BlockUpload.id(0, 9), other))
                        .require(201);
            }
            raceNewBlockWithCommit(path, "Latest");
        }
    }

    private static void raceNewBlockWithCommit(String path, String from) throws Exception {
        String id = BlockUpload.id(0, 0);
        Crowd.of(
                2,
                (client, index) -> client.send(
                                index == 0
                                        ? BlockUpload.block(path, id, MarkedBytes.of(2, 100))
                                        : BlockUpload.commit(path, from, List.of(id)))
                        .require(201));
        long committed = MarkedBytes.id(Client.once(Call.get(path)).require(200).body());
        String lists = Client.once(Call.get(path + "?comp=blocklist&blocklisttype=uncommitted"))
                .require(200)
                .text();
        assertThat(committed == 2 || lists.contains("<Name>" + id + "</Name>"))
                .as("block 2 of %s, with version %s committed: %s", path, committed, lists)
                .isTrue();
    }

    private static boolean stageAndCommit(Client client, String path, int owner) throws IOException {
        byte[] content = MarkedBytes.of(owner, 3 * (owner % 2 == 0 ? 1_000 : 20_000));
        int step = content.length / 3;
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(BlockUpload.id(owner, i));
            byte[] part = Arrays.copyOfRange(content, i * step, (i + 1) * step);
            client.send(BlockUpload.block(path, ids.get(i), part)).require(201);
        }
        Reply reply = client.send(BlockUpload.commit(path, "Uncommitted", ids)).require(201, 400);
        assertThat(reply.ok() ? "" : reply.error()).isIn("", "InvalidBlockList");
        return reply.ok();
    }
}
