package lazurite.server.governance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * What is known of subscriptions beside the log ({@code docs/formats/ledger.md}).
 *
 * <p>Concurrency: any thread.
 */
final class SubscriptionRows {
    private static final String KIND = "S";
    private static final int PAGE = 1_000;

    private final MetadataStore store;
    private final UidSource uids;
    private final Group group;

    private SubscriptionRows(MetadataStore store, UidSource uids, Group group) {
        this.store = store;
        this.uids = uids;
        this.group = group;
    }

    /** Of subscriptions, whatever the log is called: they outlive it. */
    static SubscriptionRows of(MetadataStore store, UidSource uids) {
        return new SubscriptionRows(store, uids, Group.of(KIND));
    }

    /** Of one log. */
    static SubscriptionRows of(MetadataStore store, UidSource uids, String origin) {
        return new SubscriptionRows(store, uids, Group.of(KIND, origin));
    }

    Key key(String suffix) {
        return group.key(suffix);
    }

    byte @Nullable [] get(Key key) {
        return store.get(Family.BASE, key);
    }

    /** Every row whose suffix begins like this, in order. */
    List<Row> all(String prefix) {
        return all(KeyRange.prefix(key(prefix)));
    }

    List<Row> all(KeyRange range) {
        List<Row> rows = new ArrayList<>();
        KeyRange rest = range;
        while (true) {
            List<Row> page = store.scan(Family.BASE, rest, PAGE);
            rows.addAll(page);
            if (page.size() < PAGE) {
                return rows;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    /** The last rows of the range, at most so many, in descending order. */
    List<Row> last(KeyRange range, int limit) {
        return store.scanBack(Family.BASE, range, limit);
    }

    /** What stands behind the prefix in the suffix of the row's key. */
    byte[] behind(String prefix, Row row) {
        byte[] bytes = row.key().bytes();
        return Arrays.copyOfRange(bytes, key(prefix).length(), bytes.length);
    }

    static Mutation put(Key key, byte[] value) {
        return new Mutation.Put(Family.BASE, key, value);
    }

    static Mutation delete(Key key) {
        return new Mutation.Delete(Family.BASE, key);
    }

    /** Applies all if the row is still as it was read; false if it is another by now. */
    boolean commit(Key row, byte @Nullable [] was, List<Mutation> mutations) {
        Condition unchanged =
                was == null ? new Condition.Absent(Family.BASE, row) : new Condition.Equal(Family.BASE, row, was);
        return store.commit(new Commit(group, uids.next(), List.of(unchanged), mutations, null));
    }
}
