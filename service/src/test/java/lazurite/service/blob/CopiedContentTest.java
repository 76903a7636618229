package lazurite.service.blob;

import static lazurite.service.blob.BlobServiceRoom.created;
import static lazurite.service.blob.BlobServiceRoom.payload;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.BlockListType;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.store.collector.Check;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of blobs in many small parts, more than one commit carries. */
final class CopiedContentTest {
    private static final int SMALL = 16 << 10;
    private static final int BLOCKS = 900;

    private final BlobServiceRoom room = new BlobServiceRoom();
    private final Random random = new Random(11);

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void manySmallBlocksAreCopiedWithTheirListAndOutliveTheirSource() throws IOException {
        byte[] content = uploadBlocks();
        room.collector.pack();
        copy("c/source", BlobServiceRoom.ACCOUNT, "copy");
        copy("c/copy", BlobServiceRoom.ACCOUNT, "again");
        assertThat(blocks("copy")).hasSize(BLOCKS).isEqualTo(blocks("source")).isEqualTo(blocks("again"));
        for (String gone : new String[] {"source", "copy"}) {
            assertSound();
            room.run(new BlobOperation.DeleteBlob("c", gone, null, null, Conditions.NONE));
            room.collector.pack();
            room.collector.settle();
            room.collector.settle();
            assertThat(room.get("c", "again")).isEqualTo(content);
        }
        assertSound();
    }

    @Test
    void manySmallBlocksAreCopiedToAnotherAccount() throws IOException {
        byte[] content = uploadBlocks();
        run("other", new BlobOperation.CreateContainer("c", Map.of(), PublicRead.NEVER));
        copy("c/source", "other", "copy");
        BlobResult.BlobContent copied = (BlobResult.BlobContent)
                run("other", new BlobOperation.GetBlob("c", "copy", null, null, false, false, Conditions.NONE));
        try (InputStream stream = copied.stream()) {
            assertThat(stream.readAllBytes()).isEqualTo(content);
        }
        assertSound();
    }

    @Test
    void aLogOfManySmallAppendsIsCopiedAndGrowsOn() throws IOException {
        room.run(new BlobOperation.CreateAppendBlob("c", "log", created(Conditions.NONE)));
        byte[] line = new byte[1_000];
        for (int i = 0; i < 13_000; i++) {
            random.nextBytes(line);
            room.append("c", "log", line);
        }
        copy("c/log", BlobServiceRoom.ACCOUNT, "copy");
        assertThat(room.get("c", "copy")).isEqualTo(room.get("c", "log"));
        room.append("c", "copy", line);
        assertThat(room.get("c", "copy")).hasSize(13_001_000);
        assertSound();
    }

    /** Blocks of sizes around the longest small one, the first used twice. */
    private byte[] uploadBlocks() throws IOException {
        StringBuilder list = new StringBuilder("<BlockList>");
        for (int i = 0; i < BLOCKS - 1; i++) {
            byte[] bytes = new byte[i % 100 == 0 ? SMALL + 1 : i % 100 == 1 ? 1 : SMALL];
            random.nextBytes(bytes);
            String id = Base64.getEncoder().encodeToString("%04d".formatted(i).getBytes(StandardCharsets.UTF_8));
            room.block("c", "source", id, bytes);
            list.append("<Latest>").append(id).append("</Latest>");
            if (i == 1) {
                list.append("<Latest>").append(id).append("</Latest>");
            }
        }
        byte[] document = list.append("</BlockList>").toString().getBytes(StandardCharsets.UTF_8);
        room.run(new BlobOperation.PutBlockList(
                "c", "source", created(Conditions.NONE), Checksums.NONE, payload(document)));
        return room.get("c", "source");
    }

    private @Nullable List<BlobResult.Block> blocks(String blob) {
        return ((BlobResult.Blocks)
                        room.run(new BlobOperation.GetBlockList("c", blob, null, BlockListType.ALL, Conditions.NONE)))
                .committed();
    }

    private void copy(String from, String account, String to) {
        run(
                account,
                new CopyOperation.CopyBlob(
                        "c",
                        to,
                        from,
                        Map.of(),
                        null,
                        false,
                        null,
                        Conditions.NONE,
                        Conditions.NONE,
                        false,
                        null,
                        false));
    }

    private BlobResult run(String account, BlobOperation operation) {
        BlobCall call = room.call();
        return room.service.run(
                operation, new BlobCall(account, call.features(), call.caller(), call.version(), call.pass(), url -> {
                    String[] parts = url.split("/", 2);
                    return new ResolvedSource(BlobServiceRoom.ACCOUNT, parts[0], parts[1], null, true, call.pass());
                }));
    }

    private void assertSound() {
        room.collector.drain();
        Check check = new Check(room.engine, room.collector, (_, _) -> {});
        assertThat(BlobCheck.walk(room.engine, room.collector, check)).isEmpty();
        assertThat(check.finish().problems()).isEmpty();
    }
}
