package lazurite.store.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.base.Threads;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The one thread that writes metadata. It takes everything that waits, writes it as one synced batch, and starts on
 * what has come meanwhile; nothing is ever delayed to wait for company.
 *
 * <p>Concurrency: {@link #submit} from any thread. Whoever waits is told from a virtual thread, so that the next batch
 * needn't wait for that.
 */
final class Committer implements AutoCloseable {
    private static final int BATCH_COUNT_MAX = 4096;
    private static final long BATCH_BYTES_MAX = 8 << 20;

    /** Most bytes waiting; beyond, writers are refused. */
    private static final long WAITING_BYTES_MAX = 128L << 20;

    private static final long STALL_NANOS_MAX = 20_000_000_000L;
    private static final long STALL_PARK_NANOS = 1_000_000;

    private final Tables tables;
    private final WriteGate gate;
    private final SyncProbe probe;
    private final Platform platform;
    private final Tidier tidier;
    private final LinkedBlockingQueue<Work> waiting = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Committer(Tables tables, WriteGate gate, SyncProbe probe, Platform platform, Tidier tidier) {
        this.tables = tables;
        this.gate = gate;
        this.probe = probe;
        this.platform = platform;
        this.tidier = tidier;
        this.thread = platform.platformThreads().newThread(this::run);
        thread.setName("lazurite-committer");
        thread.start();
    }

    /** Hands the work in, or throws ServerBusy. */
    void submit(Work work) {
        if (closed) {
            throw closed();
        }
        if (waitingBytes.addAndGet(work.bytes()) > WAITING_BYTES_MAX) {
            waitingBytes.addAndGet(-work.bytes());
            throw new StorageException(ErrorCode.ServerBusy, "Too many commits are waiting to be written.");
        }
        waiting.add(work);
        if (closed && waiting.remove(work)) {
            throw closed();
        }
    }

    /** Writes what waits, then stops. */
    @Override
    public void close() {
        Work.Stop stop = new Work.Stop(new CompletableFuture<>());
        if (!closed) {
            waiting.add(stop);
            closed = true;
        }
        Threads.awaitEnd(thread);
    }

    private void run() {
        List<Work> works = new ArrayList<>();
        boolean stopped = false;
        while (!stopped) {
            stopped = take(works);
            write(works);
            works = new ArrayList<>();
        }
        Work late = waiting.poll();
        while (late != null) {
            late.done().completeExceptionally(closed());
            late = waiting.poll();
        }
    }

    /** Waits for work and takes what there is, up to the bounds of a batch; true if it ends with a stop. */
    private boolean take(List<Work> works) {
        long bytes = 0;
        Work next = takeFirst();
        while (next != null) {
            waitingBytes.addAndGet(-next.bytes());
            if (next instanceof Work.Stop) {
                return true;
            }
            works.add(next);
            bytes += next.bytes();
            next = works.size() < BATCH_COUNT_MAX && bytes < BATCH_BYTES_MAX ? waiting.poll() : null;
        }
        return false;
    }

    /** Nobody interrupts this thread; it ends by {@link Work.Stop}. Should somebody, it ends likewise. */
    private Work takeFirst() {
        try {
            return waiting.take();
        } catch (InterruptedException e) {
            closed = true;
            return new Work.Stop(new CompletableFuture<>());
        }
    }

    private void write(List<Work> works) {
        List<Runnable> outcomes = new ArrayList<>(works.size());
        try (Batch batch = new Batch(tables)) {
            gate.requireSound();
            for (Work work : works) {
                outcomes.add(judge(batch, work));
            }
            if (!batch.isEmpty()) {
                writeSynced(batch);
                tidier.deleted(batch.deletions());
            }
            tell(outcomes);
        } catch (StorageException e) {
            tell(failures(works, e));
        } catch (Throwable e) {
            tell(failures(works, gate.fail("a metadata write", e)));
        }
    }

    /** Adds the work to the batch; the outcome is told once the batch is written. */
    private static Runnable judge(Batch batch, Work work) throws RocksDBException {
        try {
            boolean applies = batch.add(work);
            return () -> work.done().complete(applies);
        } catch (StorageException unreadable) {
            return () -> work.done().completeExceptionally(unreadable);
        }
    }

    /** Writes; when flushes are behind, tries again for a while, since then nothing was written. */
    private void writeSynced(Batch batch) throws RocksDBException, IOException {
        probe.beforeSync("metadata");
        long start = platform.nanoTime().getAsLong();
        while (true) {
            try {
                tables.write(batch.rows());
                return;
            } catch (RocksDBException e) {
                if (!isStall(e)) {
                    throw e;
                }
                if (platform.nanoTime().getAsLong() - start > STALL_NANOS_MAX) {
                    throw new StorageException(ErrorCode.ServerBusy, "The metadata tables cannot keep up.", e);
                }
                LockSupport.parkNanos(this, STALL_PARK_NANOS);
            }
        }
    }

    private static boolean isStall(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getCode() == Status.Code.Incomplete;
    }

    private void tell(List<Runnable> outcomes) {
        if (!outcomes.isEmpty()) {
            platform.virtualThreads()
                    .newThread(() -> outcomes.forEach(Runnable::run))
                    .start();
        }
    }

    private static List<Runnable> failures(List<Work> works, StorageException cause) {
        return works.stream()
                .<Runnable>map(work -> () -> work.done().completeExceptionally(cause.again()))
                .toList();
    }

    private static StorageException closed() {
        return new StorageException(ErrorCode.ServerBusy, "The store is closed.");
    }
}
