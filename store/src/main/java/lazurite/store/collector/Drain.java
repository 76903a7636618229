package lazurite.store.collector;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
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
    private final Stops stops;

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
            Stops stops) {
        this.metadata = metadata;
        this.uids = uids;
        this.settings = settings;
        this.extents = extents;
        this.backlog = backlog;
        this.touched = touched;
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
        rows.forEach(deltas::add);
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
    private static List<Key> fill(Deltas deltas, List<Row> rows) {
        List<Key> keys = new ArrayList<>();
        for (Row row : rows) {
            boolean newGroup = keys.isEmpty() || !Rows.group(keys.getLast()).holds(row.key());
            if (newGroup && deltas.size() >= BODIES_MAX) {
                break;
            }
            deltas.add(row);
            keys.add(row.key());
        }
        return keys;
    }

    /** Commits the deltas of bodies behind {@code done}, in as many commits as their size asks for. */
    private void commit(Deltas deltas, List<Key> changes, @Nullable Uid done) {
        Slice slice = new Slice(metadata, extents, backlog, touched);
        var rest = done == null ? deltas.bodies : deltas.bodies.tailMap(done, false);
        for (BodyDelta delta : rest.values()) {
            if (slice.bytes() >= settings.commitBytesMax()) {
                commit(slice, new Intent(changes, slice.last()));
                slice = new Slice(metadata, extents, backlog, touched);
            }
            slice.add(delta);
        }
        deltas.usage.forEach(slice::add);
        deltas.scopesRetired.forEach(slice::retire);
        commit(slice, new Intent(changes, null));
    }

    private void commit(Slice slice, Intent intent) {
        stops.at("before a commit");
        Commit commit = new Commit(Rows.TABLE, uids.next(), List.of(), slice.mutations(intent), null);
        if (!metadata.commit(commit)) {
            throw new StorageException(ErrorCode.InternalError, "a commit without conditions was refused");
        }
        slice.done();
        stops.at("behind a commit");
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
