package lazurite.governance.report;

import java.util.ArrayList;
import java.util.List;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;

/**
 * The entries that a figure is computed from; how many they are is often the figure itself.
 *
 * <p>Concurrency: one thread.
 */
final class Sources {
    /** Most indices that are named one by one; beyond them only first, last and count are told. */
    static final int NAMED_MAX = 100;

    private final List<Long> named = new ArrayList<>();
    private long count;
    private long last;

    /** Takes the next entry, in the log's order. */
    void add(long index) {
        if (named.size() < NAMED_MAX) {
            named.add(index);
        }
        count++;
        last = index;
    }

    long count() {
        return count;
    }

    /** Indices, the first {@link #NAMED_MAX} at most. */
    List<Long> named() {
        return List.copyOf(named);
    }

    Json.Fields json() {
        FieldWriter out = new FieldWriter().number("count", count);
        return count <= NAMED_MAX
                ? out.numbers("entries", named).done()
                : out.number("first", named.getFirst()).number("last", last).done();
    }
}
