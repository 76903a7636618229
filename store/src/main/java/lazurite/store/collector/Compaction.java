package lazurite.store.collector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.store.Commit;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.Family;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.store.body.BodyRow;
import lazurite.store.body.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Copies the named bodies of one extent to another, frames as they are, and moves their rows along. What is not named
 * is left behind.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class Compaction {
    private final MetadataStore metadata;
    private final ExtentStore extents;
    private final UidSource uids;
    private final ExtentTable table;
    private final OwnExtent copies;
    private final int commitBytesMax;
    private final Stops stops;
    private final byte[] buffer = new byte[Frames.FRAME_MAX];

    Compaction(
            MetadataStore metadata,
            ExtentStore extents,
            UidSource uids,
            ExtentTable table,
            OwnExtent copies,
            int commitBytesMax,
            Stops stops) {
        this.metadata = metadata;
        this.extents = extents;
        this.uids = uids;
        this.table = table;
        this.copies = copies;
        this.commitBytesMax = commitBytesMax;
        this.stops = stops;
    }

    /** What became of an extent. */
    enum Outcome {
        /** Nothing in it is named any more. */
        EMPTIED,
        /** A body in it may yet be named again: to be tried later. */
        UNSETTLED,
        /** A named body in it is damaged, or its count is wrong: the extent stays as it is. */
        DAMAGED
    }

    /** A body to copy, and where its copy lies. */
    private record Copied(Uid body, BodyRow row, ExtentId to, long offset) {}

    /** Bodies of one extent: those named, and those whose row says that they are not. */
    private record Contents(Map<Uid, BodyRow> named, List<Uid> unnamed, boolean settled) {
        long live() {
            return named.values().stream().mapToLong(BodyRow::stored).sum();
        }
    }

    /**
     * Empties {@code extent}.
     *
     * @param touched bodies whose references changed since the extent was chosen: all must be named
     * @param damage told what is wrong if the outcome is DAMAGED
     */
    Outcome empty(ExtentId extent, Set<Uid> touched, List<String> damage) throws NoSuchExtentException {
        Contents contents = contents(extent);
        if (!contents.settled() || !contents.named().keySet().containsAll(touched)) {
            return Outcome.UNSETTLED;
        }
        if (contents.live() != table.row(extent).live()) {
            damage.add("extent " + extent + " is counted as "
                    + table.row(extent).live() + " live bytes and has " + contents.live());
            return Outcome.DAMAGED;
        }
        List<Copied> copied = new ArrayList<>();
        for (Map.Entry<Uid, BodyRow> named : contents.named().entrySet()) {
            String wrong = copy(extent, named.getKey(), named.getValue(), copied);
            if (wrong != null) {
                damage.add("body " + named.getKey() + " in extent " + extent + ": " + wrong);
                return Outcome.DAMAGED;
            }
        }
        stops.at("before syncing copies");
        copies.sync();
        move(extent, copied, contents.unnamed());
        return Outcome.EMPTIED;
    }

    /**
     * Rows to remove with an extent that is counted as empty: those of bodies that are not named any more.
     *
     * @param damage told if something in it is named all the same; the extent must then stay
     */
    List<Uid> unnamed(ExtentId extent, List<String> damage) throws NoSuchExtentException {
        Contents contents = contents(extent);
        if (!contents.settled() || !contents.named().isEmpty()) {
            damage.add("extent " + extent + " is counted as empty and holds bodies "
                    + contents.named().keySet());
        }
        return contents.unnamed();
    }

    private Contents contents(ExtentId extent) throws NoSuchExtentException {
        Contents walked = walked(extent);
        return walked.live() == table.row(extent).live() ? walked : searched(extent);
    }

    private Contents walked(ExtentId extent) throws NoSuchExtentException {
        Sorter sorter = new Sorter(extent);
        for (ExtentWalk.Found found : new ExtentWalk(extents, extent).messages()) {
            byte[] row = metadata.get(Family.BASE, BodyRow.key(found.body()));
            if (row != null) {
                sorter.add(found.body(), BodyRow.read(row));
            }
        }
        return sorter.contents();
    }

    /** For an extent that cannot be walked to its end: asks every body's row. */
    private Contents searched(ExtentId extent) {
        Sorter sorter = new Sorter(extent);
        Rows.forEach(
                metadata,
                Family.BASE,
                Rows.BODIES,
                (Row row) -> sorter.add(BodyRow.body(row.key()), BodyRow.read(row.value())));
        return sorter.contents();
    }

    private static final class Sorter {
        private final ExtentId extent;
        private final Map<Uid, BodyRow> named = new HashMap<>();
        private final List<Uid> unnamed = new ArrayList<>();
        private boolean settled = true;

        Sorter(ExtentId extent) {
            this.extent = extent;
        }

        void add(Uid body, BodyRow row) {
            if (!extent.equals(row.extent())) {
                return;
            }
            if (row.references() > 0) {
                named.put(body, row);
            } else if (row.references() == 0) {
                unnamed.add(body);
            } else {
                settled = false;
            }
        }

        Contents contents() {
            return new Contents(named, unnamed, settled);
        }
    }

    private @Nullable String copy(ExtentId extent, Uid body, BodyRow row, List<Copied> copied)
            throws NoSuchExtentException {
        ExtentStore.Writer to = copies.writer(row.stored());
        copied.add(new Copied(body, row, to.id(), to.size()));
        return ExtentWalk.read(extents, extent, body, row.offset(), row.stored(), buffer, to::append);
    }

    /** Moves the rows of copied bodies, in commits that each leave every count right. */
    private void move(ExtentId from, List<Copied> copied, List<Uid> unnamed) {
        boolean pack = table.row(from).pack();
        List<Mutation> mutations = new ArrayList<>();
        unnamed.forEach(body -> mutations.add(new Mutation.Delete(Family.BASE, BodyRow.key(body))));
        ExtentTable.Edit edit = table.edit();
        long bytes = 0;
        for (Copied copy : copied) {
            byte[] row = copy.row().at(copy.to(), copy.offset()).bytes();
            mutations.add(new Mutation.Put(Family.BASE, BodyRow.key(copy.body()), row));
            edit.add(from, -copy.row().stored());
            edit.add(copy.to(), copy.row().stored());
            edit.markCopied(copy.to(), pack);
            bytes += row.length + 32;
            if (bytes >= commitBytesMax) {
                commit(mutations, edit);
                mutations.clear();
                edit = table.edit();
                bytes = 0;
            }
        }
        commit(mutations, edit);
    }

    private void commit(List<Mutation> mutations, ExtentTable.Edit edit) {
        stops.at("before moving rows");
        edit.mutations(mutations::add);
        metadata.commit(new Commit(Rows.TABLE, uids.next(), List.of(), mutations, null));
        edit.done();
        stops.at("behind moving rows");
    }
}
