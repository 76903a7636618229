package lazurite.service.blob.chore;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.list.NameCursor;
import lazurite.service.blob.list.NameCursor.Besides;
import lazurite.service.blob.page.PageTidier;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Row;
import lazurite.store.Usage;

/**
 * Deletes, blob by blob, what deleted containers left behind, and has page blobs tidied. A container is done with once a pass over it finds
 * nothing and every request that may still have written into it has ended.
 *
 * <p>Concurrency: {@link #sweep} by one thread at a time.
 */
public final class ContainerSweeper {
    /** No change is committed into a container this long after the container was found deleted; see {@link BlobRows}. */
    private static final long SETTLED_NANOS = 60_000_000_000L;

    private static final int SCOPES_MAX = 1000;
    private static final int HISTORY_ROWS = 1000;

    private final BlobRows rows;
    private final PageTidier pages;
    private final Map<String, Long> firstSeenNanos = new HashMap<>();

    public ContainerSweeper(BlobRows rows, PageTidier pages) {
        this.rows = rows;
        this.pages = pages;
    }

    /** Goes once over every page blob that waits and every deleted container; true if one of them must be looked at again. */
    public boolean sweep() {
        pages.tidy();
        List<String> scopes = rows.collector().retiredScopes(SCOPES_MAX);
        firstSeenNanos.keySet().retainAll(Set.copyOf(scopes));
        boolean again = false;
        for (String scope : scopes) {
            long now = rows.platform().nanoTime().getAsLong();
            long seen = firstSeenNanos.computeIfAbsent(scope, _ -> now);
            boolean empty = sweepBlobs(scope) == 0;
            if (empty && now - seen > SETTLED_NANOS) {
                rows.collector().scopeSwept(scope);
            } else {
                again = true;
            }
        }
        return again;
    }

    private int sweepBlobs(String scope) {
        NameCursor cursor =
                new NameCursor(rows.metadata(), scope, "", "", EnumSet.allOf(Besides.class), Integer.MAX_VALUE);
        int swept = 0;
        while (cursor.hasNext()) {
            sweepUnprotected(new BlobAddress("", "", scope, cursor.name(), 0, Pass.UNRESTRICTED));
            cursor.advance();
            swept++;
        }
        return swept;
    }

    /** What a policy or hold of its own protects stays, and so does the container's name among those to be swept. */
    private void sweepUnprotected(BlobAddress at) {
        try {
            sweepBlob(at);
        } catch (StorageException kept) {
            if (kept.code() != ErrorCode.BlobImmutableDueToPolicy) {
                throw kept;
            }
        }
    }

    private void sweepBlob(BlobAddress at) {
        boolean more = true;
        while (more) {
            more = rows.attempt("SweepContainer", at, this::sweepPart);
        }
    }

    /** The history goes first, a bounded part of it in one commit, then the blob; whether anything is left. */
    private boolean sweepPart(BlobTransaction transaction) {
        List<Row> history = rows.metadata().scan(Family.HISTORY, BlobKeys.history(transaction.group()), HISTORY_ROWS);
        List<Content> released = new ArrayList<>();
        for (Row row : history) {
            Purge.forget(transaction, row, released);
        }
        boolean last = history.size() < HISTORY_ROWS;
        BlobRecord base = transaction.base();
        if (last) {
            transaction.endUpload(transaction.upload());
        }
        if (last && base != null) {
            released.add(base.content());
            transaction.deleteBase();
            transaction.add(new Usage(-1, -base.used(), 0, 0, 0, 0));
        }
        transaction.releaseAll(released);
        return !last;
    }
}
