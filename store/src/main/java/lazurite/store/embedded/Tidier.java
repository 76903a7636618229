package lazurite.store.embedded;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import lazurite.base.Threads;
import lazurite.store.Family;
import org.rocksdb.RocksDBException;

/**
 * Keeps scans fast where many rows were deleted. RocksDB keeps a mark for each deleted row, which scans must step over;
 * files full of marks are compacted at once ({@link TableOptions}), but marks in memory are not. So after every
 * {@link #DELETIONS_MAX} deletions the family's memory table is written out, and what RocksDB leaves of the marks is
 * compacted away.
 *
 * <p>Concurrency: {@link #deleted} from the committer only; the flushes run on a thread of their own.
 */
final class Tidier implements AutoCloseable {
    /** Most marks in memory that a scan may meet, give or take what comes while a flush runs. */
    private static final int DELETIONS_MAX = 8192;

    /** How often to look for files full of marks after a flush, until there are none. */
    private static final int LOOK_AGAIN_SECONDS = 1;

    private sealed interface Order {
        record Flush(Family family) implements Order {}

        record Stop() implements Order {}
    }

    private final Tables tables;
    private final WriteGate gate;
    private final Map<Family, Integer> deletions = new EnumMap<>(Family.class);
    private final LinkedBlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final Thread thread;

    Tidier(Tables tables, WriteGate gate, ThreadFactory factory) {
        this.tables = tables;
        this.gate = gate;
        this.thread = factory.newThread(this::run);
        thread.setName("lazurite-tidier");
        thread.start();
    }

    /** Counts deletions that were written. */
    void deleted(Map<Family, Integer> counts) {
        counts.forEach((family, count) -> {
            if (deletions.merge(family, count, Integer::sum) >= DELETIONS_MAX) {
                deletions.put(family, 0);
                Order flush = new Order.Flush(family);
                if (!orders.contains(flush)) {
                    orders.add(flush);
                }
            }
        });
    }

    @Override
    public void close() {
        orders.clear();
        orders.add(new Order.Stop());
        Threads.awaitEnd(thread);
    }

    private void run() {
        Set<Family> marked = EnumSet.noneOf(Family.class);
        try {
            while (true) {
                Order order = marked.isEmpty() ? orders.take() : orders.poll(LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
                switch (order) {
                    case Order.Flush flush -> {
                        tables.flush(flush.family());
                        marked.add(flush.family());
                    }
                    case Order.Stop _ -> {
                        return;
                    }
                    case null -> marked.removeIf(this::dropMarks);
                }
            }
        } catch (RocksDBException e) {
            gate.fail("a metadata flush", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean dropMarks(Family family) {
        try {
            return tables.dropDeletionMarks(family);
        } catch (RocksDBException e) {
            // a compaction took one of the files meanwhile, or one is damaged: the marks stay for this time
            return false;
        }
    }
}
