package lazurite.store.collector;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.collector.Rows.ExtentRow;

/**
 * The extent rows, in memory: read once, then kept in step with every commit.
 *
 * <p>Concurrency: the collector's thread only.
 */
final class ExtentTable {
    private final Map<ExtentId, ExtentRow> rows = new HashMap<>();

    static ExtentTable load(MetadataStore metadata) {
        ExtentTable table = new ExtentTable();
        Rows.forEach(
                metadata,
                Family.BASE,
                Rows.EXTENTS,
                row -> table.rows.put(Rows.extent(row.key()), ExtentRow.read(row.value())));
        return table;
    }

    /** The extent's row; that of an empty extent if it has none. */
    ExtentRow row(ExtentId extent) {
        return rows.getOrDefault(extent, ExtentRow.NONE);
    }

    long live() {
        return rows.values().stream().mapToLong(ExtentRow::live).sum();
    }

    Edit edit() {
        return new Edit();
    }

    /** Changes that become visible here once the commit that carries them has happened. */
    final class Edit {
        private final Map<ExtentId, ExtentRow> changed = new HashMap<>();

        void add(ExtentId extent, long live) {
            change(extent, row -> new ExtentRow(row.live() + live, row.pack(), row.copied()));
        }

        void markPack(ExtentId extent) {
            change(extent, row -> new ExtentRow(row.live(), true, row.copied()));
        }

        void markCopied(ExtentId extent, boolean pack) {
            change(extent, row -> new ExtentRow(row.live(), row.pack() || pack, true));
        }

        private void change(ExtentId extent, UnaryOperator<ExtentRow> how) {
            changed.put(extent, how.apply(changed.getOrDefault(extent, row(extent))));
        }

        void mutations(Consumer<Mutation> into) {
            changed.forEach(
                    (extent, row) -> into.accept(new Mutation.Put(Family.BASE, Rows.extent(extent), row.bytes())));
        }

        void done() {
            rows.putAll(changed);
        }
    }

    void forget(ExtentId extent) {
        rows.remove(extent);
    }
}
