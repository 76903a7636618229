package lazurite.service.blob;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.BlobOperation.DeleteSnapshots;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.Row;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/** Changes of an existing blob that leave its content alone, its snapshots, its lease, its end. */
final class Changes {
    private final BlobRows rows;

    Changes(BlobRows rows) {
        this.rows = rows;
    }

    BlobResult setProperties(BlobOperation.SetBlobProperties operation, BlobCall call) {
        return edit(
                operation,
                call,
                operation.conditions(),
                (transaction, base) ->
                        base.properties(operation.properties()).copy(null).stamp(transaction.nextStamp()));
    }

    BlobResult setMetadata(BlobOperation.SetBlobMetadata operation, BlobCall call) {
        byte[] metadata = rows.seal(call.account(), operation.metadata());
        return edit(
                operation,
                call,
                operation.conditions(),
                (transaction, base) -> base.metadata(metadata).stamp(transaction.nextStamp()));
    }

    BlobResult setTags(BlobOperation.SetBlobTags operation, BlobCall call) {
        Map<String, String> tags = TagsXml.read(Intake.document(operation.body(), operation.checksums(), 64 << 10));
        edit(operation, call, operation.conditions(), (_, base) -> base.tags(tags));
        return new BlobResult.Done();
    }

    /** Of the base or a snapshot; ETag and Last-Modified stay. */
    BlobResult setTier(BlobOperation.SetBlobTier operation, BlobCall call) {
        Stamp snapshot = operation.snapshot();
        if (snapshot == null) {
            edit(
                    operation,
                    call,
                    operation.conditions(),
                    (transaction, base) -> base.tier(operation.tier(), transaction.now()));
            return new BlobResult.Done();
        }
        BlobAddress at = rows.address(call, operation);
        return rows.change(operation.name(), at, transaction -> {
            Key key = BlobKeys.snapshot(transaction.group(), snapshot);
            BlobRecord record = checkedSnapshot(transaction, key, operation.conditions());
            requireTierable(record);
            transaction.put(
                    Family.HISTORY,
                    key,
                    BlobRecordCodec.write(record.edit()
                            .tier(operation.tier(), transaction.now())
                            .done()));
            return new BlobResult.Done();
        });
    }

    BlobResult lease(BlobOperation.LeaseBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        return rows.changeCopied(operation.name(), at, transaction -> {
            BlobRecord base = Writes.conditioned(transaction.base(), operation.conditions());
            LeaseRules.Outcome outcome = LeaseRules.apply(
                    operation.action(),
                    base.lease(),
                    transaction.now(),
                    () -> Containers.randomUuid(
                            rows.platform().random().nextLong(),
                            rows.platform().random().nextLong()));
            transaction.putBase(base.edit().lease(outcome.lease()).done());
            return new BlobResult.Leased(base.stamp(), outcome.id(), outcome.secondsLeft());
        });
    }

    /** The snapshot shares the base's content; the base's row only remembers when it was taken. */
    BlobResult snapshot(BlobOperation.SnapshotBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        byte[] metadata = rows.seal(call.account(), operation.metadata());
        return rows.change(operation.name(), at, transaction -> {
            BlobRecord base = Writes.conditioned(transaction.base(), operation.conditions());
            LeaseRules.checkBlobRead(base.lease(), operation.conditions().leaseId(), transaction.now());
            CopyState.requireWhole(base);
            Stamp last = base.lastSnapshot();
            Stamp taken = last == null ? Stamp.at(transaction.now()) : last.next(transaction.now());
            BlobRecord.Editor snapshot = base.edit().lease(null).lastSnapshot(null);
            if (metadata != null) {
                snapshot.metadata(metadata);
            }
            transaction.put(
                    Family.HISTORY,
                    BlobKeys.snapshot(transaction.group(), taken),
                    BlobRecordCodec.write(snapshot.done()));
            transaction.putBase(base.edit().lastSnapshot(taken).done());
            transaction.share(base.content());
            transaction.add(new Usage(0, 0, base.used(), 0, 0, 0));
            return new BlobResult.Snapshotted(base.stamp(), taken);
        });
    }

    BlobResult delete(BlobOperation.DeleteBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        Stamp snapshot = operation.snapshot();
        return rows.change(operation.name(), at, transaction -> {
            if (snapshot != null) {
                deleteSnapshot(transaction, snapshot, operation.conditions());
            } else {
                deleteBase(transaction, operation);
            }
            return new BlobResult.Deleted(true);
        });
    }

    private void deleteSnapshot(BlobTransaction transaction, Stamp snapshot, Conditions conditions) {
        Key key = BlobKeys.snapshot(transaction.group(), snapshot);
        BlobRecord record = checkedSnapshot(transaction, key, conditions);
        transaction.delete(Family.HISTORY, key);
        transaction.release(record.content());
        transaction.add(new Usage(0, 0, -record.used(), 0, 0, 0));
    }

    /** Conditions are on the snapshot; a lease id, where one is given, is that of the blob. */
    private static BlobRecord checkedSnapshot(BlobTransaction transaction, Key key, Conditions conditions) {
        BlobRecord record = Writes.conditioned(decode(transaction.read(Family.HISTORY, key)), conditions);
        BlobRecord base = transaction.base();
        LeaseRules.checkBlobRead(base == null ? null : base.lease(), conditions.leaseId(), transaction.now());
        return record;
    }

    private void deleteBase(BlobTransaction transaction, BlobOperation.DeleteBlob operation) {
        if (transaction.base() == null && deleteStaged(transaction, operation)) {
            return;
        }
        BlobRecord base = Writes.check(transaction.base(), operation.conditions(), transaction.now());
        List<Row> snapshots = base.lastSnapshot() == null
                ? List.of()
                : rows.scanAll(Family.HISTORY, BlobKeys.snapshots(transaction.group()));
        if (!snapshots.isEmpty() && operation.snapshots() == null) {
            throw new StorageException(ErrorCode.SnapshotsPresent);
        }
        releaseAll(transaction, base, snapshots, operation.snapshots() != DeleteSnapshots.ONLY);
    }

    /** Of a name that has uncommitted blocks and nothing else: so a client is rid of them without making a blob. */
    private static boolean deleteStaged(BlobTransaction transaction, BlobOperation.DeleteBlob operation) {
        Conditions conditions = operation.conditions();
        Upload upload = transaction.upload();
        boolean wantsMore = !conditions.ifMatch().isEmpty()
                || conditions.ifTags() != null
                || operation.snapshots() == DeleteSnapshots.ONLY;
        if (upload == null || wantsMore) {
            return false;
        }
        LeaseRules.checkBlobWrite(null, conditions.leaseId(), transaction.now());
        transaction.endUpload(upload);
        return true;
    }

    /** Several records may name one parts list, so references are counted over all of them before any is written. */
    static void releaseAll(BlobTransaction transaction, BlobRecord base, List<Row> snapshots, boolean baseToo) {
        List<Content> contents = new ArrayList<>();
        for (Row row : snapshots) {
            BlobRecord record = BlobRecordCodec.read(row.value());
            transaction.dependOn(Family.HISTORY, row);
            transaction.delete(Family.HISTORY, row.key());
            transaction.add(new Usage(0, 0, -record.used(), 0, 0, 0));
            contents.add(record.content());
        }
        if (baseToo) {
            contents.add(base.content());
            transaction.endUpload(transaction.upload());
            transaction.deleteBase();
            transaction.add(new Usage(-1, -base.used(), 0, 0, 0, 0));
        } else {
            transaction.putBase(base.edit().lastSnapshot(null).done());
        }
        transaction.releaseAll(contents);
    }

    private interface Edit {
        BlobRecord.Editor apply(BlobTransaction transaction, BlobRecord.Editor base);
    }

    private BlobResult edit(BlobOperation.OnBlob operation, BlobCall call, Conditions conditions, Edit edit) {
        BlobAddress at = rows.address(call, operation);
        return rows.change(operation.name(), at, transaction -> {
            BlobRecord base = Writes.check(transaction.base(), conditions, transaction.now());
            if (operation instanceof BlobOperation.SetBlobTier) {
                requireTierable(base);
            }
            BlobRecord edited = edit.apply(
                            transaction, base.edit().lease(LeaseRules.afterWrite(base.lease(), transaction.now())))
                    .done();
            transaction.putBase(edited);
            return operation instanceof BlobOperation.SetBlobProperties && edited.type() == BlobType.PAGE
                    ? new BlobResult.PagesChanged(edited.stamp(), edited.sequenceNumber(), null, null)
                    : new BlobResult.Changed(edited.stamp());
        });
    }

    private static void requireTierable(BlobRecord record) {
        if (record.type() != BlobType.BLOCK) {
            throw new StorageException(ErrorCode.InvalidBlobType);
        }
    }

    private static @Nullable BlobRecord decode(byte @Nullable [] bytes) {
        return bytes == null ? null : BlobRecordCodec.read(bytes);
    }
}
