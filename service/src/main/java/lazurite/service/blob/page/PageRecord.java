package lazurite.service.blob.page;

import java.util.ArrayList;
import java.util.List;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
import lazurite.service.blob.record.Content;
import lazurite.store.Family;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;

/**
 * A record of a page blob that names a list of pages.
 *
 * @param row of the blob's history; null for the blob itself
 */
record PageRecord(@Nullable Row row, BlobRecord record, Content.Pages pages) {
    /** All that name the list. */
    static List<PageRecord> of(MetadataStore metadata, BlobTransaction transaction, Uid list) {
        List<PageRecord> named = new ArrayList<>();
        for (Row row : metadata.scanAll(Family.HISTORY, BlobKeys.history(transaction.group()))) {
            add(named, row, BlobRecordCodec.read(row.value()), list);
        }
        if (transaction.base() != null) {
            add(named, null, transaction.base(), list);
        }
        return named;
    }

    private static void add(List<PageRecord> named, @Nullable Row row, BlobRecord record, Uid list) {
        if (record.content() instanceof Content.Pages pages && pages.list().equals(list)) {
            named.add(new PageRecord(row, record, pages));
        }
    }
}
