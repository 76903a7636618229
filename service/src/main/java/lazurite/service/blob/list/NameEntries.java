package lazurite.service.blob.list;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Include;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealings;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import lazurite.store.body.PartRows;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one name in a listing: its history in the order of the keys, then the blob, be it deleted, uncommitted
 * or gone but for its versions. Reads only rows of kinds that are listed.
 */
final class NameEntries {
    private final BlobRows rows;
    private final Set<Include> include;
    private final int limit;
    private final BlobCall call;
    private final Instant now;
    private final Group group;
    private final String name;
    private final @Nullable BlobRecord base;
    private final boolean uncommitted;
    private final boolean history;

    /** @param cursor stands on the name */
    NameEntries(
            BlobRows rows,
            BlobOperation.ListBlobs operation,
            BlobCall call,
            Instant now,
            Group group,
            String name,
            NameCursor cursor) {
        this.rows = rows;
        this.include = operation.include();
        this.limit = operation.limit();
        this.call = call;
        this.now = now;
        this.group = group;
        this.name = name;
        this.history = cursor.hasHistory();
        this.base = rows.standing(cursor.record());
        this.uncommitted = base == null && cursor.isUncommitted() && hasUpload();
    }

    /** The blocks of a blob that has expired are committed ones. */
    private boolean hasUpload() {
        return rows.metadata().get(Family.PARTS, PartRows.uploadState(group)) != null;
    }

    /** Whether there is any entry. */
    boolean any() {
        return base != null || uncommitted || kinds().stream().anyMatch(kind -> newest(kind) != null) || last() != null;
    }

    /**
     * Adds the entries from a place on.
     *
     * @return where to go on if the page is full; null if all are there
     */
    Marker.@Nullable Place addTo(List<BlobResult.ListEntry> entries, Marker.@Nullable Place from) {
        Stamp whole = base == null && history ? wholeStamp() : null;
        for (HistoryKind kind : kinds()) {
            if (from != null && from.kind() > kind.code()) {
                continue;
            }
            Stamp start = from != null && from.kind() == kind.code() ? new Stamp(from.ticks()) : null;
            Marker.Place cut = addRows(entries, kind, start, whole);
            if (cut != null) {
                return cut;
            }
        }
        BlobResult.ListEntry last = last();
        if (last != null && entries.size() >= limit) {
            return new Marker.Place(Marker.Place.LAST, 0);
        }
        if (last != null) {
            entries.add(last);
        }
        return null;
    }

    private List<HistoryKind> kinds() {
        List<HistoryKind> kinds = new ArrayList<>();
        boolean deleted = include.contains(Include.DELETED);
        if (history && deleted && include.contains(Include.SNAPSHOTS)) {
            kinds.add(HistoryKind.DELETED);
        }
        if (include.contains(Include.SNAPSHOTS) && base != null && base.lastSnapshot() != null) {
            kinds.add(HistoryKind.SNAPSHOT);
        }
        if (history && include.contains(Include.VERSIONS)) {
            kinds.add(HistoryKind.VERSION);
            if (deleted) {
                kinds.add(HistoryKind.DELETED_VERSION);
            }
        }
        return kinds;
    }

    private Marker.@Nullable Place addRows(
            List<BlobResult.ListEntry> entries, HistoryKind kind, @Nullable Stamp start, @Nullable Stamp whole) {
        KeyRange range = BlobKeys.history(group, kind);
        KeyRange rest = start == null ? range : range.startingAt(BlobKeys.history(group, kind, start));
        while (true) {
            int wanted = limit - entries.size() + 1;
            List<Row> page = rows.metadata().scan(Family.HISTORY, rest, wanted);
            for (Row row : page) {
                Stamp at = BlobKeys.stamp(row.key());
                BlobRecord record = BlobRecordCodec.read(row.value());
                if (isOver(record) || (kind == HistoryKind.DELETED && at.equals(whole))) {
                    continue;
                }
                if (entries.size() >= limit) {
                    return new Marker.Place(kind.code(), at.ticks());
                }
                entries.add(entry(kind.moment(at), record, false));
            }
            if (page.size() < wanted) {
                return null;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }

    /** What stands for the name itself; null if nothing does. */
    private BlobResult.@Nullable ListEntry last() {
        if (base != null) {
            return entry(null, base, false);
        }
        if (uncommitted) {
            return new BlobResult.ListEntry.Uncommitted(name);
        }
        Row whole = whole();
        if (whole != null) {
            return entry(null, BlobRecordCodec.read(whole.value()), false);
        }
        boolean versionsOnly =
                history && include.contains(Include.DELETED_WITH_VERSIONS) && !include.contains(Include.VERSIONS);
        if (!versionsOnly) {
            return null;
        }
        Row version = newest(HistoryKind.VERSION);
        version = version == null ? newest(HistoryKind.DELETED_VERSION) : version;
        return version == null
                ? null
                : entry(new Moment.Version(BlobKeys.stamp(version.key())), BlobRecordCodec.read(version.value()), true);
    }

    /** The row of the deleted blob, where deleted ones are listed. */
    private @Nullable Row whole() {
        return include.contains(Include.DELETED) && history
                ? rows.history().newestWhole(BlobKeys.history(group, HistoryKind.DELETED), now)
                : null;
    }

    private @Nullable Stamp wholeStamp() {
        Row whole = whole();
        return whole == null ? null : BlobKeys.stamp(whole.key());
    }

    /** The newest row of the kind that is still there; of deleted ones the newest is kept longest, or nearly so. */
    private @Nullable Row newest(HistoryKind kind) {
        List<Row> newest = rows.metadata().scanBack(Family.HISTORY, BlobKeys.history(group, kind), 1);
        return newest.isEmpty() || isOver(BlobRecordCodec.read(newest.getFirst().value())) ? null : newest.getFirst();
    }

    private boolean isOver(BlobRecord record) {
        Deletion deletion = record.life().deletion();
        return deletion != null && deletion.over(now);
    }

    /** Null where it cannot be shown to who lists: only the blob's own readers have the key. */
    private @Nullable Map<String, String> metadata(BlobRecord record) {
        Encryption encryption = record.encryption();
        return Sealings.isOpen(call.features(), encryption)
                ? rows.unseal(rows.sealings().held(call.account(), encryption), record.metadata())
                : null;
    }

    private BlobResult.ListEntry entry(@Nullable Moment moment, BlobRecord record, boolean versionsOnly) {
        Map<String, String> metadata = include.contains(Include.METADATA) ? metadata(record) : null;
        Deletion deletion = record.life().deletion();
        return new BlobResult.ListEntry.Blob(
                name,
                moment,
                Rehydration.settled(record, now),
                metadata,
                Lease.state(record.lease(), now),
                deletion == null ? 0 : deletion.daysLeft(now),
                versionsOnly);
    }
}
