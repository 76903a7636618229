package lazurite.service.blob;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import lazurite.store.Commit;
import lazurite.store.Engine;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/** An engine that counts what is read: one for each call and one for each row. */
final class CountingEngine implements Engine, MetadataStore {
    final LongAdder reads = new LongAdder();

    /** What happens just before a row is read. */
    volatile Consumer<Key> beforeGet = _ -> {};

    private final Engine engine;
    private final MetadataStore store;

    CountingEngine(Engine engine) {
        this.engine = engine;
        this.store = engine.metadata();
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
        reads.increment();
        beforeGet.accept(key);
        return store.get(family, key);
    }

    @Override
    public List<Row> scan(Family family, KeyRange range, int limit) {
        return counted(store.scan(family, range, limit));
    }

    @Override
    public List<Row> scanBack(Family family, KeyRange range, int limit) {
        return counted(store.scanBack(family, range, limit));
    }

    private List<Row> counted(List<Row> rows) {
        reads.add(1 + rows.size());
        return rows;
    }

    @Override
    public CompletableFuture<Boolean> submit(Commit commit) {
        return store.submit(commit);
    }

    @Override
    public boolean commit(Commit commit) {
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
