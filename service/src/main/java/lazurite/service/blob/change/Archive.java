package lazurite.service.blob.change;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Aging;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Rehydration;
import org.jspecify.annotations.Nullable;

/**
 * What is done to archived blobs: they can be found, deleted, copied to another tier, tagged, and asked back, and
 * nothing else. Azure: "Access tiers for blob data".
 */
public final class Archive {
    private Archive() {}

    /** @throws StorageException 409 BlobArchived, or BlobBeingRehydrated if it was asked back already */
    public static void requireOnline(@Nullable BlobRecord record) {
        if (record != null && holds(record)) {
            throw new StorageException(
                    record.rehydration() == null ? ErrorCode.BlobArchived : ErrorCode.BlobBeingRehydrated);
        }
    }

    public static boolean holds(BlobRecord record) {
        return record.tier() == AccessTier.ARCHIVE;
    }

    /**
     * Refuses to copy what is archived, unless the copy is another blob of the account that is to have a tier at hand:
     * it then comes out of the archive in the source's place.
     */
    public static void requireCopyable(
            CopyOperation.CopyBlob operation, BlobRecord source, boolean ofAccount, boolean ontoItself) {
        AccessTier tier = operation.tier();
        boolean back = tier != null && tier != AccessTier.ARCHIVE;
        if (!back || !ofAccount || ontoItself || operation.sync() || source.rehydration() != null) {
            requireOnline(source);
        }
    }

    /** The copy of an archived source: the content is its own at once, and out of reach for as long as it takes. */
    public static BlobRecord.Editor copied(
            BlobTransaction transaction, CopyOperation.CopyBlob operation, BlobRecord.Editor copy, Aging aging) {
        AccessTier target = operation.tier();
        if (target == null) {
            throw new StorageException(ErrorCode.BlobArchived);
        }
        return copy.tier(AccessTier.ARCHIVE, transaction.now())
                .rehydration(Rehydration.begin(target, operation.highPriority(), transaction.now(), aging));
    }
}
