package lazurite.store.collector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.body.BodyRow;
import lazurite.store.body.InlineRow;
import lazurite.store.collector.Deltas.BodyDelta;
import lazurite.store.collector.Rows.Intent;
import org.jspecify.annotations.Nullable;

/**
 * Takes change rows in, each exactly once: reads a batch, commits its net effect together with the list of its keys
 * (the intent), discards what became garbage, then the change rows. After a crash the intent tells which rows that are
 * still there have been taken in.
 *
 * <p>A batch holds whole groups, each read in one state of the store: so when a loss is seen, the gain before it has
 * been seen too, and a small body (which only its own group may name) that comes to zero is dead for good.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class Drain {
    private static final KeyRange ALL = new KeyRange(Key.of(new byte[0]), null);
    private static final int BODIES_MAX = 50_000;

    private final MetadataStore metadata;
    private final UidSource uids;
    private final CollectorSettings settings;
    private final ExtentTable extents;
    private final Backlog backlog;
    private final Touched touched;
    private final ReadPins pins;
    private final Platform platform;
    private final Stops stops;

    /** When losses were held back, for those that this process held back. */
    private final Map<Uid, Long> heldNanos = new HashMap<>();

    /** Told of every body whose references a batch changed, and of the extents where it lies or lay. */
    interface Touched {
        void body(Uid body, ExtentId extent);
    }

    Drain(
            MetadataStore metadata,
            UidSource uids,
            CollectorSettings settings,
            ExtentTable extents,
            Backlog backlog,
            Touched touched,
            ReadPins pins,
            Platform platform,
            Stops stops) {
        this.metadata = metadata;
        this.uids = uids;
        this.settings = settings;
        this.extents = extents;
        this.backlog = backlog;
        this.touched = touched;
        this.pins = pins;
        this.platform = platform;
        this.stops = stops;
    }

    /** Ends what a crash cut short. To be called once, before {@link #pass}. */
    void recover() {
        byte[] row = metadata.get(Family.BASE, Rows.INTENT);
        if (row == null) {
            return;
        }
        Intent intent = Intent.read(row);
        List<Row> rows = new ArrayList<>();
        for (Key key : intent.changes()) {
            byte[] change = metadata.get(Family.CHANGE, key);
            if (change != null) {
                rows.add(new Row(key, change));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        Deltas deltas = new Deltas(metadata);
        rows.forEach(change -> deltas.add(change, intent.held().contains(Rows.opId(change.key()))));
        Uid upTo = intent.upTo();
        if (upTo != null) {
            commit(deltas, intent.changes(), upTo);
        }
        discard(deltas, rows.stream().map(Row::key).toList());
    }

    /** Takes in every change row that was there when it began, and some that came since. */
    int pass() {
        int count = 0;
        KeyRange rest = ALL;
        while (true) {
            List<Row> rows = wholeGroups(rest);
            if (rows.isEmpty()) {
                release();
                return count;
            }
            Deltas deltas = new Deltas(metadata);
            List<Key> keys = fill(deltas, rows);
            commit(deltas, keys, null);
            discard(deltas, keys);
            count += keys.size();
            rest = rest.startingAt(keys.getLast().next());
        }
    }

    /** The next rows, read in one scan, without those of a last group that it may have cut. */
    private List<Row> wholeGroups(KeyRange range) {
        for (int limit = settings.batchRows(); ; limit *= 4) {
            List<Row> rows = metadata.scan(Family.CHANGE, range, limit);
            if (rows.size() < limit) {
                return rows;
            }
            Group last = Rows.group(rows.getLast().key());
            int end = rows.size();
            while (end > 0 && last.holds(rows.get(end - 1).key())) {
                end--;
            }
            if (end > 0) {
                return rows.subList(0, end);
            }
        }
    }

    /** Adds rows group by group, until the bodies they touch are enough for one batch. Returns the keys added. */
    private List<Key> fill(Deltas deltas, List<Row> rows) {
        long now = platform.nanoTime().getAsLong();
        List<Key> keys = new ArrayList<>();
        for (Row row : rows) {
            boolean newGroup = keys.isEmpty() || !Rows.group(keys.getLast()).holds(row.key());
            if (newGroup && deltas.size() >= BODIES_MAX) {
                break;
            }
            deltas.add(row, pins.pinnedSince(Rows.group(row.key()), now));
            keys.add(row.key());
        }
        deltas.held.keySet().forEach(opId -> heldNanos.put(opId, now));
        return keys;
    }

    /** Commits the deltas of bodies behind {@code done}, in as many commits as their size asks for. */
    private void commit(Deltas deltas, List<Key> changes, @Nullable Uid done) {
        Set<Uid> held = deltas.held.keySet();
        Slice last = commitBodies(deltas, done, (slice, upTo) -> slice.put(new Intent(changes, held, upTo)));
        deltas.usage.forEach(last::add);
        deltas.scopesRetired.forEach(last::retire);
        deltas.untidy.values().forEach(last::put);
        deltas.held.forEach(last::put);
        last.put(new Intent(changes, held, null));
        commit(last);
    }

    /**
     * Commits the deltas of bodies behind {@code done} but for the last slice, which is returned.
     *
     * @param progress adds to a slice that the bodies up to one are taken in
     */
    private Slice commitBodies(Deltas deltas, @Nullable Uid done, BiConsumer<Slice, Uid> progress) {
        Slice slice = new Slice(metadata, extents, backlog, touched);
        var rest = done == null ? deltas.bodies : deltas.bodies.tailMap(done, false);
        for (BodyDelta delta : rest.values()) {
            if (slice.bytes() >= settings.commitBytesMax()) {
                progress.accept(slice, slice.last());
                commit(slice);
                slice = new Slice(metadata, extents, backlog, touched);
            }
            slice.add(delta);
        }
        return slice;
    }

    private void commit(Slice slice) {
        stops.at("before a commit");
        Commit commit = new Commit(Rows.TABLE, uids.next(), List.of(), slice.mutations(), null);
        if (!metadata.commit(commit)) {
            throw new StorageException(ErrorCode.InternalError, "a commit without conditions was refused");
        }
        slice.done();
        stops.at("behind a commit");
    }

    /** Takes in the held losses whose readers are gone. */
    private void release() {
        Rows.forEach(metadata, Family.BASE, Rows.HELD, row -> {
            Uid opId = Rows.opId(row.key());
            Held losses = Held.read(row.value());
            Long since = heldNanos.get(opId);
            if (since == null || !pins.pinnedSince(losses.group(), since)) {
                release(opId, losses);
                heldNanos.remove(opId);
            }
        });
    }

    private void release(Uid opId, Held losses) {
        Deltas deltas = new Deltas(metadata);
        deltas.add(losses);
        if (!losses.done()) {
            Slice last = commitBodies(deltas, losses.upTo(), (slice, upTo) -> slice.put(opId, losses.takenIn(upTo)));
            last.put(opId, losses.takenIn(null));
            commit(last);
        }
        discard(deltas, List.of());
        discard(Family.BASE, List.of(Rows.held(opId)));
    }

    /** Removes what the batch made garbage, at last its own rows. Done twice, it does no harm. */
    private void discard(Deltas deltas, List<Key> changes) {
        List<Key> dead = new ArrayList<>();
        for (BodyDelta delta : deltas.bodies.values()) {
            if (delta.inline()
                    && delta.references <= 0
                    && metadata.get(Family.BASE, BodyRow.key(delta.ref.id())) == null) {
                dead.add(InlineRow.key(delta.group, delta.ref.id()));
            }
        }
        discard(Family.BODY, dead);
        for (KeyRange range : deltas.partRanges) {
            List<Key> keys = new ArrayList<>();
            Rows.forEach(metadata, Family.PARTS, range, row -> keys.add(row.key()));
            discard(Family.PARTS, keys);
        }
        discard(Family.PARTS, List.copyOf(deltas.partKeys));
        discard(Family.CHANGE, changes);
    }

    private void discard(Family family, List<Key> keys) {
        if (!keys.isEmpty()) {
            stops.at("before discarding from " + family);
            metadata.discard(family, keys);
        }
    }
}
