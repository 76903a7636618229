package lazurite.service.blob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.ContainerPolicy.SignedIdentifier;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.BlobOperation.Include;
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
final class Containers {
    private static final int ATTEMPTS_MAX = 1000;

    /** Listed only with {@code include=system}. */
    private static final Set<String> SYSTEM = Set.of("$logs", "$blobchangefeed");

    private final BlobRows rows;

    Containers(BlobRows rows) {
        this.rows = rows;
    }

    BlobResult create(BlobOperation.CreateContainer operation, BlobCall call) {
        Group group = BlobKeys.container(call.account(), operation.container());
        ContainerRecord record = new ContainerRecord(
                rows.platform().random().nextLong(),
                Stamp.at(now()),
                rows.seal(call.account(), operation.metadata()),
                operation.publicRead(),
                List.of(),
                null);
        Commit commit = new Commit(
                group,
                rows.newId(),
                List.of(new Condition.Absent(Family.BASE, group.prefix())),
                List.of(new Mutation.Put(Family.BASE, group.prefix(), ContainerRecordCodec.write(record))),
                null);
        if (!committed(call, commit)) {
            throw new StorageException(ErrorCode.ContainerAlreadyExists);
        }
        return new BlobResult.Changed(record.stamp());
    }

    BlobResult get(String account, String container, @Nullable String leaseId) {
        ContainerRecord record = rows.container(account, container);
        LeaseRules.checkContainer(record.lease(), leaseId, now());
        return new BlobResult.ContainerState(
                record, rows.unseal(account, record.metadata()), Lease.state(record.lease(), now()));
    }

    BlobResult setMetadata(BlobOperation.SetContainerMetadata operation, BlobCall call) {
        byte[] sealed = rows.seal(call.account(), operation.metadata());
        return change(
                call,
                operation.container(),
                operation.conditions(),
                (record, now) -> new ContainerRecord(
                        record.incarnation(),
                        record.stamp().next(now),
                        sealed,
                        record.publicRead(),
                        record.identifiers(),
                        record.lease()));
    }

    BlobResult setAcl(
            BlobCall call,
            String container,
            PublicRead publicRead,
            List<SignedIdentifier> identifiers,
            Conditions conditions) {
        return change(
                call,
                container,
                conditions,
                (record, now) -> new ContainerRecord(
                        record.incarnation(),
                        record.stamp().next(now),
                        record.metadata(),
                        publicRead,
                        identifiers,
                        record.lease()));
    }

    BlobResult lease(BlobOperation.LeaseContainer operation, BlobCall call) {
        List<LeaseRules.Outcome> outcome = new ArrayList<>();
        BlobResult.Changed changed = change(call, operation.container(), operation.conditions(), (record, now) -> {
            LeaseRules.Outcome result = LeaseRules.apply(operation.action(), record.lease(), now, this::newLeaseId);
            outcome.clear();
            outcome.add(result);
            return new ContainerRecord(
                    record.incarnation(),
                    record.stamp(),
                    record.metadata(),
                    record.publicRead(),
                    record.identifiers(),
                    result.lease());
        });
        LeaseRules.Outcome result = outcome.getFirst();
        return new BlobResult.Leased(changed.stamp(), result.id(), result.secondsLeft());
    }

    /** Unbinds the name at once; the rows behind it are swept later. */
    BlobResult delete(BlobOperation.DeleteContainer operation, BlobCall call) {
        Group group = BlobKeys.container(call.account(), operation.container());
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            byte[] bytes = read(group);
            ContainerRecord record = ContainerRecordCodec.read(bytes);
            Preconditions.checkWrite(operation.conditions(), record.stamp(), Map.of());
            LeaseRules.checkContainerDelete(
                    record.lease(), operation.conditions().leaseId(), now());
            String scope = BlobKeys.scope(record.incarnation());
            Change change = new Change(
                    now().toEpochMilli(),
                    operation.name(),
                    scope,
                    Usage.NONE,
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(scope));
            Commit commit = new Commit(
                    group,
                    rows.newId(),
                    List.of(new Condition.Equal(Family.BASE, group.prefix(), bytes)),
                    List.of(new Mutation.Delete(Family.BASE, group.prefix())),
                    ChangeCodec.bytes(change));
            if (committed(call, commit)) {
                rows.collector().nudge();
                return new BlobResult.Deleted(true);
            }
        }
        throw new StorageException(ErrorCode.ServerBusy);
    }

    BlobResult list(BlobOperation.ListContainers operation, String account) {
        String prefix = operation.prefix() == null ? "" : operation.prefix();
        KeyRange range = BlobKeys.containers(account, prefix);
        Marker marker = Marker.read(operation.marker());
        if (marker != null) {
            range = range.startingAt(Group.openPrefix("C", account, marker.name()));
        }
        List<Row> page = rows.metadata().scan(Family.BASE, range, operation.limit() + 1);
        List<BlobResult.ContainerEntry> entries = new ArrayList<>();
        for (Row row : page.subList(0, Math.min(page.size(), operation.limit()))) {
            String name = BlobKeys.containerName(account, row.key());
            if (SYSTEM.contains(name) && !operation.include().contains(Include.SYSTEM)) {
                continue;
            }
            ContainerRecord record = ContainerRecordCodec.read(row.value());
            Map<String, String> metadata =
                    operation.include().contains(Include.METADATA) ? rows.unseal(account, record.metadata()) : Map.of();
            entries.add(new BlobResult.ContainerEntry(name, record, metadata, Lease.state(record.lease(), now())));
        }
        return new BlobResult.Containers(
                entries,
                page.size() > operation.limit()
                        ? new Marker(
                                        BlobKeys.containerName(
                                                account, page.getLast().key()),
                                        null)
                                .write()
                        : null);
    }

    Map<String, Long> bytesByAccount() {
        Map<String, Usage> usages = rows.collector().usages();
        Map<String, Long> bytes = new TreeMap<>();
        rows.scanAll(Family.BASE, BlobKeys.CONTAINERS).forEach(row -> {
            String scope = BlobKeys.scope(ContainerRecordCodec.read(row.value()).incarnation());
            long stored = usages.getOrDefault(scope, Usage.NONE).bytes();
            if (stored != 0) {
                bytes.merge(BlobKeys.accountName(row.key()), stored, Long::sum);
            }
        });
        return bytes;
    }

    @Nullable
    ContainerPolicy policy(String account, String container) {
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

    private UUID newLeaseId() {
        return randomUuid(
                rows.platform().random().nextLong(), rows.platform().random().nextLong());
    }

    /** A version 4 UUID of the given random bits (RFC 9562 §5.4). */
    static UUID randomUuid(long high, long low) {
        return new UUID((high & ~0xF000L) | 0x4000L, (low & ~(3L << 62)) | (2L << 62));
    }

    private Instant now() {
        return rows.platform().clock().instant();
    }
}
