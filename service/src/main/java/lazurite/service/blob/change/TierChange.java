package lazurite.service.blob.change;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Aging;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Rehydration;

/** Set Blob Tier, decided on anew with each attempt to commit it. */
public final class TierChange implements BlobEdit {
    private final BlobOperation.SetBlobTier operation;
    private final Aging aging;
    private boolean pending;

    public TierChange(BlobOperation.SetBlobTier operation, Aging aging) {
        this.operation = operation;
        this.aging = aging;
    }

    /** Whether the blob has the tier only later. */
    public boolean isPending() {
        return pending;
    }

    @Override
    public BlobRecord.Editor apply(BlobTransaction transaction, BlobRecord.Editor edited) {
        BlobRecord record = edited.done();
        pending = Archive.holds(record) && (record.rehydration() != null || operation.tier() != AccessTier.ARCHIVE);
        if (!Archive.holds(record)) {
            requireOwnKey(record);
            return edited.tier(operation.tier(), transaction.now());
        }
        if (!pending) {
            return edited;
        }
        Rehydration running = record.rehydration();
        Boolean high = operation.high();
        if (running == null) {
            boolean first = high != null && high;
            return edited.rehydration(Rehydration.begin(operation.tier(), first, transaction.now(), aging));
        }
        boolean lowered = running.high() && high != null && !high;
        if (operation.tier() != running.target() || lowered) {
            throw new StorageException(ErrorCode.BlobBeingRehydrated);
        }
        boolean raised = !running.high() && high != null && high;
        return raised ? edited.rehydration(running.raised(transaction.now(), aging)) : edited;
    }

    /** What is under a customer's key cannot be archived, as in Azure. */
    private void requireOwnKey(BlobRecord record) {
        if (operation.tier() == AccessTier.ARCHIVE && record.encryption().keySha256() != null) {
            throw new StorageException(ErrorCode.BlobUsesCustomerSpecifiedEncryption);
        }
    }
}
