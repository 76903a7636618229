package lazurite.base;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Wall time that never runs backwards against what was seen: the wall clock, but never less than what it once said and
 * the time that has passed since. For ends that must not be put off by setting the clock back. A clock set forward is
 * believed, and what it said stands when it is set right again.
 *
 * <p>Concurrency: any thread, without a lock.
 */
public final class OnwardClock implements InstantSource {
    /** The latest time that was seen, and when by the monotonic clock. */
    private record Seen(long millis, long nanos) {
        long carriedTo(long now) {
            return millis + Math.max(0, now - nanos) / 1_000_000;
        }
    }

    private final InstantSource wall;
    private final LongSupplier nanoTime;
    private final AtomicReference<Seen> seen;

    public OnwardClock(InstantSource wall, LongSupplier nanoTime) {
        this.wall = wall;
        this.nanoTime = nanoTime;
        this.seen = new AtomicReference<>(new Seen(wall.millis(), nanoTime.getAsLong()));
    }

    /** Milliseconds since 1970. */
    @Override
    public long millis() {
        return atLeast(wall.millis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** It is this late or later: the newest time that was written down, say, before this process began. */
    public void raise(long millis) {
        atLeast(millis);
    }

    private long atLeast(long millis) {
        long nanos = nanoTime.getAsLong();
        Seen known = seen.get();
        while (millis > known.carriedTo(nanos)) {
            if (seen.compareAndSet(known, new Seen(millis, nanos))) {
                return millis;
            }
            known = seen.get();
        }
        return known.carriedTo(nanos);
    }
}
