package lazurite.service.blob.replication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.Archive;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.content.CopiedContent;
import lazurite.service.blob.copy.CopyRules;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Replicated;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.write.Deletes;
import lazurite.service.blob.write.PutBlobs;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Brings replicas up to their sources: versions that are not there yet, oldest first and under the same version ids, and
 * then the end of the current one. A version is there once, since its row is looked for in the commit that names it;
 * what was copied is marked at the source afterwards. So it may be begun anew anywhere.
 *
 * <p>Concurrency: one thread at a time for each destination; clients change the source meanwhile.
 */
public final class Replicas {
    private static final int ROWS = 16;

    private final BlobRows rows;
    private final PutBlobs puts;
    private final Deletes deletes;

    public Replicas(BlobRows rows, PutBlobs puts, Deletes deletes) {
        this.rows = rows;
        this.puts = puts;
        this.deletes = deletes;
    }

    /**
     * What was done for one blob.
     *
     * @param copied versions copied or changed
     * @param failed versions that failed
     * @param deleted replicas that are current no more
     * @param newest the version copied last; null if none was
     */
    record Done(
            int copied, int failed, int deleted, @Nullable Stamp newest) {
        static final Done NOTHING = new Done(0, 0, 0, null);

        Done plus(Done later) {
            return new Done(
                    copied + later.copied,
                    failed + later.failed,
                    deleted + later.deleted,
                    later.newest == null ? newest : later.newest);
        }
    }

    /**
     * Brings one blob's replica up to its source.
     *
     * @throws StorageException 403 AccountIsDisabled, 404 ContainerNotFound, or a passing failure: the rest is still to
     *     be done
     */
    Done bring(ReplicaRoute route, String name) {
        BlobAddress from = route.from().at(name);
        BlobAddress to = route.to().at(name);
        Done done = Done.NOTHING;
        for (Stamp version : waiting(route, from)) {
            done = done.plus(bring(route, from, to, version));
        }
        return done.plus(end(route, from, to));
    }

    /** Versions that are not marked as copied, oldest first. Behind one that is, all are or have failed. */
    private List<Stamp> waiting(ReplicaRoute route, BlobAddress from) {
        List<Stamp> waiting = new ArrayList<>();
        BlobRecord base = rows.findBlob(from.group());
        boolean settled = base != null && collect(route, base, waiting);
        KeyRange rest = BlobKeys.history(from.group(), HistoryKind.VERSION);
        while (!settled) {
            List<Row> page = rows.metadata().scanBack(Family.HISTORY, rest, ROWS);
            for (Row row : page) {
                settled = settled || collect(route, BlobRecordCodec.read(row.value()), waiting);
            }
            settled |= page.size() < ROWS;
            if (!settled) {
                rest = new KeyRange(rest.from(), page.getLast().key());
            }
        }
        return waiting.reversed();
    }

    /** Whether nothing older waits. */
    private static boolean collect(ReplicaRoute route, BlobRecord record, List<Stamp> waiting) {
        Stamp version = record.life().version();
        if (record.type() != BlobType.BLOCK
                || version == null
                || version.instant().isBefore(route.since())) {
            return true;
        }
        Replicated.Mark mark = Replicated.find(record, route.key());
        if (mark != null && mark.complete()) {
            return true;
        }
        if (!CopyState.isPending(record.copy())) {
            waiting.add(version);
        }
        return false;
    }

    private Done bring(ReplicaRoute route, BlobAddress from, BlobAddress to, Stamp version) {
        Moment moment = new Moment.Version(version);
        try (Collector.Pin _ = rows.pin(from.group())) {
            BlobRecord record = rows.findBlob(from.group(), moment);
            if (record == null) {
                return Done.NOTHING;
            }
            Replicated.Mark known = Replicated.find(record, route.key());
            boolean complete = isCopyable(record) && copied(route, from, to, record, moment);
            if (known != null && known.complete() == complete) {
                return Done.NOTHING;
            }
            mark(from, new Replicated.Mark(route.key(), complete, version, record.stamp()));
            return complete ? new Done(1, 0, 0, version) : new Done(0, 1, 0, null);
        }
    }

    /** What has to be asked back first, or is under a key that is not kept, cannot be read. */
    private static boolean isCopyable(BlobRecord record) {
        return !record.encryption().isCustomers() && !Archive.holds(record);
    }

    /** Whether it is at its destination now; false if it may never be as things are. */
    private boolean copied(ReplicaRoute route, BlobAddress from, BlobAddress to, BlobRecord record, Moment moment) {
        try {
            if (!isThere(to.group(), moment)) {
                copy(route, from, to, record, moment);
            } else {
                update(to, record);
            }
            return true;
        } catch (StorageException refused) {
            if (isPassing(refused)) {
                throw refused;
            }
            return false;
        }
    }

    private static boolean isPassing(StorageException refused) {
        return refused.code().status() >= 500
                || refused.code() == ErrorCode.AccountIsDisabled
                || refused.code() == ErrorCode.ContainerNotFound;
    }

    private boolean isThere(Group to, Moment version) {
        return rows.findBlob(to, version) != null
                || rows.metadata()
                                .get(Family.HISTORY, BlobKeys.history(to, HistoryKind.DELETED_VERSION, version.stamp()))
                        != null;
    }

    private void copy(ReplicaRoute route, BlobAddress from, BlobAddress to, BlobRecord record, Moment moment) {
        BlobCall call = route.call(to.pass());
        rows.protection().requireReplaceable(to, rows.findBlob(to.group()), call);
        Sealing sealed = rows.sealings().source(call, route.source(from, moment), record);
        Sealing target = rows.sealings().anew(call, to);
        byte[] metadata = CopyRules.resealed(rows, sealed, record, target);
        NewBlob created = new NewBlob(record.properties(), Map.of(), Map.of(), null, Conditions.NONE);
        try (CopiedContent content = CopiedContent.take(rows, sealed, from.group(), record, target, to.pass())) {
            CopyRules.requireUnchanged(record, rows.findBlob(from.group(), moment));
            boolean _ = CopyRules.counted(
                    from.pass(),
                    record.length(),
                    () -> rows.change("ReplicateBlob", to, transaction -> {
                        if (holds(transaction, moment.stamp())) {
                            return false;
                        }
                        BlobRecord copy = PutBlobs.newRecord(
                                        transaction,
                                        BlobType.BLOCK,
                                        record.length(),
                                        record.properties(),
                                        metadata,
                                        created,
                                        content.name(transaction),
                                        target.encryption())
                                .edit()
                                .stamp(moment.stamp())
                                .blocks(record.blocks(), record.blockIdLength())
                                .replicated(Replicated.from(route.policy().id()))
                                .done();
                        put(transaction, call, created, copy);
                        return true;
                    }));
        }
    }

    /** Whether the version is there, deleted or not; the commit depends on it. */
    private static boolean holds(BlobTransaction transaction, Stamp version) {
        BlobRecord base = transaction.base();
        if (base != null && version.equals(base.life().version())) {
            return true;
        }
        Key kept = BlobKeys.history(transaction.group(), HistoryKind.VERSION, version);
        Key deleted = BlobKeys.history(transaction.group(), HistoryKind.DELETED_VERSION, version);
        return transaction.read(Family.HISTORY, kept) != null || transaction.read(Family.HISTORY, deleted) != null;
    }

    /** The newest version is the current one; an older one, which failed before, takes its place in the history. */
    private void put(BlobTransaction transaction, BlobCall call, NewBlob created, BlobRecord copy) {
        Stamp version = copy.stamp();
        Stamp newest = newest(transaction);
        if (newest == null || version.compareTo(newest) > 0) {
            puts.replace(transaction, call, created, copy);
            return;
        }
        Retention begins = rows.protection().ofNew(transaction.at(), Retention.NONE, version);
        Life life = copy.life().withVersion(version).withRetention(begins);
        transaction.putHistory(
                HistoryKind.VERSION,
                version,
                copy.edit().lease(null).lastSnapshot(null).life(life).done());
        transaction.add(History.usage(HistoryKind.VERSION, copy.used()));
    }

    private static @Nullable Stamp newest(BlobTransaction transaction) {
        BlobRecord base = transaction.base();
        Stamp newest = base == null
                ? null
                : base.life().version() == null ? base.stamp() : base.life().version();
        for (HistoryKind kind : List.of(HistoryKind.VERSION, HistoryKind.DELETED_VERSION)) {
            Stamp kept = transaction.newest(kind);
            if (kept != null && (newest == null || kept.compareTo(newest) > 0)) {
                newest = kept;
            }
        }
        return newest;
    }

    /** Properties may be set without a new version: the current replica gets them too. */
    private void update(BlobAddress to, BlobRecord record) {
        boolean _ = rows.change("ReplicateProperties", to, transaction -> {
            BlobRecord base = transaction.base();
            boolean current = base != null
                    && Objects.equals(base.life().version(), record.life().version());
            if (base == null || !current || same(base.properties(), record.properties())) {
                return false;
            }
            rows.protection().requireChangeable(to, base);
            transaction.putBase(base.edit()
                    .properties(record.properties())
                    .stamp(transaction.nextStamp())
                    .done());
            return true;
        });
    }

    private static boolean same(HttpProperties one, HttpProperties other) {
        return one.withMd5(null).equals(other.withMd5(null)) && Arrays.equals(one.contentMd5(), other.contentMd5());
    }

    /** Says at the source how it ended, unless it is in another state by now. No order stops this: nothing grows by it. */
    private void mark(BlobAddress from, Replicated.Mark mark) {
        boolean _ = rows.changeBehind("MarkReplicated", from.under(Pass.UNRESTRICTED), transaction -> {
            BlobRecord base = transaction.base();
            if (base != null && mark.version().equals(base.life().version())) {
                if (mark.isOf(base)) {
                    transaction.putBase(base.edit()
                            .replicated(Replicated.marked(base, mark))
                            .done());
                }
                return mark.isOf(base);
            }
            Key key = BlobKeys.history(transaction.group(), HistoryKind.VERSION, mark.version());
            byte[] bytes = transaction.read(Family.HISTORY, key);
            BlobRecord kept = bytes == null ? null : BlobRecordCodec.read(bytes);
            if (kept == null || !mark.isOf(kept)) {
                return false;
            }
            transaction.putHistory(
                    HistoryKind.VERSION,
                    mark.version(),
                    kept.edit().replicated(Replicated.marked(kept, mark)).done());
            return true;
        });
    }

    /** Where the source has no current version any more, its replica becomes a previous one too. */
    private Done end(ReplicaRoute route, BlobAddress from, BlobAddress to) {
        if (rows.findBlob(from.group()) != null) {
            return Done.NOTHING;
        }
        BlobRecord replica = rows.findBlob(to.group());
        if (replica == null || !route.policy().id().equals(replica.replicated().policy())) {
            return Done.NOTHING;
        }
        Conditions asFound = new Conditions(List.of(replica.stamp().etag()), List.of(), null, null, null, null);
        try {
            deletes.delete(
                    new BlobOperation.DeleteBlob(to.container(), to.blob(), null, DeleteSnapshots.INCLUDE, asFound),
                    route.call(to.pass()));
            return new Done(0, 0, 1, null);
        } catch (StorageException refused) {
            if (isPassing(refused)) {
                throw refused;
            }
            boolean changed = refused.code() == ErrorCode.BlobNotFound || refused.code() == ErrorCode.ConditionNotMet;
            return changed ? Done.NOTHING : new Done(0, 1, 0, null);
        }
    }
}
