package lazurite.service.blob.query;

import java.util.function.LongSupplier;

/**
 * Counts a query's work, so that it leaves its carrier thread to others every few milliseconds and does not go on for
 * ever.
 *
 * <p>Concurrency: one thread, which should be virtual.
 */
final class Effort {
    private static final int TURN_UNITS = 1 << 16;

    private final LongSupplier nanoTime;
    private final long endNanos;
    private int units;

    /** @param nanosMax how long the query may take, the client's reading included */
    Effort(LongSupplier nanoTime, long nanosMax) {
        this.nanoTime = nanoTime;
        this.endNanos = nanoTime.getAsLong() + nanosMax;
    }

    /**
     * @param more steps of some ten nanoseconds
     * @throws QueryFailure fatal QueryTimeout
     */
    @SuppressWarnings("ThreadPriorityCheck") // nothing else takes the carrier from a virtual thread that computes
    void spend(int more) {
        units += more;
        if (units >= TURN_UNITS) {
            units = 0;
            Thread.yield();
            if (nanoTime.getAsLong() - endNanos > 0) {
                throw QueryFailure.fatal("QueryTimeout", "The query takes longer than it may.");
            }
        }
    }
}
