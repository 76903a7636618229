package lazurite.service.blob.change;

import static lazurite.service.blob.record.Lease.State.AVAILABLE;
import static lazurite.service.blob.record.Lease.State.BREAKING;
import static lazurite.service.blob.record.Lease.State.BROKEN;
import static lazurite.service.blob.record.Lease.State.EXPIRED;
import static lazurite.service.blob.record.Lease.State.LEASED;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.LeaseAction;
import lazurite.service.blob.record.Lease;
import org.jspecify.annotations.Nullable;

/**
 * The lease state machine: Azure "Lease Blob" and "Lease Container", tables of outcomes by state. The same for blobs
 * and containers but for the codes with which other operations are refused.
 */
public final class LeaseRules {
    private LeaseRules() {}

    /**
     * What an action makes of a lease.
     *
     * @param lease null once released
     * @param id to answer with; null if the answer has none
     * @param secondsLeft of a break; null otherwise
     */
    public record Outcome(
            @Nullable Lease lease,
            @Nullable String id,
            @Nullable Integer secondsLeft) {}

    public static Outcome apply(LeaseAction action, @Nullable Lease lease, Instant now, Supplier<UUID> newId) {
        Lease.State state = Lease.state(lease, now);
        return switch (action) {
            case LeaseAction.Acquire acquire -> acquire(acquire, lease, state, now, newId);
            case LeaseAction.Renew renew -> renew(renew, lease, state, now);
            case LeaseAction.Change change -> change(change, lease, state);
            case LeaseAction.Release release -> release(release, lease);
            case LeaseAction.Break broken -> breakLease(broken, lease, state, now);
        };
    }

    private static Outcome acquire(
            LeaseAction.Acquire action, @Nullable Lease lease, Lease.State state, Instant now, Supplier<UUID> newId) {
        String proposed = action.proposedId();
        boolean same = lease != null && proposed != null && lease.is(proposed);
        if (state == BREAKING) {
            throw new StorageException(
                    same ? ErrorCode.LeaseIsBreakingAndCannotBeAcquired : ErrorCode.LeaseAlreadyPresent);
        }
        if (state == LEASED && !same) {
            throw new StorageException(ErrorCode.LeaseAlreadyPresent);
        }
        String id = proposed == null ? newId.get().toString() : proposed;
        return new Outcome(start(id, action.durationSeconds(), now), id, null);
    }

    private static Outcome renew(LeaseAction.Renew action, @Nullable Lease lease, Lease.State state, Instant now) {
        Lease held = requireId(lease, action.id());
        if (state == BREAKING || state == BROKEN) {
            throw new StorageException(ErrorCode.LeaseIsBrokenAndCannotBeRenewed);
        }
        return new Outcome(start(held.id(), held.durationSeconds(), now), held.id(), null);
    }

    private static Outcome change(LeaseAction.Change action, @Nullable Lease lease, Lease.State state) {
        if (lease == null || state == AVAILABLE || state == BROKEN || state == EXPIRED) {
            throw new StorageException(ErrorCode.LeaseNotPresentWithLeaseOperation);
        }
        if (state == BREAKING) {
            throw new StorageException(
                    lease.is(action.id())
                            ? ErrorCode.LeaseIsBreakingAndCannotBeChanged
                            : ErrorCode.LeaseIdMismatchWithLeaseOperation);
        }
        if (!lease.is(action.id()) && !lease.is(action.proposedId())) {
            throw new StorageException(ErrorCode.LeaseIdMismatchWithLeaseOperation);
        }
        Lease changed = new Lease(action.proposedId(), lease.durationSeconds(), lease.ends(), false);
        return new Outcome(changed, changed.id(), null);
    }

    private static Outcome release(LeaseAction.Release action, @Nullable Lease lease) {
        requireId(lease, action.id());
        return new Outcome(null, null, null);
    }

    private static Outcome breakLease(LeaseAction.Break action, @Nullable Lease lease, Lease.State state, Instant now) {
        if (lease == null || state == AVAILABLE) {
            throw new StorageException(ErrorCode.LeaseNotPresentWithLeaseOperation);
        }
        if (state == BROKEN || state == EXPIRED) {
            return broken(lease, now, 0);
        }
        Instant ends = lease.ends();
        long remaining = ends == null ? 0 : Math.max(0, secondsUp(Duration.between(now, ends)));
        Integer period = action.periodSeconds();
        if (state == BREAKING) {
            return broken(lease, now, period == null ? remaining : Math.min(remaining, period));
        }
        if (period == null) {
            return broken(lease, now, remaining);
        }
        return broken(lease, now, lease.infinite() ? period : Math.min(remaining, period));
    }

    private static Outcome broken(Lease lease, Instant now, long seconds) {
        Instant ends = lease.broken() && lease.ends() != null && !lease.ends().isAfter(now.plusSeconds(seconds))
                ? lease.ends()
                : now.plusSeconds(seconds);
        return new Outcome(new Lease(lease.id(), lease.durationSeconds(), ends, true), null, (int) seconds);
    }

    private static long secondsUp(Duration left) {
        return left.plusNanos(999_999_999).toSeconds();
    }

    private static Lease start(String id, int durationSeconds, Instant now) {
        return new Lease(id, durationSeconds, durationSeconds == -1 ? null : now.plusSeconds(durationSeconds), false);
    }

    private static Lease requireId(@Nullable Lease lease, String id) {
        if (lease == null || !lease.is(id)) {
            throw new StorageException(ErrorCode.LeaseIdMismatchWithLeaseOperation);
        }
        return lease;
    }

    /** Refuses a write to a leased blob without the lease's id, and any id that is not in force. */
    public static void checkBlobWrite(@Nullable Lease lease, @Nullable String id, Instant now) {
        Lease.State state = Lease.state(lease, now);
        if (id == null) {
            if (state == LEASED || state == BREAKING) {
                throw new StorageException(ErrorCode.LeaseIdMissing);
            }
            return;
        }
        checkBlobRead(lease, id, now);
    }

    /** A read needs no lease id, but one that is given must be in force. */
    public static void checkBlobRead(@Nullable Lease lease, @Nullable String id, Instant now) {
        if (id != null) {
            checkGiven(
                    lease,
                    id,
                    now,
                    ErrorCode.LeaseNotPresentWithBlobOperation,
                    ErrorCode.LeaseIdMismatchWithBlobOperation);
        }
    }

    /** As {@link #checkBlobRead} for containers. */
    public static void checkContainer(@Nullable Lease lease, @Nullable String id, Instant now) {
        if (id != null) {
            checkGiven(
                    lease,
                    id,
                    now,
                    ErrorCode.LeaseNotPresentWithContainerOperation,
                    ErrorCode.LeaseIdMismatchWithContainerOperation);
        }
    }

    /** Deleting a leased container needs the id. */
    public static void checkContainerDelete(@Nullable Lease lease, @Nullable String id, Instant now) {
        Lease.State state = Lease.state(lease, now);
        if (id == null && (state == LEASED || state == BREAKING)) {
            throw new StorageException(ErrorCode.LeaseIdMissing);
        }
        checkContainer(lease, id, now);
    }

    private static void checkGiven(
            @Nullable Lease lease, String id, Instant now, ErrorCode notPresent, ErrorCode mismatch) {
        if (lease == null) {
            throw new StorageException(notPresent);
        }
        if (!lease.is(id)) {
            throw new StorageException(mismatch);
        }
        Lease.State state = Lease.state(lease, now);
        if (state == BROKEN || state == EXPIRED) {
            throw new StorageException(ErrorCode.LeaseLost);
        }
    }

    /** The lease that a write leaves behind: one that ended is forgotten, as the blob is now newer than it. */
    public static @Nullable Lease afterWrite(@Nullable Lease lease, Instant now) {
        Lease.State state = Lease.state(lease, now);
        return state == LEASED || state == BREAKING ? lease : null;
    }
}
