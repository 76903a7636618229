package lazurite.service.blob.write;

import java.time.Instant;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.Archive;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobEdit;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.TierChange;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Expiry;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.tag.TagsXml;

/** Changes of an existing blob that leave its content alone, its snapshots, its lease. */
public final class Changes {
    private final BlobRows rows;

    public Changes(BlobRows rows) {
        this.rows = rows;
    }

    public BlobResult setProperties(BlobOperation.SetBlobProperties operation, BlobCall call) {
        return edit(operation, call, operation.conditions(), (transaction, base) -> {
            Archive.requireOnline(transaction.base());
            return base.properties(operation.properties()).copy(null).stamp(transaction.nextStamp());
        });
    }

    /** Makes a new version of the same content, where versions are kept. */
    public BlobResult setMetadata(BlobOperation.SetBlobMetadata operation, BlobCall call) {
        return edit(operation, call, operation.conditions(), (transaction, edited) -> {
            BlobRecord base = Writes.require(transaction.base());
            rows.protection().requireChangeable(transaction.at(), base);
            Archive.requireOnline(base);
            Sealing sealing = rows.sealings().changing(call, base);
            byte[] metadata = rows.seal(sealing.key(), operation.metadata());
            if (History.keepsVersion(call, base)) {
                History.keepVersion(transaction, base, null);
                transaction.share(base.content(), 1);
            }
            BlobRecord current = History.current(
                    transaction,
                    call,
                    edited.metadata(metadata).stamp(transaction.nextStamp()).done());
            return rows.protection().begin(transaction, current, Retention.NONE).edit();
        });
    }

    /** Of the base or a version. */
    public BlobResult setTags(BlobOperation.SetBlobTags operation, BlobCall call) {
        Map<String, String> tags = TagsXml.read(Intake.document(operation.body(), operation.checksums(), 64 << 10));
        edit(operation, call, operation.conditions(), (_, edited) -> edited.tags(tags));
        return new BlobResult.Done();
    }

    /** Of the base, a snapshot or a version; ETag and Last-Modified stay. */
    public BlobResult setTier(BlobOperation.SetBlobTier operation, BlobCall call) {
        TierChange change = new TierChange(operation, call.features().aging());
        edit(operation, call, operation.conditions(), change);
        return change.isPending() ? new BlobResult.Pending() : new BlobResult.Done();
    }

    /** Of the base, in accounts whose blobs may expire. */
    public BlobResult setExpiry(LifeOperation.SetBlobExpiry operation, BlobCall call) {
        Expiry.require(call.features());
        return edit(operation, call, operation.conditions(), (transaction, edited) -> {
            BlobRecord base = Writes.require(transaction.base());
            Instant time = operation.expiry().time(base.created().lastModified(), transaction.now());
            return edited.life(base.life().withExpires(time)).stamp(transaction.nextStamp());
        });
    }

    public BlobResult lease(BlobOperation.LeaseBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        return rows.changeCopied(operation.name(), at, transaction -> {
            BlobRecord base = Writes.conditioned(transaction.base(), operation.conditions());
            LeaseRules.Outcome outcome =
                    LeaseRules.apply(operation.action(), base.lease(), transaction.now(), rows.platform()::newUuid);
            transaction.putBase(base.edit().lease(outcome.lease()).done());
            return new BlobResult.Leased(base.stamp(), outcome.id(), outcome.secondsLeft());
        });
    }

    /**
     * The snapshot shares the base's content; the base's row only remembers when it was taken. Where versions are kept
     * it becomes a new version besides, with the ETag that it had.
     */
    public BlobResult snapshot(BlobOperation.SnapshotBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        return rows.change(operation.name(), at, transaction -> {
            BlobRecord base = Writes.conditioned(transaction.base(), operation.conditions());
            LeaseRules.checkBlobRead(base.lease(), operation.conditions().leaseId(), transaction.now());
            CopyState.requireWhole(base);
            Archive.requireOnline(base);
            Sealing sealing = rows.sealings().changing(call, base);
            byte[] metadata = rows.seal(sealing.key(), operation.metadata());
            Stamp taken = History.freeSnapshot(transaction);
            Retention begins = rows.protection().ofNew(transaction.at(), Retention.NONE, taken);
            BlobRecord.Editor snapshot = base.edit()
                    .lease(null)
                    .lastSnapshot(null)
                    .life(base.life().withVersion(null).withRetention(begins).withExpires(null));
            if (metadata != null) {
                snapshot.metadata(metadata);
            }
            transaction.putHistory(HistoryKind.SNAPSHOT, taken, snapshot.done());
            transaction.add(History.usage(HistoryKind.SNAPSHOT, base.used()));
            Life life = base.life();
            if (call.features().versioning()) {
                History.keepVersion(transaction, base, null);
                life = life.withVersion(History.nextVersion(transaction, transaction.nextStamp()));
            }
            transaction.share(base.content(), call.features().versioning() ? 2 : 1);
            transaction.putBase(base.edit().lastSnapshot(taken).life(life).done());
            return sealing.tell(new BlobResult.Snapshotted(base.stamp(), taken, life.version()));
        });
    }

    private BlobResult edit(BlobOperation.OnBlob operation, BlobCall call, Conditions conditions, BlobEdit edit) {
        BlobAddress at = rows.address(call, operation);
        return rows.change(operation.name(), at, transaction -> {
            Moment moment = operation.moment();
            if (moment != null && !moment.isCurrent(transaction.base())) {
                return editMoment(operation, transaction, moment, conditions, edit);
            }
            BlobRecord base = Writes.check(transaction.base(), conditions, transaction.now());
            if (operation instanceof BlobOperation.SetBlobTier) {
                requireTierable(base);
            }
            BlobRecord edited = edit.apply(
                            transaction, base.edit().lease(LeaseRules.afterWrite(base.lease(), transaction.now())))
                    .done();
            transaction.putBase(edited);
            if (operation instanceof BlobOperation.SetBlobProperties && edited.type() == BlobType.PAGE) {
                return new BlobResult.PagesChanged(edited.stamp(), edited.sequenceNumber(), null, null);
            }
            BlobResult changed = new BlobResult.Changed(edited.stamp());
            return operation instanceof BlobOperation.SetBlobMetadata
                    ? BlobResult.Sealed.of(changed, edited.encryption())
                    : changed;
        });
    }

    private static BlobResult editMoment(
            BlobOperation operation, BlobTransaction transaction, Moment moment, Conditions conditions, BlobEdit edit) {
        BlobRecord record = Writes.check(transaction, moment, conditions);
        if (operation instanceof BlobOperation.SetBlobTier) {
            requireTierable(record);
        }
        BlobRecord edited = edit.apply(transaction, record.edit()).done();
        transaction.putHistory(HistoryKind.of(moment), moment.stamp(), edited);
        return new BlobResult.Changed(edited.stamp());
    }

    private static void requireTierable(BlobRecord record) {
        if (record.type() != BlobType.BLOCK) {
            throw new StorageException(ErrorCode.InvalidBlobType);
        }
    }
}
