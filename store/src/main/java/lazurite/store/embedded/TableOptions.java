package lazurite.store.embedded;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import lazurite.store.Family;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.TablePropertiesCollectorFactory;
import org.rocksdb.WALRecoveryMode;

/** How RocksDB is set up, with the native objects behind it. */
final class TableOptions implements AutoCloseable {
    /** A table file in which this many of so many neighbouring rows are deletions is compacted at once. */
    private static final int DELETIONS_WINDOW = 1024;

    private static final int DELETIONS_MIN = 512;

    /** For whole rows that are asked for again and again, as a container's is by each request for its blobs. */
    private static final long ROW_CACHE_BYTES = 4 << 20;

    private final Deque<AutoCloseable> natives = new ArrayDeque<>();
    private final Settings settings;
    private final DBOptions db;
    private final Cache cache;
    private final Options common;

    TableOptions(Settings settings) {
        this.settings = settings;
        this.cache = keep(new LRUCache(settings.blockCacheBytes(), 4, false, 0.2));
        this.db = keep(dbOptions());
        this.common = keep(new Options());
        common.setTablePropertiesCollectorFactory(
                List.of(keep(TablePropertiesCollectorFactory.NewCompactOnDeletionCollectorFactory(
                        DELETIONS_WINDOW, DELETIONS_MIN, 0.5))));
    }

    DBOptions db() {
        return db;
    }

    /** For the column family that RocksDB insists on. */
    ColumnFamilyOptions unused() {
        return keep(new ColumnFamilyOptions());
    }

    ColumnFamilyOptions family(Family family) {
        ColumnFamilyOptions options = keep(new ColumnFamilyOptions(common));
        options.setTableFormatConfig(new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(family == Family.BODY ? 32 << 10 : 8 << 10)
                .setIndexType(IndexType.kBinarySearch)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(keep(new BloomFilter(10)))
                .setFormatVersion(6));
        options.setLevelCompactionDynamicLevelBytes(true)
                .setWriteBufferSize(writeBuffer(family))
                .setMaxWriteBufferNumber(3)
                .setTargetFileSizeBase(16 << 20)
                .setMaxBytesForLevelBase(64 << 20)
                .setCompressionType(
                        family == Family.BODY ? CompressionType.NO_COMPRESSION : CompressionType.LZ4_COMPRESSION);
        return options;
    }

    @Override
    public void close() {
        while (!natives.isEmpty()) {
            try {
                natives.removeLast().close();
            } catch (Exception e) {
                throw new IllegalStateException("a native object cannot be freed", e);
            }
        }
    }

    private DBOptions dbOptions() {
        return new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // paranoid, one damaged table would stop the start, and one met by a compaction all writes; the
                // checksum of every block that is read is verified either way
                .setParanoidChecks(false)
                // a torn end is ordinary and what it held was never acknowledged; WalScan tells of other damage
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setRowCache(keep(new LRUCache(ROW_CACHE_BYTES, 2)))
                .setMaxTotalWalSize(settings.writeBufferBytes())
                .setDbWriteBufferSize(settings.writeBufferBytes())
                .setMaxBackgroundJobs(settings.backgroundJobs())
                .setMaxOpenFiles(1024)
                .setMaxFileOpeningThreads(2)
                .setBytesPerSync(1 << 20)
                .setInfoLogLevel(InfoLogLevel.INFO_LEVEL)
                .setMaxLogFileSize(1 << 20)
                .setKeepLogFileNum(4)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setMaxManifestFileSize(16 << 20);
    }

    private long writeBuffer(Family family) {
        long share = settings.writeBufferBytes() / 8;
        return switch (family) {
            case BODY -> 4 * share;
            case BASE -> 2 * share;
            case HISTORY, PARTS, CHANGE, EVENT -> share;
        };
    }

    private <T extends AutoCloseable> T keep(T object) {
        natives.addLast(object);
        return object;
    }
}
