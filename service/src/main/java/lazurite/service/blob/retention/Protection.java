package lazurite.service.blob.retention;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BooleanSupplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.ContainerRecordCodec;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * What protects blobs from being changed or deleted: the accounts' settings as they were remembered last, and the time
 * that protection ends by. {@link RetentionGuard} holds every commit against it; what is asked here besides is asked
 * early, so that a refusal costs no body.
 *
 * <p>Concurrency: any thread. Settings change between commits only, so that nothing is committed behind them that was
 * let through before. Where a container has protection, its blobs' commits and its own deletion exclude each other, so
 * that none is deleted with a blob that was acknowledged meanwhile.
 */
public final class Protection {
    private static final int SCAN_ROWS = 1000;

    private final MetadataStore metadata;
    private final UidSource ids;
    private final KeptClock clock;
    private final InstantSource wall;
    private final Map<String, Immutability> remembered = new ConcurrentHashMap<>();
    private final ReadWriteLock settings = new ReentrantReadWriteLock();
    private final ReadWriteLock deletion = new ReentrantReadWriteLock();

    public Protection(MetadataStore metadata, UidSource ids, KeptClock clock, InstantSource wall) {
        this.metadata = metadata;
        this.ids = ids;
        this.clock = clock;
        this.wall = wall;
    }

    public KeptClock clock() {
        return clock;
    }

    /** What time it is for ends of protection: never later than the wall clock says for long. */
    Instant time() {
        return clock.instant();
    }

    // ---- settings

    /** What was remembered of the account last. */
    public Immutability of(String account) {
        Immutability known = remembered.get(account);
        if (known != null) {
            return known;
        }
        byte[] stored = account.isEmpty() ? null : metadata.get(Family.BASE, BlobKeys.immutability(account));
        Immutability read = ImmutabilityCodec.read(stored);
        Immutability earlier = remembered.putIfAbsent(account, read);
        return earlier == null ? read : earlier;
    }

    public OfContainer of(String account, String container) {
        Immutability immutability = of(account);
        return immutability.equals(Immutability.NONE) ? OfContainer.NONE : immutability.of(container);
    }

    public OfContainer of(BlobAddress at) {
        return of(at.account(), at.container());
    }

    /** Why the account may not have these settings from now on; null if it may. */
    @Nullable
    public String refusal(String account, Immutability wanted) {
        return wanted.refusal(of(account));
    }

    /**
     * Remembers the account's settings; they hold for all that is not committed when this returns, and what is locked
     * for ever.
     *
     * @throws IllegalArgumentException if {@link #refusal} has a reason against them
     */
    public void remember(String account, Immutability wanted) {
        settings.writeLock().lock();
        try {
            store(account, wanted);
        } finally {
            settings.writeLock().unlock();
        }
    }

    private void store(String account, Immutability wanted) {
        String refusal = refusal(account, wanted);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        Key key = BlobKeys.immutability(account);
        byte[] stored = metadata.get(Family.BASE, key);
        if (!wanted.equals(ImmutabilityCodec.read(stored))) {
            Condition unchanged = stored == null
                    ? new Condition.Absent(Family.BASE, key)
                    : new Condition.Equal(Family.BASE, key, stored);
            Mutation put = new Mutation.Put(Family.BASE, key, ImmutabilityCodec.write(wanted));
            Group group = BlobKeys.account(account);
            if (!metadata.commit(new Commit(group, ids.next(), List.of(unchanged), List.of(put), null))) {
                throw new StorageException(ErrorCode.ServerBusy, "Another server changed the account's immutability.");
            }
        }
        remembered.put(account, wanted);
    }

    // ---- single blobs

    /** Refuses a write that takes the place of {@code base}, unless the blob is kept as a version. */
    public void requireReplaceable(BlobAddress at, @Nullable BlobRecord base, BlobCall call) {
        if (base == null) {
            return;
        }
        boolean kept = History.keepsVersion(call, base);
        if (of(at).whole() || (!kept && protects(base.life().retention()))) {
            throw RetentionRules.immutable();
        }
    }

    /** Refuses a change of {@code base} in its place. */
    public void requireChangeable(BlobAddress at, BlobRecord base) {
        if (of(at).whole() || protects(base.life().retention())) {
            throw RetentionRules.immutable();
        }
    }

    /** Refuses an append to {@code base}. */
    public void requireAppendable(BlobAddress at, BlobRecord base) {
        if (!RetentionRules.allowsAppends(of(at), base, time())) {
            throw RetentionRules.immutable();
        }
    }

    /** Whether a row that is done with has to be kept for now. */
    public boolean keeps(BlobAddress at, BlobRecord record, Instant time) {
        return RetentionRules.isProtected(of(at), record, time);
    }

    private boolean protects(Retention retention) {
        return !retention.equals(Retention.NONE) && RetentionRules.protects(retention, time());
    }

    /**
     * The retention of a new version: what was asked for, else what versions of the container begin with.
     *
     * @throws StorageException 409 FeatureNotSupportedForAccount without version-level immutability, 400
     *     InvalidHeaderValue for a date that is over or too far, 409 BlobImmutableDueToPolicy if less was asked for
     *     than a locked default
     */
    public Retention ofNew(BlobAddress at, Retention asked, Stamp made) {
        OfContainer container = of(at);
        if (!container.versionLevel()) {
            if (!asked.equals(Retention.NONE)) {
                throw RetentionRules.notSupported();
            }
            return Retention.NONE;
        }
        Instant until = asked.until();
        if (until != null) {
            RetentionRules.requireFuture(until, later());
        }
        Policy policy = container.policy();
        if (policy == null) {
            return asked;
        }
        Instant ends = wholeSecond(RetentionRules.ends(RetentionRules.later(made.instant(), later()), policy));
        if (until == null) {
            return new Retention(ends, policy.locked(), asked.hold());
        }
        if (policy.locked() && (!asked.locked() || until.isBefore(ends))) {
            throw RetentionRules.immutable();
        }
        return asked;
    }

    /** The record of a new version, with the retention that it begins with: see {@link #ofNew}. */
    public BlobRecord begin(BlobTransaction transaction, BlobRecord record, Retention asked) {
        Retention begins = ofNew(transaction.at(), asked, record.stamp());
        return record.life().retention().equals(begins)
                ? record
                : record.edit().life(record.life().withRetention(begins)).done();
    }

    /** What is later of the two clocks: what begins now counts from there. */
    public Instant later() {
        return RetentionRules.later(wall.instant(), time());
    }

    private static Instant wholeSecond(Instant time) {
        return time.getNano() == 0 ? time : Instant.ofEpochSecond(time.getEpochSecond() + 1);
    }

    // ---- containers

    /** Runs a commit; settings are the same from its beginning to its end. */
    public boolean steady(BooleanSupplier commit) {
        settings.readLock().lock();
        try {
            return commit.getAsBoolean();
        } finally {
            settings.readLock().unlock();
        }
    }

    /**
     * Runs a blob's commit, if nothing that it changes is protected.
     *
     * @param decided the settings by which the change was decided on
     * @return false if it has to be decided on anew, under other settings or as other rows are
     * @throws StorageException 409 BlobImmutableDueToPolicy; 404 ContainerNotFound if the container has protection and
     *     is no longer there
     */
    public boolean commit(BlobTransaction transaction, OfContainer decided, BooleanSupplier commit) {
        return steady(() -> {
            if (!of(transaction.at()).equals(decided)) {
                return false;
            }
            RetentionGuard.check(transaction, decided, this::time);
            return commitInContainer(transaction.at(), decided, commit);
        });
    }

    private boolean commitInContainer(BlobAddress at, OfContainer protection, BooleanSupplier commit) {
        if (protection.equals(OfContainer.NONE)) {
            return commit.getAsBoolean();
        }
        deletion.readLock().lock();
        try {
            byte[] container = metadata.get(
                    Family.BASE,
                    BlobKeys.container(at.account(), at.container()).prefix());
            if (container == null
                    || !BlobKeys.scope(ContainerRecordCodec.read(container).incarnation())
                            .equals(at.scope())) {
                throw new StorageException(ErrorCode.ContainerNotFound);
            }
            return commit.getAsBoolean();
        } finally {
            deletion.readLock().unlock();
        }
    }

    /**
     * Runs a container's deletion, unless the container has protection and something is in it.
     *
     * @throws StorageException 409
     */
    public boolean delete(String account, String container, ContainerRecord record, BooleanSupplier commit) {
        return steady(() -> deleteEmpty(account, container, record, commit));
    }

    private boolean deleteEmpty(String account, String container, ContainerRecord record, BooleanSupplier commit) {
        OfContainer protection = of(account, container);
        if (protection.equals(OfContainer.NONE)) {
            return commit.getAsBoolean();
        }
        deletion.writeLock().lock();
        try {
            requireEmpty(protection, record);
            return commit.getAsBoolean();
        } finally {
            deletion.writeLock().unlock();
        }
    }

    private void requireEmpty(OfContainer protection, ContainerRecord record) {
        if (protection.held()) {
            throw new StorageException(ErrorCode.ContainerHasLegalHold);
        }
        KeyRange blobs = blobs(record);
        if (metadata.scan(Family.BASE, blobs, 1).isEmpty()
                && metadata.scan(Family.HISTORY, blobs, 1).isEmpty()) {
            return;
        }
        if (protection.versionLevel()) {
            throw new StorageException(ErrorCode.ContainerImmutableStorageWithVersioningEnabled);
        }
        Policy policy = protection.policy();
        throw policy != null && policy.locked()
                ? new StorageException(ErrorCode.ContainerImmutabilityPolicyLocked)
                : RetentionRules.immutable();
    }

    /** Whether anything in a deleted container has to be kept for now. */
    public boolean keepsAny(String account, String container, ContainerRecord record, Instant time) {
        OfContainer protection = of(account, container);
        if (protection.equals(OfContainer.NONE)) {
            return false;
        }
        KeyRange blobs = blobs(record);
        return keepsAny(protection, Family.BASE, blobs, time) || keepsAny(protection, Family.HISTORY, blobs, time);
    }

    private boolean keepsAny(OfContainer protection, Family family, KeyRange blobs, Instant time) {
        KeyRange rest = blobs;
        while (true) {
            List<Row> page = metadata.scan(family, rest, SCAN_ROWS);
            for (Row row : page) {
                if (RetentionRules.isProtected(protection, BlobRecordCodec.read(row.value()), time)) {
                    return true;
                }
            }
            if (page.size() < SCAN_ROWS) {
                return false;
            }
            rest = blobs.startingAt(page.getLast().key().next());
        }
    }

    private static KeyRange blobs(ContainerRecord record) {
        return KeyRange.prefix(BlobKeys.blobs(BlobKeys.scope(record.incarnation()), ""));
    }
}
