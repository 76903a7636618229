package lazurite.service.blob.write;

import java.util.function.UnaryOperator;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.retention.RetentionRules;
import lazurite.service.blob.rows.BlobRows;

/**
 * Set and Delete Blob Immutability Policy, Set Blob Legal Hold: of the base, a snapshot or a version, in containers with
 * version-level immutability. ETag and Last-Modified stay.
 */
public final class Retentions {
    private final BlobRows rows;

    public Retentions(BlobRows rows) {
        this.rows = rows;
    }

    /** A policy that is not locked may be changed in any way, a locked one only made longer. */
    public BlobResult setPolicy(LifeOperation.SetImmutabilityPolicy operation, BlobCall call) {
        return edit(operation, operation.conditions(), call, before -> {
            RetentionRules.requireFuture(operation.until(), rows.protection().later());
            Retention after = new Retention(operation.until(), operation.locked(), before.hold());
            RetentionRules.requireKept(before, after);
            return after;
        });
    }

    public BlobResult deletePolicy(LifeOperation.DeleteImmutabilityPolicy operation, BlobCall call) {
        return edit(operation, operation.conditions(), call, before -> {
            Retention after = new Retention(null, false, before.hold());
            RetentionRules.requireKept(before, after);
            return after;
        });
    }

    public BlobResult setHold(LifeOperation.SetLegalHold operation, BlobCall call) {
        return edit(
                operation,
                operation.conditions(),
                call,
                before -> new Retention(before.until(), before.locked(), operation.hold()));
    }

    private BlobResult edit(
            BlobOperation.OnBlob operation, Conditions conditions, BlobCall call, UnaryOperator<Retention> edit) {
        BlobAddress at = rows.address(call, operation);
        if (!rows.protection().of(at).versionLevel()) {
            throw RetentionRules.notSupported();
        }
        Moment moment = operation.moment();
        return rows.change(operation.name(), at, transaction -> {
            if (moment != null && !moment.isCurrent(transaction.base())) {
                BlobRecord edited = edited(Writes.check(transaction, moment, conditions), edit);
                transaction.putHistory(HistoryKind.of(moment), moment.stamp(), edited);
                return new BlobResult.Retained(edited.life().retention());
            }
            BlobRecord base = Writes.conditioned(transaction.base(), conditions);
            LeaseRules.checkBlobRead(base.lease(), conditions.leaseId(), transaction.now());
            BlobRecord edited = edited(base, edit);
            transaction.putBase(edited);
            return new BlobResult.Retained(edited.life().retention());
        });
    }

    private static BlobRecord edited(BlobRecord record, UnaryOperator<Retention> edit) {
        Life life = record.life();
        return record.edit()
                .life(life.withRetention(edit.apply(life.retention())))
                .done();
    }
}
