package lazurite.service.blob;

import java.time.Duration;
import java.time.Instant;

/**
 * That something was deleted and is kept for a while, to be had back.
 *
 * @param at when it was deleted
 * @param days how long it is kept from then on, 1 to 365: the setting at that time
 */
public record Deletion(Instant at, int days) {
    /** When it is gone for good. */
    public Instant ends() {
        return at.plus(Duration.ofDays(days));
    }
}
