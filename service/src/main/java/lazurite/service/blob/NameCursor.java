package lazurite.service.blob;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Row;
import lazurite.store.body.PartRows;
import org.jspecify.annotations.Nullable;

/**
 * Walks the names of a container in order, from one name on: committed blobs and, if wanted, names that have
 * uncommitted blocks only. Can jump over all names with a common prefix.
 */
final class NameCursor {
    private static final int PAGE_ROWS_MIN = 32;
    private static final int PAGE_ROWS_MAX = 1024;

    private final MetadataStore metadata;
    private final String scope;
    private final KeyRange range;
    private final boolean uncommitted;
    private final ArrayDeque<Row> ahead = new ArrayDeque<>();
    private int pageRows;
    private @Nullable Key from;
    private @Nullable String baseName;
    private @Nullable BlobRecord base;
    private @Nullable String uncommittedName;
    private @Nullable BlobRecord committedSince;

    NameCursor(MetadataStore metadata, String scope, String prefix, String start, boolean uncommitted, int wanted) {
        this.metadata = metadata;
        this.scope = scope;
        this.uncommitted = uncommitted;
        this.pageRows = Math.clamp(wanted + 1L, PAGE_ROWS_MIN, PAGE_ROWS_MAX);
        this.range = KeyRange.prefix(BlobKeys.blobs(scope, prefix)).startingAt(BlobKeys.blobs(scope, start));
        this.from = range.from();
        nextBase();
        seekUncommitted(range.from());
    }

    boolean hasNext() {
        return baseName != null || uncommittedName != null;
    }

    /** The name that the cursor stands on. */
    String name() {
        return onBase() ? Objects.requireNonNull(baseName) : Objects.requireNonNull(uncommittedName);
    }

    /** The blob of that name; null if it has uncommitted blocks only. */
    @Nullable
    BlobRecord record() {
        return onBase() ? base : committedSince;
    }

    void advance() {
        String name = name();
        if (name.equals(baseName)) {
            nextBase();
        }
        if (name.equals(uncommittedName)) {
            seekUncommitted(
                    Objects.requireNonNull(BlobKeys.blob(scope, name).prefix().prefixEnd()));
        }
    }

    /** Goes to the first name that does not start with {@code prefix}. */
    void skipPrefix(String prefix) {
        Key skipped = BlobKeys.blobs(scope, prefix);
        while (!ahead.isEmpty() && ahead.getFirst().key().startsWith(skipped)) {
            ahead.removeFirst();
        }
        Key end = Objects.requireNonNull(skipped.prefixEnd());
        if (ahead.isEmpty() && from != null && from.compareTo(end) < 0) {
            from = end;
            pageRows = PAGE_ROWS_MIN;
        }
        nextBase();
        if (uncommittedName != null && uncommittedName.startsWith(prefix)) {
            seekUncommitted(end);
        }
    }

    private boolean onBase() {
        return baseName != null
                && (uncommittedName == null
                        || BlobKeys.blob(scope, baseName)
                                        .prefix()
                                        .compareTo(BlobKeys.blob(scope, uncommittedName)
                                                .prefix())
                                <= 0);
    }

    private void nextBase() {
        if (ahead.isEmpty() && from != null) {
            List<Row> page = metadata.scan(Family.BASE, range.startingAt(from), pageRows);
            from = page.size() < pageRows ? null : page.getLast().key().next();
            pageRows = Math.min(PAGE_ROWS_MAX, pageRows * 2);
            ahead.addAll(page);
        }
        Row row = ahead.pollFirst();
        baseName = row == null ? null : BlobKeys.blobName(row.key());
        base = row == null ? null : BlobRecordCodec.read(row.value());
    }

    /**
     * Finds the next name with an upload by seeking from group to group over their parts. A blob whose blocks were
     * committed after the page of blobs was read is found here too, so the upload must be looked for before the blob.
     */
    private void seekUncommitted(Key start) {
        uncommittedName = null;
        Key at = start;
        while (uncommitted) {
            List<Row> found = metadata.scan(Family.PARTS, range.startingAt(at), 1);
            if (found.isEmpty()) {
                return;
            }
            Group group = BlobKeys.groupOf(found.getFirst().key());
            boolean staged = metadata.get(Family.PARTS, PartRows.uploadState(group)) != null;
            byte[] committed = metadata.get(Family.BASE, group.prefix());
            if (staged || committed != null) {
                uncommittedName = BlobKeys.blobName(group.prefix());
                committedSince = committed == null ? null : BlobRecordCodec.read(committed);
                return;
            }
            at = Objects.requireNonNull(group.prefix().prefixEnd());
        }
    }
}
