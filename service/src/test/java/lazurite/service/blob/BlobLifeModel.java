package lazurite.service.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import lazurite.base.ErrorCode;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one blob, as Azure's pages and ours say. What an operation may be refused with comes as the set of
 * all reasons that apply; it is done if there is none.
 */
final class BlobLifeModel extends BlobLifeState {
    private static final Set<ErrorCode> DONE = Set.of();
    private static final Duration LONGEST = Duration.ofDays(146_000);

    /** Whether the tier that was set last comes later only. */
    boolean pending;

    BlobLifeModel(BlobLifeClock clock, boolean protects) {
        super(clock, protects);
    }

    // ---- writes

    /** Of what takes the blob's place. */
    Set<ErrorCode> refusesReplace(@Nullable String id, boolean copy, @Nullable Instant until) {
        BlobLifeRow row = visible();
        ErrorCode past = until == null || isToCome(until) ? null : ErrorCode.InvalidHeaderValue;
        if (row == null) {
            return id == null ? refused(past) : refused(ErrorCode.LeaseNotPresentWithBlobOperation);
        }
        ErrorCode leased = lease.refusesWrite(id, now());
        if (leased != null) {
            return refused(leased);
        }
        boolean kept = keeps(row) || !isProtected(row);
        return refused(past, copy ? null : archived(row), kept ? null : ErrorCode.BlobImmutableDueToPolicy);
    }

    /** @param itself whether the blob is to be its own copy */
    Set<ErrorCode> refusesCopy(
            @Nullable String id, @Nullable BlobLifeRow source, boolean itself, @Nullable AccessTier tier) {
        Set<ErrorCode> refusals = new TreeSet<>(refusesReplace(id, true, null));
        ErrorCode away = source == null ? ErrorCode.BlobNotFound : archived(source);
        boolean comesBack = away == ErrorCode.BlobArchived && tier != null && tier != AccessTier.ARCHIVE && !itself;
        if (away != null && !comesBack) {
            refusals.add(away);
        }
        BlobLifeLease.Rent rent = visible() == null ? null : lease.held;
        if (rent != null && rent.ends() != null && lease.state(now()) == Lease.State.LEASED) {
            refusals.add(ErrorCode.InfiniteLeaseDurationRequired);
        }
        return refusals;
    }

    private boolean isToCome(Instant until) {
        Instant from = clock.kept().isAfter(now()) ? clock.kept() : now();
        return until.isAfter(from) && !until.isAfter(from.plus(LONGEST));
    }

    Set<ErrorCode> stage(@Nullable String id, int length) {
        BlobLifeRow row = visible();
        Set<ErrorCode> refusals = row == null
                ? refused(id == null ? null : ErrorCode.LeaseNotPresentWithBlobOperation)
                : refused(lease.refusesWrite(id, now()), archived(row));
        if (refusals.isEmpty()) {
            forgetExpired();
            staged = length;
        }
        return refusals;
    }

    void replace(BlobLifeRow made) {
        forgetExpired();
        BlobLifeRow old = base;
        made.created = Stamp.at(now());
        if (old != null) {
            old.settle(now());
            made.created = old.created;
            if (made.tier == null && old.tier != AccessTier.ARCHIVE) {
                made.tier = old.tier;
            }
            if (keeps(old)) {
                keepVersion(old);
            } else if (days > 0) {
                deletedOthers.add(buried(old, false, null));
            }
        }
        lease.written(now());
        staged = 0;
        made.at = versioning ? made.etag : null;
        base = made;
    }

    /** Of a change of the blob in its place. */
    Set<ErrorCode> refusesChange(@Nullable String id, boolean ofContent) {
        BlobLifeRow row = visible();
        if (row == null) {
            return refused(ErrorCode.BlobNotFound);
        }
        ErrorCode leased = lease.refusesWrite(id, now());
        if (leased != null || !ofContent) {
            return refused(leased);
        }
        return refused(archived(row), isProtected(row) ? ErrorCode.BlobImmutableDueToPolicy : null);
    }

    void setMetadata(Stamp etag, String value) {
        BlobLifeRow row = Objects.requireNonNull(base).settle(now());
        if (keeps(row)) {
            keepVersion(row);
        }
        row.unprotected();
        row.metadata = value;
        row.etag = etag;
        row.at = versioning ? etag : null;
        lease.written(now());
    }

    void setType(Stamp etag, String value) {
        BlobLifeRow row = changed(etag);
        row.type = value;
    }

    void setExpires(Stamp etag, @Nullable Instant time) {
        BlobLifeRow row = changed(etag);
        row.expires = time;
    }

    private BlobLifeRow changed(Stamp etag) {
        BlobLifeRow row = Objects.requireNonNull(base).settle(now());
        row.etag = etag;
        lease.written(now());
        return row;
    }

    Set<ErrorCode> refusesExpiry(@Nullable String id, @Nullable Instant time) {
        if (!expiry) {
            return refused(ErrorCode.HierarchicalNamespaceNotEnabled);
        }
        Set<ErrorCode> refusals = refusesChange(id, false);
        boolean over = time != null && !time.isAfter(now());
        return refusals.isEmpty() && over ? refused(ErrorCode.InvalidHeaderValue) : refusals;
    }

    Set<ErrorCode> refusesSnapshot(@Nullable String id) {
        BlobLifeRow row = visible();
        if (row == null) {
            return refused(ErrorCode.BlobNotFound);
        }
        ErrorCode leased = leaseOfRead(id);
        return leased == null ? refused(archived(row)) : refused(leased);
    }

    void snapshot(Stamp taken, @Nullable Stamp version, String metadata) {
        BlobLifeRow row = Objects.requireNonNull(base).settle(now());
        BlobLifeRow snapshot = row.copy().unprotected();
        snapshot.at = taken;
        snapshot.expires = null;
        snapshot.metadata = metadata.isEmpty() ? row.metadata : metadata;
        snapshots.add(snapshot);
        if (versioning) {
            keepVersion(row);
            row.at = version;
        }
    }

    // ---- one of them, the blob or not

    private @Nullable ErrorCode missing(Known one) {
        return one.isThere() ? null : ErrorCode.BlobNotFound;
    }

    /** A write deletes what has expired first, and with it the snapshots, be it meant for one of them. */
    private Set<ErrorCode> refusesExpired(Known one) {
        BlobLifeRow row = base;
        if (row == null || !hasExpired(row)) {
            return DONE;
        }
        forgetExpired();
        return one.kind() == Kind.SNAPSHOT ? refused(ErrorCode.BlobNotFound) : DONE;
    }

    Set<ErrorCode> setTag(Known one, @Nullable String id, String value) {
        Set<ErrorCode> refusals = refusesChange(one, id);
        refusals = refusals.isEmpty() ? refusesExpired(one) : refusals;
        if (refusals.isEmpty()) {
            one.row().settle(now()).tag = value;
        }
        return refusals;
    }

    private Set<ErrorCode> refusesChange(Known one, @Nullable String id) {
        if (one.kind() == Kind.BASE) {
            Set<ErrorCode> refusals = refusesChange(id, false);
            if (refusals.isEmpty()) {
                lease.written(now());
            }
            return refusals;
        }
        ErrorCode missing = missing(one);
        return missing == null ? refused(leaseOfRead(id)) : refused(missing);
    }

    Set<ErrorCode> setTier(Known one, @Nullable String id, AccessTier tier, @Nullable Boolean high) {
        BlobLifeRow row = one.row().copy().settle(now());
        BlobLifeRow.Back running = row.back;
        pending = row.tier == AccessTier.ARCHIVE && (running != null || tier != AccessTier.ARCHIVE);
        boolean first = high != null && high;
        boolean other = running != null && (tier != running.tier() || (running.high() && high != null && !high));
        BlobLifeLease.Rent before = lease.held;
        Set<ErrorCode> refusals = refusesChange(one, id);
        if (!refusals.isEmpty()) {
            return refusals;
        }
        if (other) {
            lease.held = before;
            return refused(ErrorCode.BlobBeingRehydrated);
        }
        Set<ErrorCode> expired = refusesExpired(one);
        if (!expired.isEmpty()) {
            return expired;
        }
        one.row().settle(now());
        Instant due = now().plusSeconds(first ? 10 : 60);
        if (row.tier != AccessTier.ARCHIVE) {
            one.row().tier = tier;
        } else if (running == null && pending) {
            one.row().back = new BlobLifeRow.Back(tier, first, due);
        } else if (running != null && first && !running.high()) {
            one.row().back = new BlobLifeRow.Back(tier, true, due.isBefore(running.due()) ? due : running.due());
        }
        return DONE;
    }

    /** @param until null to take the policy away */
    Set<ErrorCode> setPolicy(Known one, @Nullable Instant until, boolean locked) {
        Set<ErrorCode> refusals = refusesRetention(one);
        BlobLifeRow row = one.row();
        if (!refusals.isEmpty()) {
            return refusals;
        }
        boolean past = until != null && !isToCome(until);
        boolean less = row.locked && (until == null || !locked || until.isBefore(Objects.requireNonNull(row.until)));
        if (past || less) {
            return refused(
                    past ? ErrorCode.InvalidHeaderValue : null, less ? ErrorCode.BlobImmutableDueToPolicy : null);
        }
        row.settle(now());
        row.until = until;
        row.locked = locked;
        return DONE;
    }

    Set<ErrorCode> setHold(Known one, boolean hold) {
        Set<ErrorCode> refusals = refusesRetention(one);
        if (refusals.isEmpty()) {
            one.row().settle(now()).hold = hold;
        }
        return refusals;
    }

    private Set<ErrorCode> refusesRetention(Known one) {
        return protects ? refused(missing(one)) : refused(ErrorCode.FeatureNotSupportedForAccount);
    }

    // ---- deletes

    Set<ErrorCode> delete(@Nullable DeleteSnapshots what, @Nullable String id, boolean byVersion) {
        BlobLifeRow row = visible();
        if (row == null) {
            return deleteStaged(what, id);
        }
        ErrorCode leased = lease.refusesWrite(id, now());
        if (leased != null) {
            return refused(leased);
        }
        if (what == null && !snapshots.isEmpty()) {
            return refused(ErrorCode.SnapshotsPresent);
        }
        boolean only = what == DeleteSnapshots.ONLY;
        boolean kept = only || (!byVersion && keeps(row));
        if (snapshots.stream().anyMatch(this::isProtected) || (!kept && isProtected(row))) {
            return refused(ErrorCode.BlobImmutableDueToPolicy);
        }
        bury(null);
        row.settle(now());
        if (only) {
            return DONE;
        }
        if (kept) {
            keepVersion(row);
        } else if (days > 0 && byVersion) {
            deletedVersions.add(buried(row, false, row.at));
        } else if (days > 0) {
            deletedOthers.add(buried(row, true, null));
        }
        base = null;
        lease.held = null;
        staged = 0;
        return DONE;
    }

    private Set<ErrorCode> deleteStaged(@Nullable DeleteSnapshots what, @Nullable String id) {
        if (staged == 0 || what == DeleteSnapshots.ONLY) {
            return refused(ErrorCode.BlobNotFound);
        }
        if (id != null) {
            return refused(ErrorCode.LeaseNotPresentWithBlobOperation);
        }
        boolean expired = base != null;
        forgetExpired();
        staged = 0;
        return expired ? refused(ErrorCode.BlobNotFound) : DONE;
    }

    Set<ErrorCode> deleteOne(Known one, @Nullable String id) {
        BlobLifeRow row = one.row();
        if (one.kind() == Kind.BASE) {
            return delete(null, id, row.at != null);
        }
        ErrorCode missing = missing(one);
        ErrorCode leased = leaseOfRead(id);
        if (missing != null || leased != null) {
            return refused(missing == null ? leased : missing);
        }
        if (isProtected(row)) {
            return refused(ErrorCode.BlobImmutableDueToPolicy);
        }
        Set<ErrorCode> expired = refusesExpired(one);
        if (!expired.isEmpty()) {
            return expired;
        }
        row.settle(now());
        if (one.kind() == Kind.SNAPSHOT) {
            bury(row);
            return DONE;
        }
        versions.remove(row);
        if (days > 0) {
            deletedVersions.add(buried(row, false, row.at));
        }
        return DONE;
    }

    Set<ErrorCode> deleteForGood(Known one) {
        if (days == 0) {
            return refused(ErrorCode.FeatureNotSupportedForAccount);
        }
        if (one.isThere()) {
            return refused(ErrorCode.InvalidOperation);
        }
        if (one.row().isOver(now())) {
            return refused(ErrorCode.BlobNotFound);
        }
        if (isProtected(one.row())) {
            return refused(ErrorCode.BlobImmutableDueToPolicy);
        }
        forgetExpired();
        deletedOthers.remove(one.row());
        deletedVersions.remove(one.row());
        return DONE;
    }

    Set<ErrorCode> undelete() {
        if (visible() == null && whole() != null) {
            forgetExpired();
            BlobLifeRow whole = Objects.requireNonNull(whole());
            deletedOthers.remove(whole);
            base = whole.copy();
            base.at = null;
        }
        boolean found = visible() != null || !versions.isEmpty();
        if (visible() != null) {
            deletedOthers.removeIf(row -> hadBack(row, snapshots));
        }
        found |= deletedVersions.removeIf(row -> hadBack(row, versions));
        return found ? DONE : refused(ErrorCode.BlobNotFound);
    }

    private boolean hadBack(BlobLifeRow row, List<BlobLifeRow> to) {
        return !row.isOver(now()) && to.add(row.copy());
    }

    // ---- time

    /** One walk over all that is due. */
    void walk() {
        deletedOthers.removeIf(this::isPurged);
        deletedVersions.removeIf(this::isPurged);
        BlobLifeRow row = base;
        if (expiry && row != null && row.expires != null && !clock.kept().isBefore(row.expires)) {
            forgetExpired();
        }
    }

    private boolean isPurged(BlobLifeRow row) {
        return row.isOver(clock.kept()) && !isProtected(row);
    }

    // ---- leases

    /** There is none on what has expired. */
    private @Nullable ErrorCode leaseOfRead(@Nullable String id) {
        if (visible() == null) {
            return id == null ? null : ErrorCode.LeaseNotPresentWithBlobOperation;
        }
        return lease.refusesRead(id, now());
    }

    /** What is done to the lease: its refusal, null if it is done. */
    interface LeaseStep {
        @Nullable
        ErrorCode take(BlobLifeLease lease, Instant now);
    }

    Set<ErrorCode> lease(LeaseStep step) {
        BlobLifeRow row = visible();
        if (row == null) {
            return refused(ErrorCode.BlobNotFound);
        }
        ErrorCode refusal = step.take(lease, now());
        if (refusal == null) {
            row.settle(now());
        }
        return refused(refusal);
    }
}
