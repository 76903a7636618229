package lazurite.service.blob.write;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.change.Removals;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.settings.DeleteRetention;
import lazurite.store.Family;
import lazurite.store.Key;
import org.jspecify.annotations.Nullable;

/**
 * Delete Blob: of the blob with or without its snapshots, of one snapshot or version, for good or to be had back. A
 * blob that is a version becomes a previous one.
 */
public final class Deletes {
    private final BlobRows rows;
    private final History history;
    private final Removals removals;

    public Deletes(BlobRows rows) {
        this.rows = rows;
        this.history = rows.history();
        this.removals = rows.removals();
    }

    public BlobResult delete(BlobOperation.DeleteBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        Moment moment = operation.moment();
        return rows.change(operation.name(), at, transaction -> {
            DeleteRetention retention = history.retention(call.account());
            if (operation.permanent()) {
                deleteForGood(transaction, operation, retention);
                return new BlobResult.Deleted(true);
            }
            Deletion deletion = retention.enabled() ? new Deletion(transaction.now(), retention.days(), false) : null;
            boolean kept = deletion != null;
            if (moment != null && !moment.isCurrent(transaction.base())) {
                deleteMoment(transaction, moment, operation, deletion);
            } else {
                kept |= removals.deleteBase(
                        transaction, operation, call.features().versioning(), deletion);
            }
            return new BlobResult.Deleted(!kept);
        });
    }

    private static void deleteMoment(
            BlobTransaction transaction,
            Moment moment,
            BlobOperation.DeleteBlob operation,
            @Nullable Deletion deletion) {
        HistoryKind kind = HistoryKind.of(moment);
        BlobRecord record = Writes.check(transaction, moment, operation.conditions());
        operation.tier().check(record);
        if (deletion != null) {
            History.move(transaction, kind, kind.afterDelete(), moment.stamp(), record, deletion);
            return;
        }
        transaction.delete(Family.HISTORY, BlobKeys.history(transaction.group(), kind, moment.stamp()));
        transaction.release(record.content());
        transaction.add(History.usage(kind, -record.used()));
    }

    /** Of a snapshot or version that is deleted already: what keeps it may be cut short. */
    private static void deleteForGood(
            BlobTransaction transaction, BlobOperation.DeleteBlob operation, DeleteRetention retention) {
        Moment moment = operation.moment();
        if (moment == null) {
            throw new StorageException(ErrorCode.InvalidOperation);
        }
        if (!retention.allowPermanentDelete()) {
            throw new StorageException(ErrorCode.FeatureNotSupportedForAccount);
        }
        HistoryKind kind = HistoryKind.of(moment);
        Key there = BlobKeys.history(transaction.group(), kind, moment.stamp());
        if (transaction.read(Family.HISTORY, there) != null || moment.isCurrent(transaction.base())) {
            throw new StorageException(ErrorCode.InvalidOperation, "It is not deleted yet.");
        }
        Key key = BlobKeys.history(transaction.group(), kind.afterDelete(), moment.stamp());
        byte[] bytes = transaction.read(Family.HISTORY, key);
        BlobRecord record = bytes == null ? null : BlobRecordCodec.read(bytes);
        Deletion deletion = record == null ? null : record.life().deletion();
        if (record == null || deletion == null || deletion.over(transaction.now())) {
            throw new StorageException(ErrorCode.BlobNotFound);
        }
        Writes.conditioned(record, operation.conditions());
        operation.tier().check(record);
        transaction.delete(Family.HISTORY, key);
        transaction.release(record.content());
        transaction.add(History.usage(kind.afterDelete(), -record.used()));
    }
}
