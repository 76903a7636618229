package lazurite.service.blob.rows;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.BlobTransaction.View;
import lazurite.service.blob.change.History;
import lazurite.service.blob.change.Removals;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.event.ChangeEvents;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.retention.KeptClock;
import lazurite.service.blob.retention.Protection;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.MetadataStore;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.DataKey;
import lazurite.store.body.KeyRing;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The Blob service's rows: finding containers, blobs and snapshots, and changing one blob atomically.
 *
 * <p>Concurrency: any thread. Changes of one blob queue on a lock of this process, so that a hot blob costs one commit
 * a change and not many retries; what decides between processes is the commit's conditions.
 */
public final class BlobRows {
    private static final int LOCKS = 4096;
    private static final int ATTEMPTS_MAX = 10_000;

    /** How long a container that was found is taken to be there still; far below what its sweeper waits. */
    private static final long BOUND_NANOS = 1_000_000_000L;

    private final MetadataStore metadata;
    private final Bodies bodies;
    private final Sealings sealings;
    private final UidSource ids;
    private final Collector collector;
    private final Platform platform;
    private final Protection protection;
    private final History history;
    private final Removals removals;
    private final ChangeEvents events;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    public BlobRows(
            MetadataStore metadata,
            Bodies bodies,
            KeyRing keys,
            UidSource ids,
            Collector collector,
            Platform platform) {
        this.metadata = metadata;
        this.history = new History(metadata);
        this.removals = new Removals(history);
        this.bodies = bodies;
        this.sealings = new Sealings(keys);
        this.ids = ids;
        this.collector = collector;
        this.platform = platform;
        KeptClock clock = KeptClock.open(metadata, ids, platform);
        this.protection = new Protection(metadata, ids, clock, platform.clock());
        this.events = ChangeEvents.open(metadata, ids);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    public MetadataStore metadata() {
        return metadata;
    }

    public Bodies bodies() {
        return bodies;
    }

    public Collector collector() {
        return collector;
    }

    public ChangeEvents events() {
        return events;
    }

    /** Keeps what the blob names now readable until closed; to be taken before the record is read. */
    public Collector.Pin pin(Group blob) {
        return collector.pin(blob);
    }

    public Platform platform() {
        return platform;
    }

    /** What forbids to change and delete blobs. */
    public Protection protection() {
        return protection;
    }

    /** What changes leave of what they replace. */
    public History history() {
        return history;
    }

    /** How blobs are taken out of their places. */
    public Removals removals() {
        return removals;
    }

    public Uid newId() {
        return ids.next();
    }

    /** Which key seals or opens a blob. */
    public Sealings sealings() {
        return sealings;
    }

    /** The account's own key. */
    DataKey key(String account) {
        return sealings.held(account, Encryption.ACCOUNT);
    }

    /** The container; 404 if there is none. */
    public ContainerRecord container(String account, String container) {
        ContainerRecord record = findContainer(account, container);
        if (record == null) {
            throw new StorageException(ErrorCode.ContainerNotFound);
        }
        return record;
    }

    @Nullable
    public ContainerRecord findContainer(String account, String container) {
        byte[] bytes =
                metadata.get(Family.BASE, BlobKeys.container(account, container).prefix());
        return bytes == null ? null : ContainerRecordCodec.read(bytes);
    }

    /** The scope of the container's rows; 404 if there is no such container. */
    public String scope(String account, String container) {
        return BlobKeys.scope(container(account, container).incarnation());
    }

    /** Where the operation's blob is; 404 if there is no such container. */
    public BlobAddress address(BlobCall call, BlobOperation.OnBlob operation) {
        long nanos = platform.nanoTime().getAsLong();
        ContainerRecord container = container(call.account(), operation.container());
        return new BlobAddress(
                call.account(),
                operation.container(),
                BlobKeys.scope(container.incarnation()),
                operation.blob(),
                nanos,
                call.pass(),
                container.encryption(),
                call.origin());
    }

    @Nullable
    public BlobRecord findBlob(Group blob) {
        byte[] bytes = metadata.get(Family.BASE, blob.prefix());
        return bytes == null ? null : standing(BlobRecordCodec.read(bytes));
    }

    /** A record as it is by now, whenever it was written; null if it has expired. */
    @Nullable
    public BlobRecord standing(@Nullable BlobRecord stored) {
        if (stored == null || (stored.rehydration() == null && stored.life().expires() == null)) {
            return stored;
        }
        Instant now = platform.clock().instant();
        return stored.life().isExpired(now) ? null : Rehydration.settled(stored, now);
    }

    /** The base, a snapshot or a version. A version that ceases to be current meanwhile is found in either place. */
    @Nullable
    public BlobRecord findBlob(Group blob, @Nullable Moment moment) {
        if (moment instanceof Moment.Snapshot snapshot) {
            return findHistory(blob, snapshot);
        }
        BlobRecord base = findBlob(blob);
        return moment == null || moment.isCurrent(base) ? base : findHistory(blob, moment);
    }

    private @Nullable BlobRecord findHistory(Group blob, Moment moment) {
        byte[] bytes = metadata.get(Family.HISTORY, BlobKeys.history(blob, HistoryKind.of(moment), moment.stamp()));
        return bytes == null ? null : standing(BlobRecordCodec.read(bytes));
    }

    /** The blob, its snapshot or its version; 404 if there is none. */
    public BlobRecord blob(Group blob, @Nullable Moment moment) {
        return Writes.require(findBlob(blob, moment));
    }

    /** Decides on a change of a blob; throws to refuse it. May be run again if another change came between. */
    @FunctionalInterface
    public interface Decision<R> {
        R decide(BlobTransaction transaction);
    }

    /**
     * Reads the blob, decides and commits, until no other change came between.
     *
     * @throws StorageException 409 PendingCopyOperation while a copy into the blob is pending
     */
    public <R> R change(String operation, BlobAddress at, Decision<R> decision) {
        return changeCopied(operation, at, settled(decision));
    }

    /** What {@link #change} would decide by now; nothing is changed. */
    public <R> R look(BlobAddress at, Decision<R> decision) {
        return bound(at, settled(decision))
                .decide(new BlobTransaction(metadata, at, platform.clock().instant(), View.CLIENT));
    }

    /** As {@link #change}, also while a copy into the blob is pending: of the copy itself, and what leaves it alone. */
    public <R> R changeCopied(String operation, BlobAddress at, Decision<R> decision) {
        ReentrantLock lock = locks[Math.floorMod(at.group().hashCode(), LOCKS)];
        lock.lock();
        try {
            return attempt(operation, at, View.CLIENT, bound(at, decision));
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #change}, for changes that do not get in each other's way. */
    public <R> R changeUnlocked(String operation, BlobAddress at, Decision<R> decision) {
        return attempt(operation, at, View.CLIENT, bound(at, settled(decision)));
    }

    private <R> Decision<R> bound(BlobAddress at, Decision<R> decision) {
        return transaction -> {
            requireBound(at);
            return decision.decide(transaction);
        };
    }

    private static <R> Decision<R> settled(Decision<R> decision) {
        return transaction -> {
            BlobRecord base = transaction.base();
            if (base != null && CopyState.isPending(base.copy())) {
                throw new StorageException(ErrorCode.PendingCopyOperation);
            }
            return decision.decide(transaction);
        };
    }

    /** As {@link #change}, whether or not the container is still there. */
    public <R> R changeBehind(String operation, BlobAddress at, Decision<R> decision) {
        ReentrantLock lock = locks[Math.floorMod(at.group().hashCode(), LOCKS)];
        lock.lock();
        try {
            return attempt(operation, at, decision);
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #changeUnlocked}, in a container that was deleted. */
    public <R> R attempt(String operation, BlobAddress at, Decision<R> decision) {
        return attempt(operation, at, View.STORED, decision);
    }

    /** Deletes the blob if it has expired, as the account keeps what is deleted; whether it did. */
    public boolean deleteExpired(BlobAddress at) {
        return attempt("DeleteExpired", at, View.EXPIRED, removals::deleteExpired);
    }

    private <R> R attempt(String operation, BlobAddress at, View view, Decision<R> decision) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            OfContainer settings = protection.of(at);
            BlobTransaction transaction =
                    new BlobTransaction(metadata, at, platform.clock().instant(), view);
            R result = decision.decide(transaction);
            if (transaction.changesNothing()) {
                return result;
            }
            if (transaction.hidesExpired()) {
                deleteExpired(at);
                continue;
            }
            Uid opId = ids.next();
            events.tell(operation, at, opId, transaction);
            Commit commit = transaction.commit(operation, opId);
            if (at.pass().commit(() -> protection.commit(transaction, settings, () -> metadata.commit(commit)))) {
                collector.nudge();
                return result;
            }
        }
        throw new StorageException(ErrorCode.ServerBusy, "The blob is changed by too many clients at once.");
    }

    /** A container found long ago, before a body was read say, is looked for again. */
    private void requireBound(BlobAddress at) {
        if (platform.nanoTime().getAsLong() - at.foundNanos() < BOUND_NANOS) {
            return;
        }
        if (!BlobKeys.scope(container(at.account(), at.container()).incarnation())
                .equals(at.scope())) {
            throw new StorageException(ErrorCode.ContainerNotFound);
        }
    }

    /** User metadata as stored: sealed under the account's key, null if there is none. */
    public byte @Nullable [] seal(String account, Map<String, String> userMetadata) {
        return seal(key(account), userMetadata);
    }

    public byte @Nullable [] seal(DataKey key, Map<String, String> userMetadata) {
        if (userMetadata.isEmpty()) {
            return null;
        }
        RecordWriter out = new RecordWriter(1);
        userMetadata.forEach((name, value) -> out.text(1, name).text(2, value));
        return bodies.seal(key, out.done());
    }

    public Map<String, String> unseal(String account, byte @Nullable [] sealed) {
        return unseal(key(account), sealed);
    }

    public Map<String, String> unseal(DataKey key, byte @Nullable [] sealed) {
        if (sealed == null) {
            return Map.of();
        }
        RecordReader in = new RecordReader("user metadata", bodies.unseal(key, sealed), 1);
        Map<String, String> userMetadata = new LinkedHashMap<>();
        String name = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> userMetadata.put(name, in.text());
                default -> throw in.unknownField();
            }
        }
        return userMetadata;
    }
}
