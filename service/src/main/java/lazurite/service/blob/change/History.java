package lazurite.service.blob.change;

import java.time.Instant;
import java.util.List;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.settings.DeleteRetention;
import lazurite.service.blob.settings.ServicePropertiesCodec;
import lazurite.store.Family;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a change leaves of what it replaces: a previous version where versions are kept, else, of content, a deleted
 * snapshot for as long as the account's settings say. Azure: "Blob versioning", "Soft delete for blobs".
 *
 * <p>Every row keeps its content's reference as it moves; who names content twice has it shared.
 */
public final class History {
    private static final int SCAN_ROWS = 1000;

    private final MetadataStore metadata;

    public History(MetadataStore metadata) {
        this.metadata = metadata;
    }

    /** How what is deleted in the account is kept now. */
    public DeleteRetention retention(String account) {
        return ServicePropertiesCodec.read(metadata.get(Family.BASE, BlobKeys.serviceProperties(account)))
                .deleteRetention();
    }

    /** The blob that was deleted last, of what can still be had back; null if there is none. */
    @Nullable
    public Row newestWhole(KeyRange deleted, Instant now) {
        KeyRange rest = deleted;
        int wanted = 1;
        while (true) {
            List<Row> page = metadata.scanBack(Family.HISTORY, rest, wanted);
            for (Row row : page) {
                BlobRecord record = BlobRecordCodec.read(row.value());
                Deletion deletion = record.life().deletion();
                if (deletion != null && deletion.whole() && !deletion.over(now)) {
                    return row;
                }
            }
            if (page.size() < wanted) {
                return null;
            }
            rest = new KeyRange(deleted.from(), page.getLast().key());
            wanted = SCAN_ROWS;
        }
    }

    /** Versions are kept while they are switched on; a blob that is one does not lose that when they are off. */
    public static boolean keepsVersion(BlobCall call, BlobRecord base) {
        return keepsVersion(call.features().versioning(), base);
    }

    public static boolean keepsVersion(boolean versioning, BlobRecord base) {
        return versioning || base.life().version() != null;
    }

    /** The record for the blob's place: with a version id that no other of its versions has, if versions are kept. */
    public static BlobRecord current(BlobTransaction transaction, BlobCall call, BlobRecord record) {
        if (!call.features().versioning()) {
            return record.life().version() == null
                    ? record
                    : record.edit().life(record.life().withVersion(null)).done();
        }
        Stamp stamp = nextVersion(transaction, record.stamp());
        return record.edit().stamp(stamp).life(record.life().withVersion(stamp)).done();
    }

    /** An id for the version that takes the blob's place: later than that by which the blob is kept. */
    public static Stamp nextVersion(BlobTransaction transaction, Stamp wanted) {
        BlobRecord base = transaction.base();
        if (base == null) {
            return freeVersion(transaction, wanted);
        }
        Stamp before = versionId(transaction, base);
        return wanted.compareTo(before) > 0 ? wanted : before.next(transaction.now());
    }

    /** The blob's own id as a version. One that has none is named by its last change, or after the newest version. */
    private static Stamp versionId(BlobTransaction transaction, BlobRecord base) {
        Stamp own = base.life().version();
        return own == null ? freeVersion(transaction, base.stamp()) : own;
    }

    /** Versions follow each other in time while one of them is current; else the clock may have been set back. */
    private static Stamp freeVersion(BlobTransaction transaction, Stamp wanted) {
        Stamp free = wanted;
        for (HistoryKind kind : HistoryKind.values()) {
            Stamp newest = kind.version() ? transaction.newest(kind) : null;
            if (newest != null && newest.compareTo(free) >= 0) {
                free = newest.next(transaction.now());
            }
        }
        return free;
    }

    /** The time for a new row among the snapshots and what was deleted of them. */
    public static Stamp freeSnapshot(BlobTransaction transaction) {
        BlobRecord base = transaction.base();
        Stamp free = Stamp.at(transaction.now());
        Stamp last = base == null ? null : base.lastSnapshot();
        if (last != null) {
            free = last.next(transaction.now());
        }
        Stamp deleted = transaction.newest(HistoryKind.DELETED);
        return deleted == null || deleted.compareTo(free) < 0 ? free : deleted.next(transaction.now());
    }

    /** Takes the blob's record out of its place, for a write that puts another there. */
    public void supersede(BlobTransaction transaction, BlobCall call, BlobRecord base) {
        transaction.add(new Usage(0, -base.used(), 0, 0, 0, 0));
        if (keepsVersion(call, base)) {
            keepVersion(transaction, base, null);
            return;
        }
        DeleteRetention retention = retention(call.account());
        if (retention.enabled()) {
            keepDeleted(transaction, base, new Deletion(transaction.now(), retention.days(), false));
        } else {
            transaction.release(base.content());
        }
    }

    /** Keeps what was the current version. */
    public static void keepVersion(BlobTransaction transaction, BlobRecord base, @Nullable Deletion deletion) {
        Stamp id = versionId(transaction, base);
        keep(transaction, deletion == null ? HistoryKind.VERSION : HistoryKind.DELETED_VERSION, id, base, deletion);
    }

    /** Keeps what was the blob as a deleted snapshot, or as the deleted blob. */
    static void keepDeleted(BlobTransaction transaction, BlobRecord base, Deletion deletion) {
        keep(transaction, HistoryKind.DELETED, freeSnapshot(transaction), base, deletion);
    }

    private static void keep(
            BlobTransaction transaction, HistoryKind kind, Stamp at, BlobRecord base, @Nullable Deletion deletion) {
        Life life = base.life()
                .withVersion(kind.version() ? at : null)
                .withDeletion(deletion)
                .withExpires(null);
        transaction.putHistory(
                kind, at, base.edit().lease(null).lastSnapshot(null).life(life).done());
        transaction.add(usage(kind, base.used()));
    }

    /** Moves a row of the history between the kinds. */
    public static void move(
            BlobTransaction transaction,
            HistoryKind from,
            HistoryKind to,
            Stamp at,
            BlobRecord record,
            @Nullable Deletion deletion) {
        transaction.delete(Family.HISTORY, BlobKeys.history(transaction.group(), from, at));
        transaction.putHistory(
                to, at, record.edit().life(record.life().withDeletion(deletion)).done());
        transaction.add(usage(from, -record.used()));
        transaction.add(usage(to, record.used()));
    }

    /** So many bytes in rows of that kind. */
    public static Usage usage(HistoryKind kind, long bytes) {
        return switch (kind) {
            case SNAPSHOT -> new Usage(0, 0, bytes, 0, 0, 0);
            case VERSION -> new Usage(0, 0, 0, bytes, 0, 0);
            case DELETED, DELETED_VERSION -> new Usage(0, 0, 0, 0, bytes, 0);
        };
    }
}
