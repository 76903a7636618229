package lazurite.service.blob.write;

import java.util.LinkedHashMap;
import java.util.Map;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Uid;
import lazurite.store.body.PartRows;

/**
 * How many blocks the uploads in progress have, for the limit alone: counted once from the rows, then kept in memory
 * for the uploads last written to. May run ahead of the rows by writes that failed, never behind those of this process.
 *
 * <p>Concurrency: any thread.
 */
final class UploadCounts {
    private static final int UPLOADS_MAX = 1024;
    private static final int SCAN_ROWS = 1000;

    private final MetadataStore metadata;
    private final Map<Uid, Integer> counts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Uid, Integer> eldest) {
            return size() > UPLOADS_MAX;
        }
    };

    UploadCounts(MetadataStore metadata) {
        this.metadata = metadata;
    }

    /** The count with one more block. */
    int next(Group group, Uid upload) {
        synchronized (counts) {
            Integer known = counts.computeIfPresent(upload, (_, count) -> count + 1);
            if (known != null) {
                return known;
            }
        }
        int counted = count(group, upload) + 1;
        synchronized (counts) {
            return counts.merge(upload, counted, Math::max);
        }
    }

    private int count(Group group, Uid upload) {
        KeyRange range = PartRows.uncommitted(group, upload);
        KeyRange rest = range;
        int count = 0;
        while (true) {
            var page = metadata.scan(Family.PARTS, rest, SCAN_ROWS);
            count += page.size();
            if (page.size() < SCAN_ROWS) {
                return count;
            }
            rest = range.startingAt(page.getLast().key().next());
        }
    }
}
