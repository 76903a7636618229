package lazurite.service.meter;

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

/** A real store whose commits fail when a test says so, before or after they happened. */
final class FlakyStore implements MetadataStore {
    private final MetadataStore store;
    Mood mood = Mood.SOUND;

    enum Mood {
        SOUND,
        REFUSES_AT_ONCE,
        REFUSES,
        LOSES_THE_OUTCOME
    }

    FlakyStore(MetadataStore store) {
        this.store = store;
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
        return switch (mood) {
            case SOUND -> store.submit(commit);
            case REFUSES_AT_ONCE -> throw new StorageException(ErrorCode.ServerBusy, "deliberate");
            case REFUSES -> CompletableFuture.failedFuture(new StorageException(ErrorCode.ServerBusy, "deliberate"));
            case LOSES_THE_OUTCOME ->
                store.submit(commit).thenApply(done -> {
                    throw new StorageException(ErrorCode.ServerBusy, "deliberate, done " + done);
                });
        };
    }

    @Override
    public boolean commit(Commit commit) {
        return submit(commit).join();
    }

    @Override
    public void discard(Family family, List<Key> keys) {
        store.discard(family, keys);
    }

    @Override
    public void close() {
        store.close();
    }
}
