package lazurite.service.blob;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.service.account.Pass;
import lazurite.store.Family;
import lazurite.store.Row;

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

    private final BlobRows rows;
    private final PageTidier pages;
    private final Map<String, Long> firstSeenNanos = new HashMap<>();

    ContainerSweeper(BlobRows rows, PageTidier pages) {
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
        NameCursor cursor = new NameCursor(rows.metadata(), scope, "", "", true, Integer.MAX_VALUE);
        int swept = 0;
        while (cursor.hasNext()) {
            sweepBlob(new BlobAddress("", "", scope, cursor.name(), 0, Pass.UNRESTRICTED));
            cursor.advance();
            swept++;
        }
        return swept;
    }

    private void sweepBlob(BlobAddress at) {
        rows.attempt("SweepContainer", at, transaction -> {
            BlobRecord base = transaction.base();
            if (base == null) {
                transaction.endUpload(transaction.upload());
                return at;
            }
            List<Row> snapshots = base.lastSnapshot() == null
                    ? List.of()
                    : rows.scanAll(Family.HISTORY, BlobKeys.snapshots(transaction.group()));
            Changes.releaseAll(transaction, base, snapshots, true);
            return at;
        });
    }
}
