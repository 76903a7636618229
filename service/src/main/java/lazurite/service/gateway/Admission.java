package lazurite.service.gateway;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;

/**
 * The gate that keeps load within {@link Limits}, so that memory is bounded by settings and not by clients.
 *
 * <p>Concurrency: any thread; uploads take turns in the order they came.
 */
public final class Admission {
    private final Limits limits;
    private final Semaphore requests;
    private final Semaphore uploads;

    public Admission(Limits limits) {
        this.limits = limits;
        this.requests = new Semaphore(limits.requestsMax());
        this.uploads = new Semaphore(limits.uploadsMax(), true);
    }

    /** Requests in flight now. */
    public int requestsInFlight() {
        return limits.requestsMax() - requests.availablePermits();
    }

    /** Uploads in flight now. */
    public int uploadsInFlight() {
        return limits.uploadsMax() - uploads.availablePermits();
    }

    /** Takes a request in, if there is room; {@link #leave} must follow. */
    boolean tryEnter() {
        return requests.tryAcquire();
    }

    void leave() {
        requests.release();
    }

    /** A body's turn to be read; over when closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for the body's turn.
     *
     * @throws StorageException 503 ServerBusy if it does not come in time
     */
    Turn upload(Body body) {
        if (body.length() >= 0 && body.length() <= limits.smallBodyBytes()) {
            return () -> {};
        }
        try {
            if (uploads.tryAcquire(limits.uploadWaitMax().toNanos(), TimeUnit.NANOSECONDS)) {
                return uploads::release;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }
}
