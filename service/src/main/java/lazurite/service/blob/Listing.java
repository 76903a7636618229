package lazurite.service.blob;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.service.blob.BlobOperation.Include;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * List Blobs: one page. Seeks to where the page starts and over what a delimiter folds; never scans what it skips.
 * Pages hold together while blobs come and go, since a marker is a name and not a position.
 */
final class Listing {
    private final BlobRows rows;
    private final BlobOperation.ListBlobs operation;
    private final String account;
    private final String prefix;
    private final Instant now;
    private final List<BlobResult.ListEntry> entries = new ArrayList<>();

    private Listing(BlobRows rows, BlobOperation.ListBlobs operation, String account) {
        this.rows = rows;
        this.operation = operation;
        this.account = account;
        this.prefix = operation.prefix() == null ? "" : operation.prefix();
        this.now = rows.platform().clock().instant();
    }

    static BlobResult list(BlobRows rows, BlobOperation.ListBlobs operation, BlobCall call) {
        return new Listing(rows, operation, call.account()).page();
    }

    private BlobResult page() {
        String scope = rows.scope(account, operation.container());
        Marker marker = Marker.read(operation.marker());
        String start = marker != null ? marker.name() : operation.startFrom() == null ? "" : operation.startFrom();
        NameCursor cursor = new NameCursor(
                rows.metadata(),
                scope,
                prefix,
                start,
                operation.include().contains(Include.UNCOMMITTED_BLOBS),
                operation.limit());
        Stamp snapshotFrom = marker == null ? null : marker.snapshot();
        while (cursor.hasNext()) {
            String name = cursor.name();
            String folded = folded(name);
            if (entries.size() >= operation.limit()) {
                return new BlobResult.Blobs(entries, new Marker(name, null).write());
            }
            if (folded != null) {
                entries.add(new BlobResult.ListEntry.Prefix(folded));
                cursor.skipPrefix(folded);
                continue;
            }
            Stamp cut = addAll(
                    scope, name, cursor.record(), marker != null && name.equals(marker.name()) ? snapshotFrom : null);
            if (cut != null) {
                return new BlobResult.Blobs(entries, new Marker(name, cut).write());
            }
            cursor.advance();
        }
        return new BlobResult.Blobs(entries, null);
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

    /** Adds the name's snapshots, oldest first, and the blob; if the page fills up, tells where the next one starts. */
    private @Nullable Stamp addAll(String scope, String name, @Nullable BlobRecord base, @Nullable Stamp from) {
        if (base == null) {
            entries.add(new BlobResult.ListEntry.Uncommitted(name));
            return null;
        }
        if (operation.include().contains(Include.SNAPSHOTS) && base.lastSnapshot() != null) {
            Group group = BlobKeys.blob(scope, name);
            KeyRange range = BlobKeys.snapshots(group);
            if (from != null) {
                range = range.startingAt(BlobKeys.snapshot(group, from));
            }
            int room = operation.limit() - entries.size();
            List<Row> snapshots = rows.metadata().scan(Family.HISTORY, range, room + 1);
            for (Row row : snapshots) {
                Stamp at = BlobKeys.snapshotStamp(row.key());
                if (entries.size() >= operation.limit()) {
                    return at;
                }
                entries.add(entry(name, at, BlobRecordCodec.read(row.value())));
            }
            if (entries.size() >= operation.limit()) {
                return new Stamp(Long.MAX_VALUE);
            }
        }
        entries.add(entry(name, null, base));
        return null;
    }

    private BlobResult.ListEntry entry(String name, @Nullable Stamp snapshot, BlobRecord record) {
        Map<String, String> metadata =
                operation.include().contains(Include.METADATA) ? rows.unseal(account, record.metadata()) : null;
        return new BlobResult.ListEntry.Blob(name, snapshot, record, metadata, Lease.state(record.lease(), now));
    }
}
