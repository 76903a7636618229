package lazurite.service.blob.write;

import java.time.Instant;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import lazurite.store.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Undelete Blob. The blob that was deleted last comes back to its place if that is free; deleted snapshots come back
 * wherever there is a blob then, and deleted versions always. No version becomes current by it: that takes a copy.
 */
public final class Undeletes {
    /** Rows that one commit brings back; more take several, each of which may be asked for again. */
    private static final int ROWS_MAX = 1000;

    private final BlobRows rows;

    public Undeletes(BlobRows rows) {
        this.rows = rows;
    }

    public BlobResult undelete(BlobOperation.UndeleteBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        boolean found = false;
        for (HistoryKind kind : List.of(HistoryKind.DELETED, HistoryKind.DELETED_VERSION)) {
            KeyRange rest = BlobKeys.history(at.group(), kind);
            while (rest != null) {
                KeyRange range = rest;
                Step step = rows.change(operation.name(), at, transaction -> restore(transaction, kind, range));
                found |= step.found();
                rest = step.next() == null ? null : range.startingAt(step.next());
            }
        }
        if (!found
                && rows.metadata()
                        .scan(Family.HISTORY, BlobKeys.history(at.group(), HistoryKind.VERSION), 1)
                        .isEmpty()) {
            throw new StorageException(ErrorCode.BlobNotFound);
        }
        return new BlobResult.Done();
    }

    /**
     * One commit's part.
     *
     * @param found whether there is something now
     * @param next where to go on; null at the end
     */
    private record Step(boolean found, @Nullable Key next) {}

    private Step restore(BlobTransaction transaction, HistoryKind kind, KeyRange range) {
        List<Row> page = rows.metadata().scan(Family.HISTORY, range, ROWS_MAX);
        BlobRecord base = transaction.base();
        Row whole = kind == HistoryKind.DELETED && base == null
                ? rows.history().newestWhole(BlobKeys.history(transaction.group(), kind), transaction.now())
                : null;
        if (whole != null) {
            base = BlobRecordCodec.read(whole.value());
            transaction.dependOn(Family.HISTORY, whole);
            transaction.delete(Family.HISTORY, whole.key());
            transaction.add(new Usage(1, base.used(), 0, 0, -base.used(), 0));
            base = base.edit().life(base.life().withDeletion(null)).done();
        }
        Stamp last = base == null ? null : base.lastSnapshot();
        boolean found = base != null;
        for (Row row : page) {
            BlobRecord record = BlobRecordCodec.read(row.value());
            boolean moved = whole != null && whole.key().equals(row.key());
            boolean homeless = kind == HistoryKind.DELETED && base == null;
            if (moved || homeless || isOver(record, transaction.now())) {
                continue;
            }
            Stamp at = BlobKeys.stamp(row.key());
            transaction.dependOn(Family.HISTORY, row);
            History.move(transaction, kind, kind.afterUndelete(), at, record, null);
            last = kind.version() || (last != null && last.compareTo(at) > 0) ? last : at;
            found = true;
        }
        if (base != null && (whole != null || (last != null && !last.equals(base.lastSnapshot())))) {
            transaction.putBase(base.edit().lastSnapshot(last).done());
        }
        return new Step(
                found, page.size() < ROWS_MAX ? null : page.getLast().key().next());
    }

    private static boolean isOver(BlobRecord record, Instant now) {
        Deletion deletion = record.life().deletion();
        return deletion != null && deletion.over(now);
    }
}
