package lazurite.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Ordered rows in families, with atomic conditional commits inside one {@link Group}. Every engine keeps this contract
 * ({@code MetadataStoreContract} in the tests); none offers more, so that a distributed engine fits
 * ({@code docs/adr/0002-store-spi.md}).
 *
 * <p>Every method throws {@link lazurite.base.StorageException}: ServerBusy when the engine is full, read-only after a
 * failed sync or out of disk space (the message says which); InternalError naming the place when stored bytes are
 * damaged.
 *
 * <p>Concurrency: all methods may be called from any thread, virtual ones included.
 */
public interface MetadataStore extends AutoCloseable {
    /** Rows of a page where all of a range are read. */
    int PAGE_ROWS = 1000;

    /** The row's value as of a commit that is already durable; null if there is none. */
    byte @Nullable [] get(Family family, Key key);

    /**
     * Rows of one family in key order, at most {@code limit}. Each call sees one state of the family; two calls may
     * see two.
     */
    List<Row> scan(Family family, KeyRange range, int limit);

    /** As {@link #scan}, in descending order from the range's end. */
    List<Row> scanBack(Family family, KeyRange range, int limit);

    /** Every row of the range, read in pages: so not all of one state of the family. */
    default List<Row> scanAll(Family family, KeyRange range) {
        List<Row> all = new ArrayList<>();
        KeyRange rest = range;
        while (true) {
            List<Row> page = scan(family, rest, PAGE_ROWS);
            all.addAll(page);
            if (page.size() < PAGE_ROWS) {
                return all;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    /**
     * Applies all of the commit or nothing. Completes with true once it is durable and visible, with false if a
     * condition did not hold. Visible means durable: no reader sees a row that a crash could take back.
     */
    CompletableFuture<Boolean> submit(Commit commit);

    /** {@link #submit} and wait. */
    boolean commit(Commit commit);

    /** Whether the commit of this id happened, as far as its change row has not been discarded yet. */
    default boolean committed(Group group, Uid opId) {
        return get(Family.CHANGE, group.key(opId.bytes())) != null;
    }

    /**
     * Removes rows one by one, with no atomicity among them, in any group. Durable no later than the next commit that
     * is submitted after this returns.
     */
    void discard(Family family, List<Key> keys);

    @Override
    void close();
}
