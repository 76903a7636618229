package lazurite.service.blob.operation;

import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.record.BlobRecord;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on when a blob got its tier: x-ms-access-tier-if-modified-since and -unmodified-since. One that was never
 * given a tier has not changed it.
 */
public record TierConditions(
        @Nullable Instant changedSince, @Nullable Instant unchangedSince) {
    public static final TierConditions NONE = new TierConditions(null, null);

    /** @throws StorageException 412 ConditionNotMet */
    public void check(BlobRecord record) {
        boolean after = changedSince == null || isChangedAfter(record, changedSince);
        boolean before = unchangedSince == null || !isChangedAfter(record, unchangedSince);
        if (!after || !before) {
            throw new StorageException(ErrorCode.ConditionNotMet);
        }
    }

    /** Dates of the protocol have whole seconds. */
    private static boolean isChangedAfter(BlobRecord record, Instant time) {
        Instant changed = record.tierChanged();
        return changed != null && changed.getEpochSecond() > time.getEpochSecond();
    }
}
