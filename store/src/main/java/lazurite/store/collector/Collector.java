package lazurite.store.collector;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Engine;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.Usage;
import lazurite.store.body.Bodies;
import org.jspecify.annotations.Nullable;

/**
 * What happens behind the commits: drains change rows into counts of references and usage, packs small bodies, gives
 * dead space back. Every step may be cut short by a crash; the next start goes on.
 *
 * <p>Concurrency: one platform thread does the work once {@link #start} was called; the public methods may be called
 * from any thread and exclude it. It wakes at most once in {@link CollectorSettings#passMillisMin}, and without commits
 * once a minute.
 */
public final class Collector implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("lazurite.collector");
    private static final long MILLI = 1_000_000;
    private static final long IDLE_NANOS = 60_000 * MILLI;
    private static final long RETRY_NANOS = 5_000 * MILLI;

    /** How many times as long as its last pass the collector rests before the next, unless in a hurry. */
    private static final int PASS_REST = 4;

    private final MetadataStore metadata;
    private final ExtentStore extents;
    private final Bodies bodies;
    private final UidSource uids;
    private final Platform platform;
    private final CollectorSettings settings;
    private final Stops stops;
    private final ExtentClaims claims;
    private final ReadPins pins;
    private final OwnExtent pack;
    private final OwnExtent copies;

    private final ReentrantLock work = new ReentrantLock();
    private final AtomicBoolean nudged = new AtomicBoolean(true);
    private @Nullable State state;
    private boolean roundWanted;
    private boolean hurry;
    private long passedNanos;
    private long passTookNanos;
    private long packNotBeforeNanos;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    /** What is known of the store; read anew after any failure. */
    private record State(Drain drain, Packer packer, Reclaim reclaim, Backlog backlog) {}

    public Collector(Engine engine, Bodies bodies, UidSource uids, Platform platform, CollectorSettings settings) {
        this(engine, bodies, uids, platform, settings, Stops.NONE);
    }

    Collector(
            Engine engine, Bodies bodies, UidSource uids, Platform platform, CollectorSettings settings, Stops stops) {
        this.metadata = engine.metadata();
        this.extents = engine.extents();
        this.bodies = bodies;
        this.uids = uids;
        this.platform = platform;
        this.settings = settings;
        this.stops = stops;
        this.claims = new ExtentClaims(metadata, uids, platform, settings.claimMillis());
        this.pins = new ReadPins(platform, settings.pinMillisMax());
        this.pack = new OwnExtent(extents, platform, settings.extentBytesMax(), settings.ownIdleMillisMax());
        this.copies = new OwnExtent(extents, platform, settings.extentBytesMax(), settings.ownIdleMillisMax());
        this.passedNanos = platform.nanoTime().getAsLong() - IDLE_NANOS;
        this.packNotBeforeNanos = passedNanos;
    }

    /**
     * Makes new ids greater than those of the changes and events that wait, whatever the clock says since: inside a
     * group their order is the order of the changes. To be called before the first commit.
     */
    public static void continueIds(UidSource uids, MetadataStore metadata) {
        KeyRange all = new KeyRange(Key.of(new byte[0]), null);
        Rows.forEach(metadata, Family.CHANGE, all, row -> uids.above(Rows.opId(row.key())));
        Rows.forEach(metadata, Family.EVENT, all, row -> uids.above(Rows.opId(row.key())));
    }

    /** Starts the thread that does all of it by itself. */
    public void start() {
        Thread started = platform.platformThreads().newThread(this::run);
        thread = started;
        started.start();
    }

    /** Tells that a commit with a change row has happened. Costs next to nothing. */
    public void nudge() {
        if (!nudged.get() && nudged.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /**
     * Keeps what the group names now readable until the pin is closed, or for {@link CollectorSettings#pinMillisMax}:
     * to be taken before the record is read, by a reader that will take a while. Costs no I/O.
     */
    public Pin pin(Group group) {
        return pins.pin(group);
    }

    /** A reader at work. */
    public interface Pin extends AutoCloseable {
        @Override
        void close();
    }

    public Claims claims() {
        return claims;
    }

    /** Takes in every change that was committed before the call. */
    public void drain() {
        working(known -> known.drain().pass());
    }

    /** Exact usage of one scope, the changes committed before the call included. */
    public Usage usage(String scope) {
        return working(known -> {
            known.drain().pass();
            byte[] row = metadata.get(Family.BASE, Rows.usage(scope));
            return row == null ? Usage.NONE : UsageCodec.read(row);
        });
    }

    /** Exact usage of every scope that ever had any and was not swept. */
    public Map<String, Usage> usages() {
        return working(known -> {
            known.drain().pass();
            Map<String, Usage> usages = new TreeMap<>();
            Rows.forEach(
                    metadata,
                    Family.BASE,
                    Rows.USAGES,
                    row -> usages.put(Rows.scope(row.key()), UsageCodec.read(row.value())));
            return usages;
        });
    }

    /** Deleted containers whose rows the caller should sweep, as far as drained; at most {@code limit}. */
    public List<String> retiredScopes(int limit) {
        return metadata.scan(Family.BASE, Rows.RETIRED_SCOPES, limit).stream()
                .map(row -> Rows.scope(row.key()))
                .toList();
    }

    /**
     * Ends a retired scope: all its rows are gone, each with a change row of its own. Its usage row goes too, once
     * these are drained.
     */
    public void scopeSwept(String scope) {
        working(known -> {
            known.drain().pass();
            return metadata.commit(new Commit(
                    Rows.TABLE,
                    uids.next(),
                    List.of(),
                    List.of(
                            new Mutation.Delete(Family.BASE, Rows.usage(scope)),
                            new Mutation.Delete(Family.BASE, Rows.retiredScope(scope))),
                    null));
        });
    }

    /**
     * A list of pages whose rows are to be looked through: some may be needed no more.
     *
     * @param asked names the last change that asked for it
     */
    public record ListToTidy(Group group, Uid list, Uid asked) {}

    /** Lists of pages to tidy, as far as drained, behind the list {@code after} in the order of their ids. */
    public List<ListToTidy> listsToTidy(@Nullable Uid after, int limit) {
        KeyRange range = after == null
                ? Rows.UNTIDY
                : Rows.UNTIDY.startingAt(Rows.untidy(after).next());
        return metadata.scan(Family.BASE, range, limit).stream()
                .map(Rows.Untidy::read)
                .map(row -> new ListToTidy(row.group(), row.list(), row.opId()))
                .toList();
    }

    /** Whether the list waits to be tidied. */
    public boolean isToTidy(Uid list) {
        return metadata.get(Family.BASE, Rows.untidy(list)) != null;
    }

    /** The list is in order, as of a time when no change behind {@code tidied.asked()} was known of. */
    public void listTidied(ListToTidy tidied) {
        working(known -> {
            known.drain().pass();
            byte[] row = new Rows.Untidy(tidied.group(), tidied.list(), tidied.asked()).bytes();
            Key key = Rows.untidy(tidied.list());
            return metadata.commit(new Commit(
                    Rows.TABLE,
                    uids.next(),
                    List.of(new Condition.Equal(Family.BASE, key, row)),
                    List.of(new Mutation.Delete(Family.BASE, key)),
                    null));
        });
    }

    /** Whether a reader is at work in the group that began before {@code nanos}. */
    public boolean pinnedSince(Group group, long nanos) {
        return pins.pinnedSince(group, nanos);
    }

    /** How long a pin holds, in nanoseconds. */
    public long pinNanosMax() {
        return settings.pinMillisMax() * MILLI;
    }

    /** Packs all small bodies that wait, whatever their age. */
    public void pack() {
        working(known -> {
            known.drain().pass();
            while (known.packer().next() != null) {
                known.packer().pack();
            }
            known.packer().pack();
            return known.drain().pass();
        });
    }

    /** Drains, packs and gives back all the space that can be given back now. */
    public void settle() {
        pack();
        working(known -> {
            bodies.sealFree();
            pack.seal();
            copies.seal();
            int freed;
            do {
                known.drain().pass();
                known.reclaim().choose();
                known.drain().pass();
                freed = known.reclaim().settle();
                copies.seal();
            } while (freed > 0);
            return freed;
        });
    }

    private <T> T working(Function<State, T> action) {
        work.lock();
        boolean failed = true;
        try {
            State known = state == null ? load() : state;
            state = known;
            T result = action.apply(known);
            failed = false;
            return result;
        } finally {
            if (failed) {
                state = null;
            }
            work.unlock();
        }
    }

    private State load() {
        ExtentTable table = ExtentTable.load(metadata);
        Backlog backlog = new Backlog();
        backlog.bytes = Packer.waiting(metadata);
        Compaction compaction =
                new Compaction(metadata, extents, uids, table, copies, settings.commitBytesMax(), stops);
        Reclaim reclaim = new Reclaim(
                metadata,
                extents,
                bodies,
                uids,
                platform,
                settings,
                table,
                claims,
                List.of(pack, copies),
                compaction,
                stops);
        Drain drain = new Drain(metadata, uids, settings, table, backlog, reclaim, pins, platform, stops);
        drain.recover();
        return new State(
                drain, new Packer(metadata, uids, platform, pack, settings.packBytes(), stops), reclaim, backlog);
    }

    private void run() {
        while (!closed) {
            long pause;
            try {
                pause = working(this::turn);
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "the collector failed and will go on from what is stored", e);
                nudged.set(true);
                pause = RETRY_NANOS;
            }
            if (pause > 0 && !closed) {
                LockSupport.parkNanos(this, pause);
            }
        }
    }

    /** Does what is due; returns the nanoseconds until something else may be. */
    private long turn(State known) {
        long passPause = hurry
                ? settings.passMillisMin() * MILLI / 10
                : Math.max(settings.passMillisMin() * MILLI, PASS_REST * passTookNanos);
        if ((nudged.get() || roundWanted) && sincePass() >= passPause) {
            pass(known);
        }
        long packPause = packIfDue(known);
        bodies.sealIdle();
        roundWanted |= pack.sealIfIdle();
        roundWanted |= copies.sealIfIdle();
        long untilPass = nudged.get() || roundWanted ? passPause - sincePass() : IDLE_NANOS;
        long untilIdle = pack.isOpen() || copies.isOpen() ? settings.ownIdleMillisMax() * MILLI : IDLE_NANOS;
        return Math.max(0, Math.min(untilIdle, Math.min(untilPass, packPause)));
    }

    private long sincePass() {
        return platform.nanoTime().getAsLong() - passedNanos;
    }

    private void pass(State known) {
        nudged.set(false);
        long begun = platform.nanoTime().getAsLong();
        known.drain().pass();
        int freed = known.reclaim().settle();
        hurry = known.reclaim().choose() || known.reclaim().overfull();
        roundWanted = freed > 0 || known.reclaim().waits();
        passedNanos = platform.nanoTime().getAsLong();
        passTookNanos = passedNanos - begun;
    }

    /** Packs a batch if it is time; returns the nanoseconds until it may be. */
    private long packIfDue(State known) {
        if (known.backlog().bytes <= 0) {
            return IDLE_NANOS;
        }
        long now = platform.nanoTime().getAsLong();
        if (now < packNotBeforeNanos) {
            return packNotBeforeNanos - now;
        }
        Uid oldest = known.packer().next();
        if (oldest == null) {
            known.packer().pack();
            packNotBeforeNanos = now + IDLE_NANOS;
            return IDLE_NANOS;
        }
        long ageMillis = platform.clock().millis() - (oldest.high() >>> 16);
        long young = (settings.packDelayMillis() - ageMillis) * MILLI;
        if (young > 0 && known.backlog().bytes < settings.packBytes()) {
            return young;
        }
        known.packer().pack();
        known.drain().pass();
        long took = platform.nanoTime().getAsLong() - now;
        long rest = took * settings.packRest(known.backlog().bytes);
        packNotBeforeNanos = now + took + rest;
        return rest;
    }

    /** Stops the thread, after what it is at, and seals the collector's extents. What is left to do stays stored. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            LockSupport.unpark(running);
            try {
                running.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        pack.seal();
        copies.seal();
    }
}
