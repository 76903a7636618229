package lazurite.service.blob.copy;

import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.Preconditions;
import lazurite.service.blob.change.UnverifiedSource;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import org.jspecify.annotations.Nullable;

/** What all kinds of copies have in common: which source may be copied onto what, and what becomes of its words. */
public final class CopyRules {
    private static final Pattern SIGNATURE = Pattern.compile("(?<=[?&])sig=[^&]*&?", Pattern.CASE_INSENSITIVE);

    private CopyRules() {}

    /**
     * Whether the source may be read under these conditions.
     *
     * @param sync of a write that answers once the source was read
     */
    static void requireReadable(Conditions conditions, ResolvedSource source, BlobRecord record, boolean sync) {
        if (conditions.ifTags() != null) {
            requireTags(source);
        }
        Preconditions.checkSource(conditions, record.stamp(), record.tags(), sync);
        if (CopyState.isPending(record.copy())) {
            throw UnverifiedSource.because(ErrorCode.PendingCopyOperation);
        }
    }

    static void requireTags(ResolvedSource source) {
        if (!source.mayReadTags()) {
            throw UnverifiedSource.because(ErrorCode.AuthorizationPermissionMismatch);
        }
    }

    /** Azure copies behind its answer, so a lease on the target must not end meanwhile; clients may count on it. */
    static void requireLastingLease(CopyOperation.CopyBlob operation, @Nullable BlobRecord base, Instant now) {
        Lease lease = base == null ? null : base.lease();
        boolean ends = lease != null && !lease.infinite() && Lease.state(lease, now) == Lease.State.LEASED;
        if (ends && !operation.sync()) {
            throw new StorageException(ErrorCode.InfiniteLeaseDurationRequired);
        }
    }

    /** Only append blobs are sealed, and only block blobs have a tier. */
    static void requireFitting(CopyOperation.CopyBlob operation, BlobType type) {
        if (Boolean.TRUE.equals(operation.seal()) && type != BlobType.APPEND) {
            throw new StorageException(ErrorCode.InvalidBlobType);
        }
        if (operation.tier() != null && type != BlobType.BLOCK) {
            throw new StorageException(ErrorCode.AccessTierNotSupportedForBlobType);
        }
    }

    /** What was claimed must still be what the source names: only then was it never free to be taken. */
    public static void requireUnchanged(BlobRecord read, @Nullable BlobRecord now) {
        if (now == null || !now.content().equals(read.content())) {
            throw replaced();
        }
    }

    static StorageException replaced() {
        return new StorageException(ErrorCode.ServerBusy, "The source was replaced while it was copied.");
    }

    /** Counts the source as read, which it is not if the copy is refused; what became of a failed one nobody knows. */
    public static <R> R counted(Pass pass, long length, Supplier<R> copying) {
        pass.served(1, length);
        try {
            return copying.get();
        } catch (StorageException refused) {
            if (refused.code().status() < 500) {
                pass.served(-1, -length);
            }
            throw refused;
        }
    }

    /** The source as readers of the copy may see it: with its signature they could read the source too. */
    static String withoutSignature(String url) {
        String shown = SIGNATURE.matcher(url).replaceAll("");
        boolean open = shown.length() < url.length() && (shown.endsWith("&") || shown.endsWith("?"));
        return open ? shown.substring(0, shown.length() - 1) : shown;
    }

    /** The source's metadata as the copy's. */
    public static byte @Nullable [] resealed(BlobRows rows, Sealing sealed, BlobRecord record, Sealing target) {
        return sealed.same(target)
                ? record.metadata()
                : rows.seal(target.key(), rows.unseal(sealed.key(), record.metadata()));
    }
}
