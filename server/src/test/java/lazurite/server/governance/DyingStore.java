package lazurite.server.governance;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * A real store as a process sees it that is killed: after so many commits it writes nothing any more. The last commit
 * happens or does not, and nobody is told.
 */
final class DyingStore implements MetadataStore {
    private final MetadataStore store;
    private final boolean lastHappens;
    private long left;

    DyingStore(MetadataStore store, long commits, boolean lastHappens) {
        this.store = store;
        this.left = commits;
        this.lastHappens = lastHappens;
    }

    synchronized boolean dead() {
        return left <= 0;
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
        return CompletableFuture.completedFuture(commit(commit));
    }

    @Override
    public synchronized boolean commit(Commit commit) {
        left--;
        if (left > 0) {
            return store.commit(commit);
        }
        if (left == 0 && lastHappens) {
            store.commit(commit);
        }
        throw new StorageException(ErrorCode.ServerBusy, "the process is killed");
    }

    @Override
    public void discard(Family family, List<Key> keys) {
        store.discard(family, keys);
    }

    @Override
    public void close() {}
}
