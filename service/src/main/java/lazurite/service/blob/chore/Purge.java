package lazurite.service.blob.chore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.rows.BlobRows;
import lazurite.store.Family;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * Gives up deleted blobs, snapshots and versions once they can no longer be had back. Nobody was shown them since, so
 * when this happens is seen in the usage alone.
 */
public final class Purge implements Chore {
    private static final int ROWS_MAX = 1000;

    private final BlobRows rows;

    public Purge(BlobRows rows) {
        this.rows = rows;
    }

    @Override
    public String name() {
        return "purge";
    }

    @Override
    public boolean needsBlobs() {
        return false;
    }

    @Override
    public int visit(Visited blob) {
        int purged = 0;
        for (HistoryKind kind : List.of(HistoryKind.DELETED, HistoryKind.DELETED_VERSION)) {
            KeyRange rest = BlobKeys.history(blob.at().group(), kind);
            while (rest != null) {
                KeyRange range = rest;
                Step step = rows.attempt("Purge", blob.at(), transaction -> purge(transaction, range, blob.time()));
                purged += step.purged();
                rest = step.next() == null ? null : range.startingAt(step.next());
            }
        }
        return purged;
    }

    /**
     * One commit's part.
     *
     * @param next where to go on; null at the end
     */
    private record Step(int purged, @Nullable Key next) {}

    private Step purge(BlobTransaction transaction, KeyRange range, Instant time) {
        List<Row> page = rows.metadata().scan(Family.HISTORY, range, ROWS_MAX);
        List<Content> released = new ArrayList<>();
        for (Row row : page) {
            BlobRecord record = BlobRecordCodec.read(row.value());
            Deletion deletion = record.life().deletion();
            boolean over = deletion != null && deletion.over(time);
            if (over && !rows.protection().keeps(transaction.at(), record, time)) {
                forget(transaction, row, released);
            }
        }
        transaction.releaseAll(released);
        return new Step(
                released.size(),
                page.size() < ROWS_MAX ? null : page.getLast().key().next());
    }

    /** Deletes a row of the history; its content is still to be released. */
    static void forget(BlobTransaction transaction, Row row, List<Content> released) {
        BlobRecord record = BlobRecordCodec.read(row.value());
        transaction.dependOn(Family.HISTORY, row);
        transaction.delete(Family.HISTORY, row.key());
        transaction.add(History.usage(BlobKeys.historyKind(row.key()), -record.used()));
        released.add(record.content());
    }
}
