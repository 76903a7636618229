package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;

/** Requests that are not about a history cost as much with a long one as without. */
final class HistoryGrowthTest {
    private static final int VERSIONS = 10_000;

    @Test
    void aLongHistoryCostsNothing() {
        CountingEngine[] engine = new CountingEngine[1];
        try (BlobServiceRoom room = new BlobServiceRoom(platform -> {
            engine[0] = new CountingEngine(new MemoryEngine(platform));
            return engine[0];
        })) {
            room.createContainer("c");
            room.features = new BlobFeatures(true, 0);
            room.put("c", "a", "text");
            room.put("c", "b", "text");
            assertCosts(room, engine[0], 1);
            for (int i = 0; i < VERSIONS; i++) {
                room.run(new BlobOperation.SetBlobMetadata("c", "a", Map.of("k", "v"), Conditions.NONE));
            }
            assertThat(room.usage("c").versions()).isEqualTo(4L * VERSIONS);
            assertCosts(room, engine[0], VERSIONS);
        }
    }

    /** The container's row, the blob's row, the page of both blobs. */
    private static void assertCosts(BlobServiceRoom room, CountingEngine engine, int versions) {
        engine.reads.reset();
        room.run(new BlobOperation.GetBlobProperties("c", "a", null, Conditions.NONE));
        assertThat(engine.reads.sum()).as("HEAD, " + versions + " versions").isEqualTo(2);
        engine.reads.reset();
        list(room, Set.of());
        assertThat(engine.reads.sum()).as("list, " + versions + " versions").isEqualTo(4);
        engine.reads.reset();
        list(room, Set.of(Include.DELETED));
        assertThat(engine.reads.sum())
                .as("list with deleted blobs, " + versions + " versions")
                .isLessThan(15);
    }

    private static void list(BlobServiceRoom room, Set<Include> include) {
        BlobResult.Blobs page = (BlobResult.Blobs)
                room.run(new BlobOperation.ListBlobs("c", null, null, null, null, 10, null, include));
        assertThat(page.entries()).hasSize(2);
    }
}
