package lazurite.service.blob.record;

import java.time.Duration;
import java.time.Instant;

/**
 * That something was deleted and is kept for a while, to be had back.
 *
 * @param at when it was deleted
 * @param days how long it is kept from then on, 1 to 365: the setting at that time
 * @param whole whether it was the blob itself, and not one of its snapshots or versions
 */
public record Deletion(Instant at, int days, boolean whole) {
    private static final long DAY_MILLIS = 86_400_000;

    /** When it is gone for good. */
    public Instant ends() {
        return at.plus(Duration.ofDays(days));
    }

    /** Whether it can no longer be had back; nobody is shown it from then on. */
    public boolean over(Instant now) {
        return !now.isBefore(ends());
    }

    /** Whole days that are left. */
    public int daysLeft(Instant now) {
        return (int) Math.max(0, Duration.between(now, ends()).toMillis() / DAY_MILLIS);
    }
}
