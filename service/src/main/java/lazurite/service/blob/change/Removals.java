package lazurite.service.blob.change;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.Upload;
import lazurite.service.blob.settings.DeleteRetention;
import lazurite.store.Family;
import lazurite.store.Row;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/** Takes a blob out of its place, with or without its snapshots: asked to by a client, or since it has expired. */
public final class Removals {
    private final History history;

    public Removals(History history) {
        this.history = history;
    }

    /** Deletes a blob that has expired, with its snapshots; whether there was one. Accounts with such keep no versions. */
    public boolean deleteExpired(BlobTransaction transaction) {
        if (transaction.base() == null) {
            return false;
        }
        BlobAddress at = transaction.at();
        DeleteRetention retention = history.retention(at.account());
        Deletion deletion = retention.enabled() ? new Deletion(transaction.now(), retention.days(), false) : null;
        BlobOperation.DeleteBlob operation =
                new BlobOperation.DeleteBlob(at.container(), at.blob(), null, DeleteSnapshots.INCLUDE, Conditions.NONE);
        deleteBase(transaction, operation, false, deletion);
        return true;
    }

    /** Whether the blob became a previous version. */
    public boolean deleteBase(
            BlobTransaction transaction,
            BlobOperation.DeleteBlob operation,
            boolean versioning,
            @Nullable Deletion deletion) {
        if (transaction.base() == null && deleteStaged(transaction, operation)) {
            return false;
        }
        BlobRecord base = Writes.check(transaction.base(), operation.conditions(), transaction.now());
        operation.tier().check(base);
        List<Row> snapshots = base.lastSnapshot() == null ? List.of() : transaction.snapshots();
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
