package lazurite.store.body;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;

/**
 * The extents that this process writes: a body takes a free one (or a new one), appends its message alone, gives it
 * back. It also knows which extents hold a finished body that no row names yet.
 *
 * <p>Concurrency: any thread. Creation and {@link #atRest} exclude each other, so that an extent is never listed
 * between its creation and its being known as open.
 */
final class OpenExtents {
    private final ExtentStore extents;
    private final BodySettings settings;
    private final Platform platform;
    private final Semaphore permits;
    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private final Set<ExtentId> open = new HashSet<>();
    private final Set<ExtentId> ending = new HashSet<>();
    private final Map<ExtentId, Integer> guards = new HashMap<>();
    private boolean closed;

    private record Idle(ExtentStore.Writer writer, long sinceNanos) {}

    OpenExtents(ExtentStore extents, BodySettings settings, Platform platform) {
        this.extents = extents;
        this.settings = settings;
        this.platform = platform;
        this.permits = new Semaphore(settings.uploadsMax(), true);
    }

    /** An extent for one message; waits for one if as many as allowed are being written. */
    ExtentStore.Writer take() {
        try {
            if (!permits.tryAcquire(settings.uploadWaitMillisMax(), TimeUnit.MILLISECONDS)) {
                throw new StorageException(ErrorCode.ServerBusy, "All extents are being written.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(ErrorCode.ServerBusy, "The server is stopping.");
        }
        boolean taken = false;
        try {
            ExtentStore.Writer writer = freeOrNew();
            taken = true;
            return writer;
        } finally {
            if (!taken) {
                permits.release();
            }
        }
    }

    private synchronized ExtentStore.Writer freeOrNew() {
        if (closed) {
            throw new StorageException(ErrorCode.ServerBusy, "The server is stopping.");
        }
        Idle free = idle.pollFirst();
        if (free != null) {
            return free.writer();
        }
        ExtentStore.Writer writer = extents.create();
        open.add(writer.id());
        return writer;
    }

    /** Ends what {@link #take} began. */
    void giveBack(ExtentStore.Writer writer) {
        boolean full = writer.sealed() || writer.size() >= settings.extentBytesMax();
        boolean kept;
        synchronized (this) {
            kept = !full && !closed && !ending.contains(writer.id());
            if (kept) {
                idle.addFirst(new Idle(writer, platform.nanoTime().getAsLong()));
            }
        }
        if (!kept) {
            seal(writer);
        }
        permits.release();
    }

    private void seal(ExtentStore.Writer writer) {
        try {
            writer.close();
        } finally {
            synchronized (this) {
                open.remove(writer.id());
                ending.remove(writer.id());
            }
        }
    }

    synchronized void guard(ExtentId extent) {
        guards.merge(extent, 1, Integer::sum);
    }

    synchronized void unguard(ExtentId extent) {
        guards.computeIfPresent(extent, (id, count) -> count == 1 ? null : count - 1);
    }

    /** Extents that no one here writes or guards. They stay so: an extent is never opened again. */
    synchronized List<ExtentId> atRest() {
        List<ExtentId> resting = new ArrayList<>(extents.list());
        resting.removeIf(id -> open.contains(id) || guards.containsKey(id));
        return resting;
    }

    /** Seals the extent, at once or when the body that is being written to it is. */
    void sealOnceFree(ExtentId extent) {
        synchronized (this) {
            if (open.contains(extent)) {
                ending.add(extent);
            }
        }
        sealFree(free -> free.writer().id().equals(extent));
    }

    /** Seals the extents that have waited for a writer for too long. */
    void sealIdle() {
        long now = platform.nanoTime().getAsLong();
        long nanosMax = TimeUnit.MILLISECONDS.toNanos(settings.idleMillisMax());
        sealFree(free -> now - free.sinceNanos() >= nanosMax);
    }

    void sealFree() {
        sealFree(free -> true);
    }

    private void sealFree(Predicate<Idle> which) {
        List<Idle> chosen = new ArrayList<>();
        synchronized (this) {
            idle.removeIf(free -> which.test(free) && chosen.add(free));
        }
        chosen.forEach(free -> seal(free.writer()));
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        sealFree(free -> true);
    }
}
