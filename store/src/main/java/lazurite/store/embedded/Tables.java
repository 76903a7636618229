package lazurite.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.StampedLock;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactionOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.LevelMetaData;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.SstFileMetaData;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The RocksDB database: one column family for each {@link Family}. Every write is synced.
 *
 * <p>Concurrency: any thread; {@link #close} waits for the calls in hand and refuses later ones, since a call on a
 * closed database would crash the process.
 */
final class Tables implements AutoCloseable {
    private final TableOptions options;
    private final RocksDB db;
    private final Map<Family, ColumnFamilyHandle> handles;
    private final WriteOptions synced = new WriteOptions().setSync(true).setNoSlowdown(true);
    private final StampedLock inUse = new StampedLock();
    private boolean closed;

    private Tables(TableOptions options, RocksDB db, Map<Family, ColumnFamilyHandle> handles) {
        this.options = options;
        this.db = db;
        this.handles = handles;
    }

    static Tables open(Path folder, Settings settings) throws IOException {
        requireCurrent(folder);
        TableOptions options = new TableOptions(settings);
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.unused()));
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(
                    family.code().getBytes(StandardCharsets.US_ASCII), options.family(family)));
        }
        List<ColumnFamilyHandle> opened = new ArrayList<>();
        try {
            RocksDB db = RocksDB.open(options.db(), folder.toString(), descriptors, opened);
            Map<Family, ColumnFamilyHandle> handles = new EnumMap<>(Family.class);
            Iterator<ColumnFamilyHandle> inOrder = opened.listIterator(1);
            for (Family family : Family.values()) {
                handles.put(family, inOrder.next());
            }
            return new Tables(options, db, handles);
        } catch (RocksDBException e) {
            options.close();
            throw new IOException("The metadata in " + folder + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Without CURRENT, RocksDB would start anew and delete the tables that are there. */
    private static void requireCurrent(Path folder) throws IOException {
        if (Files.exists(folder.resolve("CURRENT"))) {
            return;
        }
        try (DirectoryStream<Path> rows = Files.newDirectoryStream(folder, "*.{sst,log}")) {
            if (rows.iterator().hasNext()) {
                throw new IOException("The metadata in " + folder + " cannot be opened: its file CURRENT is missing.");
            }
        }
    }

    byte @Nullable [] get(Family family, Key key) {
        long stamp = enter();
        try {
            return db.get(handle(family), key.bytes());
        } catch (RocksDBException e) {
            throw unreadable(family, e);
        } finally {
            inUse.unlockRead(stamp);
        }
    }

    List<Row> scan(Family family, KeyRange range, int limit, boolean backward) {
        Key to = range.to();
        if (limit <= 0 || (to != null && to.compareTo(range.from()) <= 0)) {
            return List.of();
        }
        long stamp = enter();
        try (Slice lower = new Slice(range.from().bytes());
                Slice upper = new Slice(to == null ? new byte[0] : to.bytes());
                ReadOptions read = new ReadOptions()) {
            if (range.from().length() > 0) {
                read.setIterateLowerBound(lower);
            }
            if (to != null) {
                read.setIterateUpperBound(upper);
            }
            return rows(family, read, limit, backward);
        } catch (RocksDBException e) {
            throw unreadable(family, e);
        } finally {
            inUse.unlockRead(stamp);
        }
    }

    /** Writes and syncs; a status Incomplete means that nothing was written since flushes are behind. */
    void write(WriteBatch batch) throws RocksDBException {
        long stamp = enter();
        try {
            db.write(synced, batch);
        } finally {
            inUse.unlockRead(stamp);
        }
    }

    /** Writes the family's memory tables to files. */
    void flush(Family family) throws RocksDBException {
        long stamp = enter();
        try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
            db.flush(wait, handle(family));
        } finally {
            inUse.unlockRead(stamp);
        }
    }

    /**
     * Rewrites the files of the last level that consist of deletion marks for the most part, which nothing else would:
     * they came there by being moved, not compacted. Files above are compacted by RocksDB ({@link TableOptions}).
     *
     * @return true if no file of the family is full of marks any more
     */
    boolean dropDeletionMarks(Family family) throws RocksDBException {
        long stamp = enter();
        try (CompactionOptions compaction = new CompactionOptions()) {
            List<LevelMetaData> levels = db.getColumnFamilyMetaData(handle(family)).levels().reversed().stream()
                    .dropWhile(level -> level.files().isEmpty())
                    .toList();
            List<SstFileMetaData> full = levels.stream()
                    .flatMap(level -> level.files().stream())
                    .filter(file -> 2 * file.numDeletions() > file.numEntries())
                    .toList();
            List<String> last = full.stream()
                    .filter(file -> levels.getFirst().level() > 0
                            && levels.getFirst().files().contains(file)
                            && !file.beingCompacted())
                    .map(SstFileMetaData::fileName)
                    .toList();
            if (!last.isEmpty()) {
                db.compactFiles(
                        compaction, handle(family), last, levels.getFirst().level(), -1, null);
            }
            return full.size() == last.size();
        } finally {
            inUse.unlockRead(stamp);
        }
    }

    /** Reads every block of every table; the error names the damaged file. */
    void verify() {
        long stamp = enter();
        try {
            db.verifyChecksum();
        } catch (RocksDBException e) {
            throw new StorageException(ErrorCode.InternalError, "The metadata is damaged: " + e.getMessage(), e);
        } finally {
            inUse.unlockRead(stamp);
        }
    }

    /** Writes a copy that can be opened; {@code folder} must not exist. */
    void checkpoint(Path folder) throws RocksDBException {
        long stamp = enter();
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(folder.toString());
        } finally {
            inUse.unlockRead(stamp);
        }
    }

    ColumnFamilyHandle handle(Family family) {
        ColumnFamilyHandle handle = handles.get(family);
        if (handle == null) {
            throw new IllegalStateException("no family " + family);
        }
        return handle;
    }

    @Override
    public void close() {
        long stamp = inUse.writeLock();
        try {
            if (!closed) {
                closed = true;
                synced.close();
                db.closeE();
                options.close();
            }
        } catch (RocksDBException e) {
            throw new StorageException(ErrorCode.InternalError, "metadata cannot be closed: " + e.getMessage(), e);
        } finally {
            inUse.unlockWrite(stamp);
        }
    }

    private List<Row> rows(Family family, ReadOptions read, int limit, boolean backward) throws RocksDBException {
        List<Row> rows = new ArrayList<>(Math.min(limit, 64));
        try (RocksIterator at = db.newIterator(handle(family), read)) {
            if (backward) {
                at.seekToLast();
            } else {
                at.seekToFirst();
            }
            while (at.isValid()) {
                rows.add(new Row(Key.of(at.key()), at.value()));
                if (rows.size() == limit) {
                    break;
                }
                if (backward) {
                    at.prev();
                } else {
                    at.next();
                }
            }
            at.status();
        }
        return rows;
    }

    private long enter() {
        long stamp = inUse.readLock();
        if (closed) {
            inUse.unlockRead(stamp);
            throw new StorageException(ErrorCode.ServerBusy, "The store is closed.");
        }
        return stamp;
    }

    private static StorageException unreadable(Family family, RocksDBException cause) {
        return new StorageException(
                ErrorCode.InternalError, "metadata (" + family + ") cannot be read: " + cause.getMessage(), cause);
    }
}
