package lazurite.service.meter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.terms.meter.Meter;

/**
 * The rows of hours that are being counted. Each write is conditional on the row as it was last seen and leaves its id
 * in it, so that nothing is counted twice when the outcome of a write is lost. A closed hour is never written again.
 *
 * <p>Concurrency: one thread at a time.
 */
final class OpenHours {
    private final MetadataStore metadata;
    private final UidSource uids;
    private final Map<HourKey, Seen> open = new HashMap<>();

    /** A row as it is stored. */
    private record Seen(HourRecord record, byte[] bytes) {}

    OpenHours(MetadataStore metadata, UidSource uids) {
        this.metadata = metadata;
        this.uids = uids;
    }

    /** Reads what is stored, and forgets what was known. */
    void load() {
        open.clear();
        MeterRows.eachOpen(
                metadata,
                row -> open.put(MeterKeys.read(row.key()), new Seen(HourRecordCodec.read(row.value()), row.value())));
    }

    List<HourKey> keys() {
        return List.copyOf(open.keySet());
    }

    HourRecord record(HourKey key) {
        Seen seen = open.get(key);
        return seen == null ? HourRecord.EMPTY : seen.record();
    }

    /** Whether a write of this id has reached the row. */
    boolean holds(HourKey key, Uid op) {
        return op.equals(record(key).lastOp());
    }

    /** The hour, or the first behind it that is not closed. */
    HourKey firstOpen(HourKey key) {
        HourKey candidate = key;
        while (!open.containsKey(candidate) && metadata.get(Family.BASE, MeterKeys.closed(candidate)) != null) {
            candidate = candidate.at(candidate.hour() + 1);
        }
        return candidate;
    }

    /** A write under way, and the row as it will be. */
    record Write(HourKey key, HourRecord record, byte[] bytes, CompletableFuture<Boolean> outcome) {}

    Uid nextOp() {
        return uids.next();
    }

    /** Begins to add values to an hour that is not closed. */
    Write add(HourKey key, Map<Meter, Long> values, Uid op) {
        HourRecord grown = record(key).with(values).writtenBy(op);
        byte[] bytes = HourRecordCodec.write(grown);
        Mutation put = new Mutation.Put(Family.BASE, MeterKeys.open(key), bytes);
        return new Write(key, grown, bytes, submit(key, op, List.of(put)));
    }

    /** Begins to close an hour, with the values that are known only then. */
    Write close(HourKey key, Map<Meter, Long> values, long nowMillis) {
        Uid op = nextOp();
        HourRecord done = record(key).with(values).writtenBy(op).closedAt(nowMillis);
        byte[] bytes = HourRecordCodec.write(done);
        Mutation put = new Mutation.Put(Family.BASE, MeterKeys.closed(key), bytes);
        Mutation delete = new Mutation.Delete(Family.BASE, MeterKeys.open(key));
        return new Write(key, done, bytes, submit(key, op, List.of(put, delete)));
    }

    /** Takes over what a write that succeeded has made of the hour. */
    void done(Write write) {
        if (write.record().closed()) {
            open.remove(write.key());
        } else {
            open.put(write.key(), new Seen(write.record(), write.bytes()));
        }
    }

    /** On condition that the row is as it was seen and the hour not closed. A refusal is the future's, as a failure is. */
    private CompletableFuture<Boolean> submit(HourKey key, Uid op, List<Mutation> mutations) {
        List<Condition> conditions = List.of(asSeen(key), new Condition.Absent(Family.BASE, MeterKeys.closed(key)));
        try {
            return metadata.submit(new Commit(MeterKeys.group(key.subscription()), op, conditions, mutations, null));
        } catch (StorageException refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private Condition asSeen(HourKey key) {
        Key row = MeterKeys.open(key);
        Seen seen = open.get(key);
        return seen == null
                ? new Condition.Absent(Family.BASE, row)
                : new Condition.Equal(Family.BASE, row, seen.bytes());
    }
}
