package lazurite.service.blob;

import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.text.HttpDates;

/**
 * Set and Delete Blob Immutability Policy, Set Blob Legal Hold: of the base, a snapshot or a version, in containers with
 * version-level immutability. ETag and Last-Modified stay.
 */
final class Retentions {
    private static final Duration LONGEST = Duration.ofDays(146_000);

    private final BlobRows rows;

    Retentions(BlobRows rows) {
        this.rows = rows;
    }

    static StorageException notSupported() {
        return new StorageException(
                ErrorCode.FeatureNotSupportedForAccount,
                "The container does not have version-level immutability enabled.");
    }

    /** @throws StorageException 400 InvalidHeaderValue if the date is not after {@code now}, or too far from it */
    static void requireFuture(Instant until, Instant now) {
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw StorageException.invalidHeader(HeaderName.IMMUTABILITY_UNTIL.wire(), HttpDates.format(until));
        }
    }

    /** A policy that is not locked may be changed in any way, a locked one only made longer. */
    BlobResult setPolicy(LifeOperation.SetImmutabilityPolicy operation, BlobCall call) {
        return edit(operation, operation.conditions(), call, before -> {
            requireFuture(operation.until(), rows.protection().later());
            Retention after = new Retention(operation.until(), operation.locked(), before.hold());
            RetentionRules.requireKept(before, after);
            return after;
        });
    }

    BlobResult deletePolicy(LifeOperation.DeleteImmutabilityPolicy operation, BlobCall call) {
        return edit(operation, operation.conditions(), call, before -> {
            Retention after = new Retention(null, false, before.hold());
            RetentionRules.requireKept(before, after);
            return after;
        });
    }

    BlobResult setHold(LifeOperation.SetLegalHold operation, BlobCall call) {
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
            throw notSupported();
        }
        Moment moment = operation.moment();
        return rows.change(operation.name(), at, transaction -> {
            if (moment != null && !Deletes.isCurrent(transaction.base(), moment)) {
                BlobRecord edited = edited(Deletes.checked(transaction, moment, conditions), edit);
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
