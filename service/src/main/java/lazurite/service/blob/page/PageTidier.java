package lazurite.service.blob.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.PageKeys;
import lazurite.service.blob.record.PageState;
import lazurite.service.blob.record.PageState.Clear;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.body.PartRows;
import lazurite.store.collector.Collector.ListToTidy;

/**
 * Goes behind the commits through lists of pages that lost a record or have a large clear: takes away the rows that no
 * record needs, applies the clears. One commit changes some hundred rows; after a crash the whole list is gone through
 * again, which does no harm.
 *
 * <p>Concurrency: {@link #tidy} by one thread at a time; the rest by any.
 */
public final class PageTidier {
    private static final String OPERATION = "TidyPages";
    private static final int LISTS_MAX = 1000;
    private static final int ROWS_MAX = 256;

    private final BlobRows rows;

    /** Lists being filled that no record names yet. */
    private final Set<Uid> growing = ConcurrentHashMap.newKeySet();

    /** Lists gone through whose clears readers may still need to know of. */
    private final Map<ListToTidy, Applied> applied = new HashMap<>();

    /** @param nanos when the list had been gone through */
    private record Applied(List<Clear> clears, long nanos) {}

    public PageTidier(BlobRows rows) {
        this.rows = rows;
    }

    /** Leaves the list alone, although nothing names it, until {@link #grown}. */
    public void growing(Uid list) {
        growing.add(list);
    }

    public void grown(Uid list) {
        growing.remove(list);
    }

    /** Goes once through every list that waits. */
    public void tidy() {
        Uid after = null;
        List<ListToTidy> lists;
        do {
            lists = rows.collector().listsToTidy(after, LISTS_MAX);
            if (after == null && !lists.isEmpty()) {
                rows.collector().drain(); // what a crash cut short is finished before it is looked at
            }
            for (ListToTidy list : lists) {
                if (!growing.contains(list.list()) && isTidied(list)) {
                    applied.remove(list);
                    rows.collector().listTidied(list);
                }
                after = list.list();
            }
        } while (lists.size() == LISTS_MAX);
    }

    private boolean isTidied(ListToTidy list) {
        BlobAddress at = new BlobAddress(
                "",
                "",
                BlobKeys.scopeOf(list.group()),
                BlobKeys.blobName(list.group().prefix()),
                0,
                Pass.UNRESTRICTED);
        Applied done = applied.get(list);
        if (done == null) {
            List<Clear> clears = rows.changeBehind(OPERATION, at, transaction -> begin(transaction, list.list()));
            int next = 0;
            while (next >= 0) {
                int from = next;
                next = rows.changeBehind(OPERATION, at, transaction -> step(transaction, list.list(), from));
            }
            done = new Applied(clears, rows.platform().nanoTime().getAsLong());
            applied.put(list, done);
        }
        if (!done.clears().isEmpty() && rows.collector().pinnedSince(list.group(), done.nanos())) {
            return false;
        }
        List<Clear> clears = done.clears();
        return rows.changeBehind(OPERATION, at, transaction -> end(transaction, list.list(), clears));
    }

    /** From now on writes keep no row for a record that is gone. Returns the clears to be applied. */
    private List<Clear> begin(BlobTransaction transaction, Uid list) {
        PageState state = transaction.pages(list);
        long kept = 0;
        for (PageRecord named : named(transaction, list)) {
            if (named.row() != null) {
                kept = Math.max(kept, named.pages().version());
            }
        }
        if (kept < state.kept()) {
            transaction.put(list, state.withKept(kept));
        }
        return state.clears();
    }

    /** Tidies some segments; returns the one to go on with, or -1. */
    private int step(BlobTransaction transaction, Uid list, int from) {
        KeyRange range =
                PageKeys.rows(transaction.group(), list).startingAt(PageKeys.newest(transaction.group(), list, from));
        List<Row> page = segments(range);
        if (page.isEmpty()) {
            return -1;
        }
        PageTidying tidying = new PageTidying(transaction, list, named(transaction, list));
        int start = 0;
        int segment = 0;
        for (int i = 1; i <= page.size(); i++) {
            segment = PageKeys.segment(page.get(start).key());
            if (i == page.size() || PageKeys.segment(page.get(i).key()) != segment) {
                tidying.tidy(segment, page.subList(start, i));
                start = i;
            }
        }
        tidying.finish();
        return segment + 1;
    }

    private List<PageRecord> named(BlobTransaction transaction, Uid list) {
        return PageRecord.of(rows.metadata(), transaction, list);
    }

    /** The next rows, those of a last segment that the page may have cut left off. */
    private List<Row> segments(KeyRange range) {
        for (int limit = ROWS_MAX; ; limit *= 4) {
            List<Row> page = rows.metadata().scan(Family.PARTS, range, limit);
            if (page.size() < limit) {
                return page;
            }
            int last = PageKeys.segment(page.getLast().key());
            int end = page.size();
            while (end > 0 && PageKeys.segment(page.get(end - 1).key()) == last) {
                end--;
            }
            if (end > 0) {
                return page.subList(0, end);
            }
        }
    }

    private boolean end(BlobTransaction transaction, Uid list, List<Clear> clears) {
        PageState state = transaction.pages(list);
        if (named(transaction, list).isEmpty()) {
            transaction.delete(Family.PARTS, PartRows.references(transaction.group(), list));
        } else if (!clears.isEmpty()) {
            transaction.put(list, state.without(clears).stepped());
        }
        return true;
    }
}
