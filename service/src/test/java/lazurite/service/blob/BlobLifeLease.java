package lazurite.service.blob;

import java.time.Duration;
import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.service.blob.record.Lease;
import org.jspecify.annotations.Nullable;

/** The lease of a blob, as Azure's table of outcomes has it; what is refused is told by its code. */
final class BlobLifeLease {
    /** Null if there is none. */
    @Nullable
    Rent held;

    /** A lease; it is over at {@code ends}, which is null for never. */
    record Rent(String id, int seconds, @Nullable Instant ends, boolean broken) {}

    boolean isInForce(Instant now) {
        Lease.State state = state(now);
        return state == Lease.State.LEASED || state == Lease.State.BREAKING;
    }

    Lease.State state(Instant now) {
        Rent rent = held;
        if (rent == null) {
            return Lease.State.AVAILABLE;
        }
        boolean over = rent.ends() != null && !now.isBefore(rent.ends());
        if (rent.broken()) {
            return over ? Lease.State.BROKEN : Lease.State.BREAKING;
        }
        return over ? Lease.State.EXPIRED : Lease.State.LEASED;
    }

    @Nullable
    ErrorCode refusesWrite(@Nullable String id, Instant now) {
        return id == null && isInForce(now) ? ErrorCode.LeaseIdMissing : refusesRead(id, now);
    }

    @Nullable
    ErrorCode refusesRead(@Nullable String id, Instant now) {
        Rent rent = held;
        if (id == null) {
            return null;
        }
        if (rent == null) {
            return ErrorCode.LeaseNotPresentWithBlobOperation;
        }
        if (!rent.id().equals(id)) {
            return ErrorCode.LeaseIdMismatchWithBlobOperation;
        }
        return isInForce(now) ? null : ErrorCode.LeaseLost;
    }

    @Nullable
    ErrorCode acquire(String id, int seconds, Instant now) {
        Lease.State state = state(now);
        boolean same = held != null && held.id().equals(id);
        if (state == Lease.State.BREAKING) {
            return same ? ErrorCode.LeaseIsBreakingAndCannotBeAcquired : ErrorCode.LeaseAlreadyPresent;
        }
        if (state == Lease.State.LEASED && !same) {
            return ErrorCode.LeaseAlreadyPresent;
        }
        return hold(new Rent(id, seconds, seconds < 0 ? null : now.plusSeconds(seconds), false));
    }

    @Nullable
    ErrorCode renew(String id, Instant now) {
        Rent rent = held;
        if (rent == null || !rent.id().equals(id)) {
            return ErrorCode.LeaseIdMismatchWithLeaseOperation;
        }
        if (rent.broken()) {
            return ErrorCode.LeaseIsBrokenAndCannotBeRenewed;
        }
        return hold(new Rent(id, rent.seconds(), rent.seconds() < 0 ? null : now.plusSeconds(rent.seconds()), false));
    }

    @Nullable
    ErrorCode release(String id) {
        if (held == null || !held.id().equals(id)) {
            return ErrorCode.LeaseIdMismatchWithLeaseOperation;
        }
        return hold(null);
    }

    /** @param period in seconds; null for what is left of the lease */
    @Nullable
    ErrorCode breakIt(@Nullable Integer period, Instant now) {
        Rent rent = held;
        if (rent == null) {
            return ErrorCode.LeaseNotPresentWithLeaseOperation;
        }
        Instant ends = rent.ends();
        long left = ends == null ? Long.MAX_VALUE : Math.max(0, secondsUp(Duration.between(now, ends)));
        long asked = period != null ? period : ends == null ? 0 : left;
        Instant end = now.plusSeconds(Math.min(left, asked));
        boolean sooner = rent.broken() && ends != null && !ends.isAfter(end);
        return hold(new Rent(rent.id(), rent.seconds(), sooner ? ends : end, true));
    }

    private static long secondsUp(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }

    private @Nullable ErrorCode hold(@Nullable Rent rent) {
        held = rent;
        return null;
    }

    /** One that is over is forgotten by the next write. */
    void written(Instant now) {
        held = isInForce(now) ? held : null;
    }
}
