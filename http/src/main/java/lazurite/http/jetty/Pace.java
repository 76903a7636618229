package lazurite.http.jetty;

import java.util.concurrent.TimeUnit;

/**
 * How long a peer may keep us waiting in all for one body: twice the idle timeout, and a second more for each KiB it
 * has moved. A silent peer meets the idle timeout first; this is for those that drip.
 *
 * <p>Concurrency: one thread at a time.
 */
final class Pace {
    private static final long BYTES_PER_SECOND_MIN = 1024;
    private static final long NANOS_PER_BYTE_MAX = TimeUnit.SECONDS.toNanos(1) / BYTES_PER_SECOND_MIN;

    private final long freeNanos;
    private long waitedNanos;

    Pace(long idleTimeoutNanos) {
        this.freeNanos = 2 * idleTimeoutNanos;
    }

    /** Nanoseconds the peer may still make us wait after having moved {@code bytes}. */
    long leftNanos(long bytes) {
        return freeNanos + bytes * NANOS_PER_BYTE_MAX - waitedNanos;
    }

    void waited(long nanos) {
        waitedNanos += nanos;
    }
}
