package lazurite.service.blob;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import lazurite.store.Commit;
import lazurite.store.Engine;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/** An engine whose process ends before a commit of the test's choice. */
final class KillingEngine implements Engine, MetadataStore {
    /** How many commits are still made; below 0 for any number. */
    volatile int commitsLeft = -1;

    private final Engine engine;
    private final MetadataStore store;

    KillingEngine(Engine engine) {
        this.engine = engine;
        this.store = engine.metadata();
    }

    /** The end of the process. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Override
    public MetadataStore metadata() {
        return this;
    }

    @Override
    public ExtentStore extents() {
        return engine.extents();
    }

    @Override
    public long bytesFree() {
        return engine.bytesFree();
    }

    @Override
    public byte @Nullable [] get(Family family, Key key) {
        return store.get(family, key);
    }

    @Override
    public List<Row> scan(Family family, KeyRange range, int limit) {
        return store.scan(family, range, limit);
    }

    @Override
    public List<Row> scanBack(Family family, KeyRange range, int limit) {
        return store.scanBack(family, range, limit);
    }

    @Override
    public CompletableFuture<Boolean> submit(Commit commit) {
        return store.submit(commit);
    }

    @Override
    public boolean commit(Commit commit) {
        int left = commitsLeft;
        if (left == 0) {
            throw new Killed();
        }
        commitsLeft = left < 0 ? left : left - 1;
        return store.commit(commit);
    }

    @Override
    public void discard(Family family, List<Key> keys) {
        store.discard(family, keys);
    }

    @Override
    public void close() {
        engine.close();
    }
}
