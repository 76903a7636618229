package lazurite.service.blob.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a lease on a blob or container; its state follows from the clock.
 *
 * @param id current or last lease id, lower-case GUID
 * @param durationSeconds -1 for infinite
 * @param ends when a fixed lease runs out, or when a breaking one is broken; null for an infinite lease in force
 * @param broken whether it was broken: then {@code ends} is when the break is complete
 */
public record Lease(
        String id, int durationSeconds, @Nullable Instant ends, boolean broken) {
    /** Azure's lease states; names in lower case are the wire form. */
    public enum State {
        AVAILABLE,
        LEASED,
        EXPIRED,
        BREAKING,
        BROKEN
    }

    /** The state of a possibly absent lease. */
    public static State state(@Nullable Lease lease, Instant now) {
        if (lease == null) {
            return State.AVAILABLE;
        }
        boolean over = lease.ends != null && !now.isBefore(lease.ends);
        if (lease.broken) {
            return over ? State.BROKEN : State.BREAKING;
        }
        return over ? State.EXPIRED : State.LEASED;
    }

    public boolean infinite() {
        return durationSeconds == -1;
    }

    public boolean is(String other) {
        return id.equalsIgnoreCase(other);
    }
}
