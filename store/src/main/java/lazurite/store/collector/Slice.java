package lazurite.store.collector;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyRow;
import lazurite.store.body.Frames;
import lazurite.store.body.InlineRow;
import lazurite.store.collector.Deltas.BodyDelta;
import lazurite.store.collector.Rows.Intent;
import lazurite.store.collector.Rows.Queued;
import org.jspecify.annotations.Nullable;

/**
 * What one commit of the {@link Drain} writes.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class Slice {
    private final MetadataStore metadata;
    private final ExtentTable.Edit edit;
    private final Drain.Touched touched;
    private final Backlog backlog;
    private final List<Mutation> mutations = new ArrayList<>();
    private long bytes;
    private long queuedBytes;
    private @Nullable Uid last;

    Slice(MetadataStore metadata, ExtentTable extents, Backlog backlog, Drain.Touched touched) {
        this.backlog = backlog;
        this.metadata = metadata;
        this.edit = extents.edit();
        this.touched = touched;
    }

    /** About the bytes that the commit would write by now. */
    long bytes() {
        return bytes;
    }

    /** The body added last. */
    Uid last() {
        return Objects.requireNonNull(last);
    }

    void add(BodyDelta delta) {
        Uid id = delta.ref.id();
        last = id;
        byte[] value = metadata.get(Family.BASE, BodyRow.key(id));
        BodyRow row = value == null ? null : BodyRow.read(value);
        if (delta.inline()) {
            addInline(delta, row);
        } else {
            addPlaced(delta, row);
        }
    }

    private void addInline(BodyDelta delta, @Nullable BodyRow row) {
        Uid id = delta.ref.id();
        ExtentId packedIn = row == null ? null : row.extent();
        long references = delta.references + (row == null ? 0 : row.references());
        long stored = Frames.storedLength(delta.ref.length());
        if (references == 0) {
            if (row != null) {
                delete(BodyRow.key(id));
                if (packedIn == null) {
                    delete(Rows.queued(id));
                    queuedBytes -= delta.ref.length();
                } else {
                    edit.add(packedIn, -stored);
                }
            }
            return;
        }
        InlineRow.Place moved = packedIn == null ? delta.moved : null;
        if (moved != null) {
            edit.add(moved.extent(), stored);
            edit.markPack(moved.extent());
            delete(Rows.queued(id));
            queuedBytes -= row == null ? 0 : delta.ref.length();
            put(BodyRow.key(id), new BodyRow(references, stored, moved.extent(), moved.offset()).bytes());
            return;
        }
        if (row == null && references > 0) {
            put(Rows.queued(id), new Queued(delta.group, delta.ref.length()).bytes());
            queuedBytes += delta.ref.length();
        }
        if (row == null || delta.references != 0) {
            put(
                    BodyRow.key(id),
                    (row == null ? new BodyRow(0, stored, null, 0) : row)
                            .withReferences(references)
                            .bytes());
        }
    }

    /**
     * A body in an extent. Groups elsewhere may name it, so that zero may be passed before a gain is seen: its row is
     * dropped only while the first reference's place is still right, else it stays until its extent goes.
     */
    private void addPlaced(BodyDelta delta, @Nullable BodyRow row) {
        Uid id = delta.ref.id();
        ExtentId first = Objects.requireNonNull(delta.ref.extent());
        long stored = Frames.storedLength(delta.ref.length());
        BodyRow before = row == null ? new BodyRow(0, stored, first, delta.ref.offset()) : row;
        ExtentId place = Objects.requireNonNull(before.extent());
        long references = before.references() + delta.references;
        touched.body(id, first);
        touched.body(id, place);
        long live = (references > 0 ? stored : 0) - (before.references() > 0 ? stored : 0);
        if (live != 0) {
            edit.add(place, live);
        }
        boolean home = place.equals(first) && before.offset() == delta.ref.offset();
        if (references == 0 && home) {
            if (row != null) {
                delete(BodyRow.key(id));
            }
        } else if (delta.references != 0) {
            put(BodyRow.key(id), before.withReferences(references).bytes());
        }
    }

    void add(String scope, Usage change) {
        byte[] value = metadata.get(Family.BASE, Rows.usage(scope));
        Usage before = value == null ? Usage.NONE : UsageCodec.read(value);
        put(Rows.usage(scope), UsageCodec.bytes(before.plus(change)));
    }

    void retire(String scope) {
        put(Rows.retiredScope(scope), new byte[0]);
    }

    void put(Rows.Untidy list) {
        put(Rows.untidy(list.list()), list.bytes());
    }

    void put(Uid opId, Held losses) {
        put(Rows.held(opId), losses.bytes());
    }

    void put(Intent intent) {
        put(Rows.INTENT, intent.bytes());
    }

    /** All that the commit does. */
    List<Mutation> mutations() {
        edit.mutations(mutations::add);
        return mutations;
    }

    /** The commit has happened. */
    void done() {
        edit.done();
        backlog.bytes += queuedBytes;
    }

    private void put(Key key, byte[] value) {
        mutations.add(new Mutation.Put(Family.BASE, key, value));
        bytes += key.length() + value.length;
    }

    private void delete(Key key) {
        mutations.add(new Mutation.Delete(Family.BASE, key));
        bytes += key.length();
    }
}
