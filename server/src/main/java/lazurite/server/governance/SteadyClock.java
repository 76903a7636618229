package lazurite.server.governance;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import lazurite.base.Platform;

/**
 * Tells whether the wall clock can be trusted with what cannot be taken back: not for ten minutes after it jumped by over
 * an hour. A clock that was set wrong is set right by then; one that jumped because the machine slept stays.
 *
 * <p>Concurrency: one thread.
 */
final class SteadyClock {
    static final Duration JUMP = Duration.ofHours(1);
    static final Duration WAIT = Duration.ofMinutes(10);

    private final Platform platform;
    private long wallMillis;
    private long nanos;
    private long steadyFromNanos;

    SteadyClock(Platform platform) {
        this.platform = platform;
        this.wallMillis = platform.clock().millis();
        this.nanos = platform.nanoTime().getAsLong();
        this.steadyFromNanos = nanos;
    }

    boolean steady() {
        long wallNow = platform.clock().millis();
        long now = platform.nanoTime().getAsLong();
        long drift = (wallNow - wallMillis) - TimeUnit.NANOSECONDS.toMillis(now - nanos);
        if (Math.abs(drift) > JUMP.toMillis()) {
            steadyFromNanos = now + WAIT.toNanos();
        }
        wallMillis = wallNow;
        nanos = now;
        return now - steadyFromNanos >= 0;
    }
}
