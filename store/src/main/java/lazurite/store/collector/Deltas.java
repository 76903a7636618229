package lazurite.store.collector;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyRef;
import lazurite.store.body.InlineRow;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import org.jspecify.annotations.Nullable;

/** What a batch of change rows comes to: net changes of references and usage, and rows that became garbage. */
final class Deltas {
    final NavigableMap<Uid, BodyDelta> bodies = new TreeMap<>();
    final Map<String, Usage> usage = new HashMap<>();
    final Set<String> scopesRetired = new LinkedHashSet<>();
    final Set<KeyRange> partRanges = new LinkedHashSet<>();
    final Set<Key> partKeys = new LinkedHashSet<>();

    /** Lists of pages to be tidied, each with the last change that asked for it. */
    final Map<Uid, Rows.Untidy> untidy = new LinkedHashMap<>();

    /** Losses held back, by the op id of their change. */
    final Map<Uid, Held> held = new LinkedHashMap<>();

    private final MetadataStore metadata;

    /** What the batch does to one body. */
    static final class BodyDelta {
        final BodyRef ref;
        final Group group;
        long references;
        InlineRow.@Nullable Place moved;

        BodyDelta(BodyRef ref, Group group) {
            this.ref = ref;
            this.group = group;
        }

        /** Whether the body went into a metadata commit, as a row of its group, which alone may name it. */
        boolean inline() {
            return ref.extent() == null;
        }
    }

    Deltas(MetadataStore metadata) {
        this.metadata = metadata;
    }

    /**
     * Adds what the change row says.
     *
     * @param hold whether to hold its losses back
     */
    void add(Row row, boolean hold) {
        Group group = Rows.group(row.key());
        Change change = ChangeCodec.read(row.value());
        change.gained().forEach(ref -> add(group, ref, 1));
        change.partsCreated().forEach(list -> addParts(group, PartRows.runs(group, list), 1));
        Held losses = new Held(group, change.lost(), change.partsRetired(), change.rowsRetired(), null, false);
        if (hold && !losses.nothing()) {
            held.put(Rows.opId(row.key()), losses);
        } else {
            add(losses);
        }
        Usage used = change.usage();
        for (Uid upload : change.uploadsRetired()) {
            long bytes = addParts(group, PartRows.uncommitted(group, upload), -1);
            used = used.minus(Usage.ofUncommitted(bytes));
            partRanges.add(PartRows.uncommitted(group, upload));
        }
        if (!used.equals(Usage.NONE)) {
            usage.merge(change.scope(), used, Usage::plus);
        }
        change.moved().forEach(ref -> move(group, ref));
        scopesRetired.addAll(change.scopesRetired());
        change.listsTouched().forEach(list -> untidy.put(list, new Rows.Untidy(group, list, Rows.opId(row.key()))));
    }

    /** Adds losses that are not, or no longer, held back. */
    void add(Held losses) {
        Group group = losses.group();
        losses.lost().forEach(ref -> add(group, ref, -1));
        for (Uid list : losses.partsRetired()) {
            addParts(group, PartRows.runs(group, list), -1);
            partRanges.add(PartRows.runs(group, list));
            partKeys.add(PartRows.references(group, list));
        }
        partKeys.addAll(losses.rowsRetired());
    }

    private long addParts(Group group, KeyRange range, int references) {
        long[] bytes = new long[1];
        Rows.forEach(metadata, Family.PARTS, range, row -> {
            for (Part part : PartCodec.parts(row.value())) {
                add(group, part.body(), references);
                bytes[0] += part.length();
            }
        });
        return bytes[0];
    }

    private void add(Group group, BodyRef ref, int references) {
        bodies.computeIfAbsent(ref.id(), id -> new BodyDelta(ref, group)).references += references;
    }

    private void move(Group group, BodyRef ref) {
        if (ref.extent() != null) {
            BodyRef inline = new BodyRef(ref.id(), ref.length(), null, 0);
            bodies.computeIfAbsent(ref.id(), id -> new BodyDelta(inline, group)).moved =
                    new InlineRow.Place(ref.extent(), ref.offset());
        }
    }

    /** Bodies touched so far. */
    int size() {
        return bodies.size();
    }
}
