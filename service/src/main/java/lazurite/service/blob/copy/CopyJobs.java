package lazurite.service.blob.copy;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * The pending copies of this server: their rows, and the threads that carry some of them out at once. One that cannot
 * be written because the server is busy or full is tried again; a server that stops leaves them pending.
 *
 * <p>Concurrency: any thread.
 */
public final class CopyJobs implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CopyJobs.class.getName());
    private static final int PENDING_MAX = 10_000;
    private static final int SCAN_ROWS = 100;
    private static final long RETRY_NANOS = 5_000_000_000L;

    private final BlobRows rows;
    private final Carrier carrier;
    private final int runningMax;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<String, Thread> running = new HashMap<>();

    /** Ids of all copies that this process began or took up, and has not ended. */
    private final Set<String> taken = new HashSet<>();

    private @Nullable Thread resuming;
    private boolean closed;

    private record Waiting(CopyJob job, Pass pass) {}

    /** Carries one copy out. */
    interface Carrier {
        /** Returns once the blob says how the copy ended, or waits for it no more. */
        void carry(CopyJob job, Pass pass);

        /** Has the blob say that the copy failed. */
        void fail(CopyJob job, StorageException why);
    }

    CopyJobs(BlobRows rows, Carrier carrier, int runningMax) {
        this.rows = rows;
        this.carrier = carrier;
        this.runningMax = runningMax;
    }

    /** Keeps the job, durable when this returns. To be called before the blob says that its copy is pending. */
    void keep(CopyJob job) {
        synchronized (this) {
            if (closed || taken.size() >= PENDING_MAX) {
                throw new StorageException(ErrorCode.ServerBusy, "Too many copies are pending.");
            }
            taken.add(job.id());
        }
        Group group = BlobKeys.copyJob(job.id());
        Mutation put = new Mutation.Put(Family.BASE, group.prefix(), job.write());
        rows.metadata().commit(new Commit(group, rows.newId(), List.of(), List.of(put), null));
    }

    /** Forgets a job whose copy is not pending. */
    void forget(CopyJob job) {
        Group group = BlobKeys.copyJob(job.id());
        Mutation delete = new Mutation.Delete(Family.BASE, group.prefix());
        rows.metadata().commit(new Commit(group, rows.newId(), List.of(), List.of(delete), null));
        synchronized (this) {
            taken.remove(job.id());
        }
    }

    /** Carries the job out when its turn comes. */
    synchronized void add(CopyJob job, Pass pass) {
        waiting.add(new Waiting(job, pass));
        startNext();
    }

    /** Has the job of that copy look whether it is still wanted. */
    synchronized void hurry(String id) {
        Thread thread = running.get(id);
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Takes up what was pending when the server stopped, behind; to be called once.
     *
     * @param passes leave to write to an account; throws where an order takes it, and the copy then fails; null if there
     *     is no such account now: its copies stay pending
     */
    public synchronized void resume(Function<String, @Nullable Pass> passes) {
        resuming = rows.platform().virtualThreads().newThread(() -> takeUp(passes));
        resuming.start();
    }

    private void takeUp(Function<String, @Nullable Pass> passes) {
        try {
            KeyRange rest = BlobKeys.COPY_JOBS;
            while (!isStopping()) {
                List<Row> page = rows.metadata().scan(Family.BASE, rest, SCAN_ROWS);
                page.forEach(row -> takeUp(CopyJob.read(row.value()), passes));
                if (page.size() < SCAN_ROWS) {
                    return;
                }
                rest = rest.startingAt(page.getLast().key().next());
            }
        } catch (RuntimeException failed) {
            LOG.log(Level.WARNING, "pending copies could not be taken up and wait for the next start", failed);
        }
    }

    private void takeUp(CopyJob job, Function<String, @Nullable Pass> passes) {
        synchronized (this) {
            if (!taken.add(job.id())) {
                return;
            }
        }
        try {
            Pass pass = passes.apply(job.account());
            if (pass == null) {
                LOG.log(Level.WARNING, "copy " + job.id() + " stays pending: there is no account " + job.account());
            } else {
                add(job, pass);
            }
        } catch (StorageException refused) {
            carrier.fail(job, refused);
            forget(job);
        }
    }

    private synchronized void startNext() {
        while (!closed && running.size() < runningMax && !waiting.isEmpty()) {
            Waiting next = waiting.remove();
            Thread thread = rows.platform().virtualThreads().newThread(() -> run(next));
            running.put(next.job().id(), thread);
            thread.start();
        }
    }

    private void run(Waiting next) {
        try {
            while (!isStopping() && !tried(next)) {
                boolean hurried = Thread.interrupted();
                if (!hurried && !isStopping()) {
                    LockSupport.parkNanos(this, RETRY_NANOS);
                }
            }
        } finally {
            synchronized (this) {
                running.remove(next.job().id());
                startNext();
            }
        }
    }

    /** Whether there is nothing left to try. */
    private boolean tried(Waiting next) {
        try {
            carrier.carry(next.job(), next.pass());
            forget(next.job());
            return true;
        } catch (RuntimeException failed) {
            if (!isStopping() && !Thread.currentThread().isInterrupted()) {
                LOG.log(Level.WARNING, "copy " + next.job().id() + " could not be ended and is tried again", failed);
            }
            return false;
        }
    }

    /** Whether the server stops, so that what fails now must not be taken for the copy's failure. */
    synchronized boolean isStopping() {
        return closed;
    }

    /** Ends what runs; it stays pending. */
    @Override
    public void close() {
        List<Thread> threads;
        synchronized (this) {
            closed = true;
            threads = new ArrayList<>(running.values());
            if (resuming != null) {
                threads.add(resuming);
            }
        }
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
