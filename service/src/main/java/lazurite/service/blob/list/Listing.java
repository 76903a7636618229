package lazurite.service.blob.list;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import lazurite.service.blob.list.NameCursor.Besides;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.rows.BlobRows;
import org.jspecify.annotations.Nullable;

/**
 * List Blobs: one page. Seeks to where the page starts and over what a delimiter folds; never scans what it skips.
 * Pages hold together while blobs come and go, since a marker is a name and not a position.
 */
public final class Listing {
    /** Names that one page may look at in vain; then it ends with what it has, which may be nothing, and a marker. */
    private static final int SILENT_NAMES_MAX = 10_000;

    private final BlobRows rows;
    private final BlobOperation.ListBlobs operation;
    private final BlobCall call;
    private final String prefix;
    private final Instant now;
    private final List<BlobResult.ListEntry> entries = new ArrayList<>();

    private Listing(BlobRows rows, BlobOperation.ListBlobs operation, BlobCall call) {
        this.rows = rows;
        this.operation = operation;
        this.call = call;
        this.prefix = operation.prefix() == null ? "" : operation.prefix();
        this.now = rows.platform().clock().instant();
    }

    public static BlobResult list(BlobRows rows, BlobOperation.ListBlobs operation, BlobCall call) {
        return new Listing(rows, operation, call).page();
    }

    private BlobResult page() {
        String scope = rows.scope(call.account(), operation.container());
        Marker marker = Marker.read(operation.marker());
        String start = marker != null ? marker.name() : operation.startFrom() == null ? "" : operation.startFrom();
        NameCursor cursor = new NameCursor(rows.metadata(), scope, prefix, start, besides(), operation.limit());
        int silent = 0;
        while (cursor.hasNext()) {
            String name = cursor.name();
            if (entries.size() >= operation.limit() || silent >= SILENT_NAMES_MAX) {
                return new BlobResult.Blobs(entries, new Marker(name, null).write());
            }
            int before = entries.size();
            String folded = folded(name);
            NameEntries ofName = new NameEntries(rows, operation, call, now, BlobKeys.blob(scope, name), name, cursor);
            if (folded != null && ofName.any()) {
                entries.add(new BlobResult.ListEntry.Prefix(folded));
                cursor.skipPrefix(folded);
                continue;
            }
            Marker.Place resumed = marker != null && name.equals(marker.name()) ? marker.from() : null;
            Marker.Place cut = folded == null ? ofName.addTo(entries, resumed) : null;
            if (cut != null) {
                return new BlobResult.Blobs(entries, new Marker(name, cut).write());
            }
            silent = entries.size() == before ? silent + 1 : silent;
            cursor.advance();
        }
        return new BlobResult.Blobs(entries, null);
    }

    private Set<Besides> besides() {
        Set<Besides> besides = EnumSet.noneOf(Besides.class);
        Set<Include> include = operation.include();
        if (include.contains(Include.UNCOMMITTED_BLOBS)) {
            besides.add(Besides.UNCOMMITTED);
        }
        if (include.contains(Include.DELETED)
                || include.contains(Include.VERSIONS)
                || include.contains(Include.DELETED_WITH_VERSIONS)) {
            besides.add(Besides.HISTORY);
        }
        return besides;
    }

    /** What the name is folded into by the delimiter; null if it stands for itself. */
    private @Nullable String folded(String name) {
        String delimiter = operation.delimiter();
        if (delimiter == null || delimiter.isEmpty()) {
            return null;
        }
        int at = name.indexOf(delimiter, prefix.length());
        return at < 0 ? null : name.substring(0, at + delimiter.length());
    }
}
