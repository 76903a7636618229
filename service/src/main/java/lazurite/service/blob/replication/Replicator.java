package lazurite.service.blob.replication;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Pass;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.list.NameCursor;
import lazurite.service.blob.list.NameCursor.Besides;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.replication.Replicas.Done;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.gateway.Enforcement;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * Object replication: goes over the names of all source containers, again and again, a bounded number of them in each
 * step, and has {@link Replicas} do what is to be done. What an order, a missing container or a failure holds up is
 * passed over, and looked at again in the next pass.
 *
 * <p>Concurrency: {@link #step} and {@link #replicate} by one thread; figures by any.
 */
public final class Replicator {
    private static final System.Logger LOG = System.getLogger(Replicator.class.getName());
    private static final int NAMES_MAX = 500;

    /** After this long a step ends once the blob that it is at is done. */
    private static final long STEP_NANOS_MAX = 200_000_000L;

    private final BlobRows rows;
    private final Replicas replicas;
    private final Accounts accounts;
    private final Enforcement enforcement;
    private final Deque<Leg> legs = new ArrayDeque<>();
    private final AtomicLong copied = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong deleted = new AtomicLong();
    private final AtomicLong heldUp = new AtomicLong();
    private final AtomicLong lagMillis = new AtomicLong();
    private String place = "";
    private long held;

    /** A part of a pass: names of one rule that begin alike. */
    private record Leg(ReplicationPolicy policy, ReplicationPolicy.Rule rule, String prefix) {}

    public Replicator(BlobRows rows, Replicas replicas, Accounts accounts, Enforcement enforcement) {
        this.rows = rows;
        this.replicas = replicas;
        this.accounts = accounts;
        this.enforcement = enforcement;
    }

    /** Versions copied, and changes of their properties, since the start. */
    public long copied() {
        return copied.get();
    }

    /** Versions that could not be copied as things are, since the start; each once. */
    public long failed() {
        return failed.get();
    }

    /** Replicas that ceased to be current as their sources did, since the start. */
    public long deleted() {
        return deleted.get();
    }

    /** Names and whole rules that the last pass had to pass over: what waits for an order's end, a container, a disk. */
    public long heldUp() {
        return heldUp.get();
    }

    /** How old the version copied last was by then, in milliseconds. */
    public long lagMillis() {
        return lagMillis.get();
    }

    /** Looks at the next names; false if that was the end of a pass, and the next step begins another. */
    public boolean step() {
        if (legs.isEmpty()) {
            begin();
        }
        Leg leg = legs.peekFirst();
        if (leg == null) {
            return false;
        }
        ReplicaRoute route = open(leg.policy(), leg.rule());
        String next = route == null ? null : go(route, leg);
        if (next != null) {
            place = next;
            return true;
        }
        legs.removeFirst();
        place = "";
        if (legs.isEmpty()) {
            heldUp.set(held);
        }
        return !legs.isEmpty();
    }

    /**
     * Brings the replicas of one blob up to it at once.
     *
     * @return whether nothing of it is left to be done
     */
    public boolean replicate(String account, String container, String blob) {
        Account source = accounts.find(account);
        boolean done = true;
        for (ReplicationPolicy policy : source == null
                ? List.<ReplicationPolicy>of()
                : source.blob().replications().outgoing()) {
            for (ReplicationPolicy.Rule rule : policy.rules()) {
                if (rule.sourceContainer().equals(container)) {
                    ReplicaRoute route = open(policy, rule);
                    done &= route != null && (!route.covers(blob) || bring(route, blob));
                }
            }
        }
        return done;
    }

    private void begin() {
        held = 0;
        for (Account account : new TreeMap<>(accounts.all()).values()) {
            for (ReplicationPolicy policy : account.blob().replications().outgoing()) {
                for (ReplicationPolicy.Rule rule : policy.rules()) {
                    ReplicaRoute.prefixes(rule).forEach(prefix -> legs.addLast(new Leg(policy, rule, prefix)));
                }
            }
        }
    }

    /** The name to go on from; null if the leg is done with. */
    private @Nullable String go(ReplicaRoute route, Leg leg) {
        String scope = route.from().scope();
        NameCursor cursor =
                new NameCursor(rows.metadata(), scope, leg.prefix(), place, EnumSet.of(Besides.HISTORY), NAMES_MAX);
        long began = rows.platform().nanoTime().getAsLong();
        for (int i = 0; i < NAMES_MAX && cursor.hasNext(); i++) {
            if (i > 0 && rows.platform().nanoTime().getAsLong() - began > STEP_NANOS_MAX) {
                return cursor.name();
            }
            String name = cursor.name();
            cursor.advance();
            boolean _ = bring(route, name);
        }
        return cursor.hasNext() ? cursor.name() : null;
    }

    /** Whether nothing is left to be done. */
    private boolean bring(ReplicaRoute route, String name) {
        try {
            Done done = replicas.bring(route, name);
            if (done.newest() != null) {
                lagMillis.set(Duration.between(
                                done.newest().instant(), rows.platform().clock().instant())
                        .toMillis());
            }
            copied.addAndGet(done.copied());
            failed.addAndGet(done.failed());
            deleted.addAndGet(done.deleted());
            return true;
        } catch (RuntimeException failed) {
            if (!isExpected(failed) && held == 0) {
                LOG.log(Level.WARNING, "a blob could not be replicated yet under rule " + route.key(), failed);
            }
            held++;
            return false;
        }
    }

    /** Null while the rule cannot be obeyed. */
    private @Nullable ReplicaRoute open(ReplicationPolicy policy, ReplicationPolicy.Rule rule) {
        Account source = accounts.find(policy.source());
        Account destination = accounts.find(policy.destination());
        if (source == null
                || destination == null
                || !source.blob().replications().outgoing().contains(policy)) {
            return null;
        }
        try {
            Instant since = since(policy, rule);
            Pass reading = enforcement.check(source, ServiceKind.BLOB, Use.READ);
            Pass writing = enforcement.check(destination, ServiceKind.BLOB, Use.GROWTH);
            return new ReplicaRoute(
                    policy,
                    rule,
                    address(source, rule.sourceContainer(), reading),
                    address(destination, rule.destinationContainer(), writing.and(reading)),
                    source,
                    destination,
                    since);
        } catch (StorageException refused) {
            if (isExpected(refused)) {
                held++;
                return null;
            }
            throw refused;
        }
    }

    /** An order, or a container that is not there. */
    private static boolean isExpected(RuntimeException failed) {
        return failed instanceof StorageException refused
                && (refused.code() == ErrorCode.AccountIsDisabled || refused.code() == ErrorCode.ContainerNotFound);
    }

    private BlobAddress address(Account account, String container, Pass pass) {
        long nanos = rows.platform().nanoTime().getAsLong();
        ContainerRecord record = rows.container(account.name(), container);
        String scope = BlobKeys.scope(record.incarnation());
        return new BlobAddress(account.name(), container, scope, "", nanos, pass, record.encryption(), Origin.SERVER);
    }

    /** From when on versions are copied: as the rule says, else since it was first in force, which is written down. */
    private Instant since(ReplicationPolicy policy, ReplicationPolicy.Rule rule) {
        if (rule.from() != null) {
            return rule.from();
        }
        Group group = BlobKeys.replication(ReplicaRoute.key(policy, rule));
        byte[] bytes = rows.metadata().get(Family.BASE, group.prefix());
        if (bytes != null) {
            return readSince(bytes);
        }
        Instant now = Instant.ofEpochMilli(rows.platform().clock().millis());
        boolean first = rows.metadata()
                .commit(new Commit(
                        group,
                        rows.newId(),
                        List.of(new Condition.Absent(Family.BASE, group.prefix())),
                        List.of(new Mutation.Put(Family.BASE, group.prefix(), writeSince(now))),
                        null));
        return first ? now : since(policy, rule);
    }

    public static byte[] writeSince(Instant since) {
        return new RecordWriter(1).number(1, since.toEpochMilli()).done();
    }

    public static Instant readSince(byte[] bytes) {
        RecordReader in = new RecordReader("state of a replication", bytes, 1);
        Instant since = Instant.EPOCH;
        while (in.next()) {
            if (in.field() != 1) {
                throw in.unknownField();
            }
            since = Instant.ofEpochMilli(in.number());
        }
        return since;
    }
}
