package lazurite.service.blob.write;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Preconditions;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.record.DeletedContainer;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealings;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.Usage;
import lazurite.store.collector.Change;
import lazurite.store.collector.ChangeCodec;
import org.jspecify.annotations.Nullable;

/** Operations on containers. Each change is one commit on the container's own row. */
public final class Containers {
    private static final int ATTEMPTS_MAX = 1000;

    private final BlobRows rows;

    public Containers(BlobRows rows) {
        this.rows = rows;
    }

    public BlobResult create(BlobOperation.CreateContainer operation, BlobCall call) {
        ContainerRecord record = record(operation, call);
        if (!made(operation.container(), record, call)) {
            throw new StorageException(ErrorCode.ContainerAlreadyExists);
        }
        return new BlobResult.Changed(record.stamp());
    }

    /** Makes a private container unless it is there. */
    void provide(String container, BlobCall call) {
        var operation = new BlobOperation.CreateContainer(container, Map.of(), PublicRead.NEVER);
        if (rows.findContainer(call.account(), container) == null) {
            var _ = made(container, record(operation, call), call);
        }
    }

    private ContainerRecord record(BlobOperation.CreateContainer operation, BlobCall call) {
        Sealings.requireUsable(call.features(), operation.encryption().scopeName());
        return new ContainerRecord(
                rows.platform().random().nextLong(),
                Stamp.at(now()),
                rows.seal(call.account(), operation.metadata()),
                operation.publicRead(),
                List.of(),
                null,
                operation.encryption());
    }

    private boolean made(String container, ContainerRecord record, BlobCall call) {
        Group group = BlobKeys.container(call.account(), container);
        Commit commit = new Commit(
                group,
                rows.newId(),
                List.of(new Condition.Absent(Family.BASE, group.prefix())),
                List.of(new Mutation.Put(Family.BASE, group.prefix(), ContainerRecordCodec.write(record))),
                null);
        return committed(call, commit);
    }

    public BlobResult get(String account, String container, @Nullable String leaseId) {
        ContainerRecord record = rows.container(account, container);
        LeaseRules.checkContainer(record.lease(), leaseId, now());
        return new BlobResult.ContainerState(
                record,
                rows.unseal(account, record.metadata()),
                Lease.state(record.lease(), now()),
                rows.protection().of(account, container));
    }

    public BlobResult setMetadata(BlobOperation.SetContainerMetadata operation, BlobCall call) {
        byte[] sealed = rows.seal(call.account(), operation.metadata());
        return change(
                call,
                operation.container(),
                operation.conditions(),
                (record, now) -> record.withMetadata(record.stamp().next(now), sealed));
    }

    public BlobResult setAcl(
            BlobCall call,
            String container,
            PublicRead publicRead,
            List<SignedIdentifier> identifiers,
            Conditions conditions) {
        return change(
                call,
                container,
                conditions,
                (record, now) -> record.withAcl(record.stamp().next(now), publicRead, identifiers));
    }

    public BlobResult lease(BlobOperation.LeaseContainer operation, BlobCall call) {
        List<LeaseRules.Outcome> outcome = new ArrayList<>();
        BlobResult.Changed changed = change(call, operation.container(), operation.conditions(), (record, now) -> {
            LeaseRules.Outcome result =
                    LeaseRules.apply(operation.action(), record.lease(), now, rows.platform()::newUuid);
            outcome.clear();
            outcome.add(result);
            return record.withLease(result.lease());
        });
        LeaseRules.Outcome result = outcome.getFirst();
        return new BlobResult.Leased(changed.stamp(), result.id(), result.secondsLeft());
    }

    /**
     * Unbinds the name at once. Where deleted containers can be restored, the container stays as it is under a key of
     * its own; else the rows behind it are swept later.
     */
    public BlobResult delete(BlobOperation.DeleteContainer operation, BlobCall call) {
        Group group = BlobKeys.container(call.account(), operation.container());
        int days = call.features().containerRetentionDays();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            byte[] bytes = read(group);
            ContainerRecord record = ContainerRecordCodec.read(bytes);
            Preconditions.checkWrite(operation.conditions(), record.stamp(), Map.of());
            LeaseRules.checkContainerDelete(
                    record.lease(), operation.conditions().leaseId(), now());
            List<Condition> conditions = new ArrayList<>();
            conditions.add(new Condition.Equal(Family.BASE, group.prefix(), bytes));
            List<Mutation> mutations = new ArrayList<>();
            mutations.add(new Mutation.Delete(Family.BASE, group.prefix()));
            if (days > 0) {
                Key kept = BlobKeys.deletedContainer(group, freeStamp(group));
                conditions.add(new Condition.Absent(Family.HISTORY, kept));
                Deletion deletion = new Deletion(now(), days, true);
                mutations.add(new Mutation.Put(
                        Family.HISTORY, kept, new DeletedContainer(record.withLease(null), deletion).write()));
            }
            byte[] change = days > 0 ? null : retirement(operation.name(), record);
            Commit commit = new Commit(group, rows.newId(), conditions, mutations, change);
            if (rows.protection()
                    .delete(call.account(), operation.container(), record, () -> committed(call, commit))) {
                rows.collector().nudge();
                return new BlobResult.Deleted(days == 0);
            }
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }

    /** A time that no deleted container of the name has. */
    private Stamp freeStamp(Group group) {
        List<Row> newest = rows.metadata().scanBack(Family.HISTORY, KeyRange.prefix(group.prefix()), 1);
        return newest.isEmpty()
                ? Stamp.at(now())
                : BlobKeys.stamp(newest.getFirst().key()).next(now());
    }

    /** That the container's rows are garbage from now on. */
    private byte[] retirement(String operation, ContainerRecord record) {
        String scope = BlobKeys.scope(record.incarnation());
        return ChangeCodec.bytes(new Change(
                now().toEpochMilli(),
                operation,
                scope,
                Usage.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(scope)));
    }

    /** Puts a deleted container back under its name. */
    public BlobResult restore(BlobOperation.RestoreContainer operation, BlobCall call) {
        Group group = BlobKeys.container(call.account(), operation.container());
        Key key = BlobKeys.deletedContainer(group, operation.deleted());
        byte[] bytes = rows.metadata().get(Family.HISTORY, key);
        DeletedContainer deleted = bytes == null ? null : DeletedContainer.read(bytes);
        if (bytes == null || deleted == null || deleted.deletion().over(now())) {
            throw new StorageException(ErrorCode.ContainerNotFound);
        }
        ContainerRecord record = deleted.container();
        Commit commit = new Commit(
                group,
                rows.newId(),
                List.of(
                        new Condition.Absent(Family.BASE, group.prefix()),
                        new Condition.Equal(Family.HISTORY, key, bytes)),
                List.of(
                        new Mutation.Put(Family.BASE, group.prefix(), ContainerRecordCodec.write(record)),
                        new Mutation.Delete(Family.HISTORY, key)),
                null);
        if (!committed(call, commit)) {
            boolean taken = rows.findContainer(call.account(), operation.container()) != null;
            throw new StorageException(taken ? ErrorCode.ContainerAlreadyExists : ErrorCode.ContainerNotFound);
        }
        return new BlobResult.Changed(record.stamp());
    }

    /** Gives up the deleted container of that row if its time is over; whether there was one to give up. */
    public boolean expire(Row row, Instant time, Pass pass) {
        DeletedContainer deleted = DeletedContainer.read(row.value());
        if (!deleted.deletion().over(time)) {
            return false;
        }
        Commit commit = new Commit(
                BlobKeys.groupOf(row.key()),
                rows.newId(),
                List.of(new Condition.Equal(Family.HISTORY, row.key(), row.value())),
                List.of(new Mutation.Delete(Family.HISTORY, row.key())),
                retirement("ExpireContainer", deleted.container()));
        boolean gone = pass.commit(() -> rows.protection()
                .steady(() -> !isKept(row, deleted.container(), time)
                        && rows.metadata().commit(commit)));
        if (gone) {
            rows.collector().nudge();
        }
        return gone;
    }

    private boolean isKept(Row row, ContainerRecord record, Instant time) {
        Key name = BlobKeys.groupOf(row.key()).prefix();
        String account = BlobKeys.accountName(name);
        return rows.protection().keepsAny(account, BlobKeys.containerName(account, name), record, time);
    }

    /** Deleted containers that can be restored are counted as well: their bytes are stored. */
    public Map<String, Long> bytesByAccount() {
        Map<String, Usage> usages = rows.collector().usages();
        Map<String, Long> bytes = new TreeMap<>();
        rows.metadata()
                .scanAll(Family.BASE, BlobKeys.CONTAINERS)
                .forEach(row -> add(bytes, usages, row, ContainerRecordCodec.read(row.value())));
        rows.metadata()
                .scanAll(Family.HISTORY, BlobKeys.CONTAINERS)
                .forEach(row -> add(
                        bytes, usages, row, DeletedContainer.read(row.value()).container()));
        return bytes;
    }

    private static void add(Map<String, Long> bytes, Map<String, Usage> usages, Row row, ContainerRecord record) {
        long stored = usages.getOrDefault(BlobKeys.scope(record.incarnation()), Usage.NONE)
                .bytes();
        if (stored != 0) {
            bytes.merge(BlobKeys.accountName(BlobKeys.groupOf(row.key()).prefix()), stored, Long::sum);
        }
    }

    @Nullable
    public ContainerPolicy policy(String account, String container) {
        ContainerRecord record = rows.findContainer(account, container);
        return record == null ? null : new ContainerPolicy(record.publicRead(), record.identifiers());
    }

    private interface Edit {
        ContainerRecord apply(ContainerRecord record, Instant now);
    }

    private BlobResult.Changed change(BlobCall call, String container, Conditions conditions, Edit change) {
        Group group = BlobKeys.container(call.account(), container);
        Key key = group.prefix();
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            byte[] bytes = read(group);
            ContainerRecord record = ContainerRecordCodec.read(bytes);
            Preconditions.checkWrite(conditions, record.stamp(), Map.of());
            LeaseRules.checkContainer(record.lease(), conditions.leaseId(), now());
            ContainerRecord changed = change.apply(record, now());
            Commit commit = new Commit(
                    group,
                    rows.newId(),
                    List.of(new Condition.Equal(Family.BASE, key, bytes)),
                    List.of(new Mutation.Put(Family.BASE, key, ContainerRecordCodec.write(changed))),
                    null);
            if (committed(call, commit)) {
                return new BlobResult.Changed(changed.stamp());
            }
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }

    private boolean committed(BlobCall call, Commit commit) {
        return call.pass().commit(() -> rows.metadata().commit(commit));
    }

    private byte[] read(Group group) {
        byte[] bytes = rows.metadata().get(Family.BASE, group.prefix());
        if (bytes == null) {
            throw new StorageException(ErrorCode.ContainerNotFound);
        }
        return bytes;
    }

    private Instant now() {
        return rows.platform().clock().instant();
    }
}
