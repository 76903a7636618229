package lazurite.service.blob;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.Upload;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.Row;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Delete Blob: of the blob with or without its snapshots, of one snapshot or version, for good or to be had back. A
 * blob that is a version becomes a previous one.
 */
final class Deletes {
    private final BlobRows rows;
    private final History history;

    Deletes(BlobRows rows, History history) {
        this.rows = rows;
        this.history = history;
    }

    BlobResult delete(BlobOperation.DeleteBlob operation, BlobCall call) {
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
            if (moment != null && !isCurrent(transaction.base(), moment)) {
                deleteMoment(transaction, moment, operation, deletion);
            } else {
                kept |= deleteBase(transaction, operation, call.features().versioning(), deletion);
            }
            return new BlobResult.Deleted(!kept);
        });
    }

    /** Deletes a blob that has expired, with its snapshots; whether there was one. Accounts with such keep no versions. */
    boolean deleteExpired(BlobTransaction transaction, BlobAddress at) {
        if (transaction.base() == null) {
            return false;
        }
        DeleteRetention retention = history.retention(at.account());
        Deletion deletion = retention.enabled() ? new Deletion(transaction.now(), retention.days(), false) : null;
        BlobOperation.DeleteBlob operation =
                new BlobOperation.DeleteBlob(at.container(), at.blob(), null, DeleteSnapshots.INCLUDE, Conditions.NONE);
        deleteBase(transaction, operation, false, deletion);
        return true;
    }

    /** Whether the version asked for is the current one. */
    static boolean isCurrent(@Nullable BlobRecord base, Moment moment) {
        return moment instanceof Moment.Version
                && base != null
                && moment.stamp().equals(base.life().version());
    }

    private static void deleteMoment(
            BlobTransaction transaction,
            Moment moment,
            BlobOperation.DeleteBlob operation,
            @Nullable Deletion deletion) {
        HistoryKind kind = HistoryKind.of(moment);
        BlobRecord record = checked(transaction, moment, operation.conditions());
        operation.tier().check(record);
        if (deletion != null) {
            History.move(transaction, kind, kind.afterDelete(), moment.stamp(), record, deletion);
            return;
        }
        transaction.delete(Family.HISTORY, BlobKeys.history(transaction.group(), kind, moment.stamp()));
        transaction.release(record.content());
        transaction.add(History.usage(kind, -record.used()));
    }

    /** The snapshot or previous version; conditions are on it, and a lease id, where one is given, is the blob's. */
    static BlobRecord checked(BlobTransaction transaction, Moment moment, Conditions conditions) {
        Key key = BlobKeys.history(transaction.group(), HistoryKind.of(moment), moment.stamp());
        byte[] bytes = transaction.read(Family.HISTORY, key);
        BlobRecord stored = bytes == null ? null : BlobRecordCodec.read(bytes);
        BlobRecord record =
                Writes.conditioned(stored == null ? null : Rehydration.settled(stored, transaction.now()), conditions);
        BlobRecord base = transaction.base();
        LeaseRules.checkBlobRead(base == null ? null : base.lease(), conditions.leaseId(), transaction.now());
        return record;
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
        if (transaction.read(Family.HISTORY, there) != null || isCurrent(transaction.base(), moment)) {
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

    /** Whether the blob became a previous version. */
    private boolean deleteBase(
            BlobTransaction transaction,
            BlobOperation.DeleteBlob operation,
            boolean versioning,
            @Nullable Deletion deletion) {
        if (transaction.base() == null && deleteStaged(transaction, operation)) {
            return false;
        }
        BlobRecord base = Writes.check(transaction.base(), operation.conditions(), transaction.now());
        operation.tier().check(base);
        List<Row> snapshots = base.lastSnapshot() == null
                ? List.of()
                : rows.scanAll(Family.HISTORY, BlobKeys.history(transaction.group(), HistoryKind.SNAPSHOT));
        if (!snapshots.isEmpty() && operation.snapshots() == null) {
            throw new StorageException(ErrorCode.SnapshotsPresent);
        }
        List<Content> released = new ArrayList<>();
        snapshots.forEach(row -> deleteSnapshot(transaction, row, deletion, released));
        boolean versioned = operation.moment() == null && History.keepsVersion(versioning, base);
        boolean only = operation.snapshots() == DeleteSnapshots.ONLY;
        if (only) {
            transaction.putBase(base.edit().lastSnapshot(null).done());
        } else {
            transaction.endUpload(transaction.upload());
            transaction.deleteBase();
            transaction.add(new Usage(-1, -base.used(), 0, 0, 0, 0));
            if (versioned) {
                History.keepVersion(transaction, base, null);
            } else if (deletion == null) {
                released.add(base.content());
            } else if (operation.moment() != null) {
                History.keepVersion(transaction, base, deletion);
            } else {
                History.keepDeleted(transaction, base, new Deletion(deletion.at(), deletion.days(), true));
            }
        }
        transaction.releaseAll(released);
        return versioned && !only;
    }

    private static void deleteSnapshot(
            BlobTransaction transaction, Row row, @Nullable Deletion deletion, List<Content> released) {
        BlobRecord record = BlobRecordCodec.read(row.value());
        transaction.dependOn(Family.HISTORY, row);
        if (deletion != null) {
            Stamp at = BlobKeys.stamp(row.key());
            History.move(transaction, HistoryKind.SNAPSHOT, HistoryKind.DELETED, at, record, deletion);
            return;
        }
        transaction.delete(Family.HISTORY, row.key());
        transaction.add(History.usage(HistoryKind.SNAPSHOT, -record.used()));
        released.add(record.content());
    }

    /** Of a name that has uncommitted blocks and nothing else: so a client is rid of them without making a blob. */
    private static boolean deleteStaged(BlobTransaction transaction, BlobOperation.DeleteBlob operation) {
        Conditions conditions = operation.conditions();
        Upload upload = transaction.upload();
        boolean wantsMore = !conditions.ifMatch().isEmpty()
                || conditions.ifTags() != null
                || operation.moment() != null
                || operation.snapshots() == DeleteSnapshots.ONLY;
        if (upload == null || wantsMore) {
            return false;
        }
        LeaseRules.checkBlobWrite(null, conditions.leaseId(), transaction.now());
        transaction.endUpload(upload);
        return true;
    }
}
