package lazurite.store.embedded;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Metadata in RocksDB.
 *
 * <p>Concurrency: reads of one row run on the caller's thread, scans on a few platform threads, writes on the
 * committer's.
 */
final class RocksMetadataStore implements MetadataStore {
    private final Tables tables;
    private final WriteGate gate;
    private final Pool scans;
    private final Tidier tidier;
    private final Committer committer;

    RocksMetadataStore(Tables tables, Settings settings, Platform platform, WriteGate gate, SyncProbe probe) {
        this.tables = tables;
        this.gate = gate;
        this.scans = new Pool(settings.scanThreads(), platform.platformThreads());
        this.tidier = new Tidier(tables, gate, platform.platformThreads());
        this.committer = new Committer(tables, gate, probe, platform, tidier);
    }

    @Override
    public byte @Nullable [] get(Family family, Key key) {
        return tables.get(family, key);
    }

    @Override
    public List<Row> scan(Family family, KeyRange range, int limit) {
        return scan(family, range, limit, false);
    }

    @Override
    public List<Row> scanBack(Family family, KeyRange range, int limit) {
        return scan(family, range, limit, true);
    }

    @Override
    public CompletableFuture<Boolean> submit(Commit commit) {
        commit.requireBounded();
        long bytes = commit.size();
        if (commit.mutations().stream().anyMatch(Mutation.Put.class::isInstance)) {
            gate.admit(bytes);
        } else {
            gate.admitFreeing(bytes);
        }
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        committer.submit(new Work.Conditional(commit, bytes, done));
        return done;
    }

    @Override
    public boolean commit(Commit commit) {
        return await(submit(commit));
    }

    /** Synced like a commit: then no write of this engine is ever unsynced, and only what is in flight can be torn. */
    @Override
    public void discard(Family family, List<Key> keys) {
        if (keys.isEmpty()) {
            return;
        }
        long bytes = keys.stream().mapToLong(Key::length).sum();
        gate.admitFreeing(bytes);
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        committer.submit(new Work.Removal(family, List.copyOf(keys), bytes, done));
        await(done);
    }

    @Override
    public void close() {
        committer.close();
        tidier.close();
        scans.close();
        tables.close();
    }

    private List<Row> scan(Family family, KeyRange range, int limit, boolean backward) {
        try {
            return scans.run(() -> tables.scan(family, range, limit, backward));
        } catch (Pool.Failure e) {
            throw new StorageException(ErrorCode.InternalError, "scan of " + family + " failed: " + e.getMessage(), e);
        }
    }

    private static boolean await(CompletableFuture<Boolean> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StorageException refused) {
                throw refused;
            }
            throw e;
        }
    }
}
