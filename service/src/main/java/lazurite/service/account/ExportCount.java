package lazurite.service.account;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What was served under one grant. More than was counted is kept beforehand, a step at a time, and only what is kept is
 * served: a process that is killed has served no more than what the next one begins with, and at most a step less.
 *
 * <p>Concurrency: any thread.
 */
final class ExportCount {
    static final long REQUESTS_STEP = 1_000;
    static final long BYTES_STEP = 64L << 20;

    private final long offer;
    private final ExportTotals totals;
    private final AtomicLong requests;
    private final AtomicLong bytes;
    private final ReentrantLock keeping = new ReentrantLock();
    private volatile Exported kept;

    ExportCount(long offer, ExportTotals totals) {
        this.offer = offer;
        this.totals = totals;
        this.kept = totals.read(offer);
        this.requests = new AtomicLong(kept.requests());
        this.bytes = new AtomicLong(kept.bytes());
    }

    /**
     * Counts, before anything is sent.
     *
     * @param moreRequests below 0 to take back what was not served after all, as with the bytes
     * @throws lazurite.base.StorageException as the store does; then nothing may be sent
     */
    void add(long moreRequests, long moreBytes) {
        long allRequests = requests.addAndGet(moreRequests);
        long allBytes = bytes.addAndGet(moreBytes);
        if (allRequests > kept.requests() || allBytes > kept.bytes()) {
            keep();
        }
    }

    private void keep() {
        keeping.lock();
        try {
            Exported now = sum();
            if (now.requests() > kept.requests() || now.bytes() > kept.bytes()) {
                Exported most = new Exported(now.requests() + REQUESTS_STEP, now.bytes() + BYTES_STEP);
                totals.write(offer, most);
                kept = most;
            }
        } finally {
            keeping.unlock();
        }
    }

    /** Keeps what was counted, exactly: nothing is served any more, or what is, is kept anew. */
    void settle() {
        keeping.lock();
        try {
            Exported now = sum();
            if (!now.equals(kept)) {
                kept = now;
                totals.write(offer, now);
            }
        } finally {
            keeping.unlock();
        }
    }

    Exported sum() {
        return new Exported(requests.get(), bytes.get());
    }
}
