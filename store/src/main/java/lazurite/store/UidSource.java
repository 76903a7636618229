package lazurite.store;

import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.Platform;

/**
 * Makes {@link Uid}s: 48 bits of milliseconds since 1970 and a 16-bit count, strictly increasing in this process even
 * when the wall clock steps back; then 64 random bits, so that processes need not agree.
 *
 * <p>Concurrency: any thread.
 */
public final class UidSource {
    private final Platform platform;
    private final AtomicLong last = new AtomicLong();

    public UidSource(Platform platform) {
        this.platform = platform;
    }

    public Uid next() {
        long now = platform.clock().millis() << 16;
        return new Uid(
                last.accumulateAndGet(now, (seen, wall) -> Math.max(seen + 1, wall)),
                platform.random().nextLong());
    }

    /** Makes every later id greater than {@code seen}: called at start with the greatest id found in the store. */
    public void above(Uid seen) {
        last.accumulateAndGet(seen.high(), Math::max);
    }
}
