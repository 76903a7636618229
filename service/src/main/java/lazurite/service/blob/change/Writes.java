package lazurite.service.blob.change;

import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.store.Family;
import lazurite.store.Key;
import org.jspecify.annotations.Nullable;

/** What every change of an existing blob checks, in Azure's order: conditions, existence, lease. */
public final class Writes {
    private Writes() {}

    public static BlobRecord check(@Nullable BlobRecord base, Conditions conditions, Instant now) {
        BlobRecord found = conditioned(base, conditions);
        LeaseRules.checkBlobWrite(found.lease(), conditions.leaseId(), now);
        return found;
    }

    /** The snapshot or previous version; conditions are on it, and a lease id, where one is given, is the blob's. */
    public static BlobRecord check(BlobTransaction transaction, Moment moment, Conditions conditions) {
        Key key = BlobKeys.history(transaction.group(), HistoryKind.of(moment), moment.stamp());
        byte[] bytes = transaction.read(Family.HISTORY, key);
        BlobRecord stored = bytes == null ? null : BlobRecordCodec.read(bytes);
        BlobRecord record =
                conditioned(stored == null ? null : Rehydration.settled(stored, transaction.now()), conditions);
        BlobRecord base = transaction.base();
        LeaseRules.checkBlobRead(base == null ? null : base.lease(), conditions.leaseId(), transaction.now());
        return record;
    }

    /** The blob, if its conditions hold. Where there is none an If-Match fails (412) before the blob is missed (404). */
    public static BlobRecord conditioned(@Nullable BlobRecord base, Conditions conditions) {
        if (base == null && !conditions.ifMatch().isEmpty()) {
            throw new StorageException(ErrorCode.ConditionNotMet);
        }
        BlobRecord found = require(base);
        Preconditions.checkWrite(conditions, found.stamp(), found.tags());
        return found;
    }

    public static BlobRecord require(@Nullable BlobRecord base) {
        if (base == null) {
            throw new StorageException(ErrorCode.BlobNotFound);
        }
        return base;
    }
}
