package lazurite.service.blob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import lazurite.base.ErrorCode;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/** One block blob, its versions, its snapshots and what is deleted of them, in lists. */
abstract class BlobLifeState {
    final BlobLifeClock clock;
    /** Whether the container has version-level immutability. */
    final boolean protects;

    boolean versioning;
    boolean expiry;
    int days;

    /** Its {@code at} is its version id. */
    @Nullable
    BlobLifeRow base;

    final BlobLifeLease lease = new BlobLifeLease();

    /** Bytes of the one block that is not committed. */
    int staged;

    final List<BlobLifeRow> snapshots = new ArrayList<>();
    final List<BlobLifeRow> versions = new ArrayList<>();
    final List<BlobLifeRow> deletedVersions = new ArrayList<>();
    /** Snapshots and bases, in the order in which they were deleted or overwritten. */
    final List<BlobLifeRow> deletedOthers = new ArrayList<>();

    BlobLifeState(BlobLifeClock clock, boolean protects) {
        this.clock = clock;
        this.protects = protects;
    }

    enum Kind {
        BASE,
        SNAPSHOT,
        VERSION,
        DELETED,
        DELETED_VERSION
    }

    record Known(Kind kind, BlobLifeRow row) {
        @Nullable
        Moment moment() {
            Stamp at = row.at;
            return at == null
                    ? null
                    : switch (kind) {
                        case BASE, VERSION, DELETED_VERSION -> new Moment.Version(at);
                        case SNAPSHOT, DELETED -> new Moment.Snapshot(at);
                    };
        }

        boolean isThere() {
            return switch (kind) {
                case BASE, VERSION, SNAPSHOT -> true;
                case DELETED, DELETED_VERSION -> false;
            };
        }
    }

    Instant now() {
        return clock.wall;
    }

    /** The blob; null if there is none or it has expired. */
    @Nullable
    BlobLifeRow visible() {
        BlobLifeRow row = base;
        return row == null || hasExpired(row) ? null : row;
    }

    boolean hasExpired(BlobLifeRow row) {
        return row.expires != null && !now().isBefore(row.expires);
    }

    /** Everything that has a name of its own by now. */
    List<Known> all() {
        List<Known> all = new ArrayList<>();
        BlobLifeRow row = visible();
        if (row != null) {
            all.add(new Known(Kind.BASE, row));
        }
        snapshots.forEach(one -> all.add(new Known(Kind.SNAPSHOT, one)));
        versions.forEach(one -> all.add(new Known(Kind.VERSION, one)));
        deletedOthers.forEach(one -> all.add(new Known(Kind.DELETED, one)));
        deletedVersions.forEach(one -> all.add(new Known(Kind.DELETED_VERSION, one)));
        return all;
    }

    /** The deleted blob that is had back next. */
    @Nullable
    BlobLifeRow whole() {
        return deletedOthers.stream()
                .filter(row -> row.whole && !row.isOver(now()))
                .reduce((_, later) -> later)
                .orElse(null);
    }

    /** What a read of the content is refused with; null if it is served. */
    @Nullable
    ErrorCode archived(BlobLifeRow row) {
        BlobLifeRow shown = row.copy().settle(now());
        if (shown.tier != AccessTier.ARCHIVE) {
            return null;
        }
        return shown.back == null ? ErrorCode.BlobArchived : ErrorCode.BlobBeingRehydrated;
    }

    boolean isProtected(BlobLifeRow row) {
        return row.hold || (row.until != null && row.until.isAfter(clock.kept()));
    }

    boolean keeps(BlobLifeRow row) {
        return versioning || row.at != null;
    }

    Usage usage() {
        long length = base == null ? 0 : base.text.length();
        return new Usage(
                base == null ? 0 : 1,
                length,
                bytes(snapshots),
                bytes(versions),
                bytes(deletedVersions) + bytes(deletedOthers),
                staged);
    }

    private static long bytes(List<BlobLifeRow> rows) {
        return rows.stream().mapToLong(row -> row.text.length()).sum();
    }

    static Set<ErrorCode> refused(@Nullable ErrorCode... reasons) {
        Set<ErrorCode> all = new TreeSet<>();
        for (ErrorCode reason : reasons) {
            if (reason != null) {
                all.add(reason);
            }
        }
        return all;
    }

    void keepVersion(BlobLifeRow row) {
        BlobLifeRow kept = row.copy();
        kept.expires = null;
        versions.add(kept);
    }

    BlobLifeRow buried(BlobLifeRow row, boolean whole, @Nullable Stamp at) {
        BlobLifeRow buried = row.copy();
        buried.at = at;
        buried.expires = null;
        buried.deleted = now();
        buried.days = days;
        buried.whole = whole;
        return buried;
    }

    /** What has expired is deleted before anything takes its place. */
    void forgetExpired() {
        BlobLifeRow row = base;
        if (row != null && hasExpired(row)) {
            bury(null);
            if (days > 0) {
                deletedOthers.add(buried(row.settle(now()), true, null));
            }
            base = null;
            lease.held = null;
            staged = 0;
        }
    }

    /** Deletes all snapshots, or one. */
    void bury(@Nullable BlobLifeRow one) {
        for (BlobLifeRow row : one == null ? List.copyOf(snapshots) : List.of(one)) {
            snapshots.remove(row);
            if (days > 0) {
                deletedOthers.add(buried(row, false, row.at));
            }
        }
    }

    /** As it is shown: there is none on what has expired. */
    Lease.State leaseState() {
        return visible() == null ? Lease.State.AVAILABLE : lease.state(now());
    }

    /** The id of the lease in force; null if there is none. */
    @Nullable
    String leaseId() {
        BlobLifeLease.Rent rent = visible() == null ? null : lease.held;
        return rent != null && lease.isInForce(now()) ? rent.id() : null;
    }
}
