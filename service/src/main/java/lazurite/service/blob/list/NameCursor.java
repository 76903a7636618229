package lazurite.service.blob.list;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobRecordCodec;
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
 * uncommitted blocks or a history only. Can jump over all names with a common prefix.
 */
public final class NameCursor {
    private static final int PAGE_ROWS_MIN = 32;
    private static final int PAGE_ROWS_MAX = 1024;

    /** What besides blobs makes a name. */
    public enum Besides {
        UNCOMMITTED,
        HISTORY
    }

    private final MetadataStore metadata;
    private final String scope;
    private final KeyRange range;
    private final ArrayDeque<Row> ahead = new ArrayDeque<>();
    private final @Nullable Seeker uncommitted;
    private final @Nullable Seeker history;
    private int pageRows;
    private @Nullable Key from;
    private @Nullable String baseName;
    private @Nullable BlobRecord base;

    public NameCursor(
            MetadataStore metadata, String scope, String prefix, String start, Set<Besides> besides, int wanted) {
        this.metadata = metadata;
        this.scope = scope;
        this.pageRows = Math.clamp(wanted + 1L, PAGE_ROWS_MIN, PAGE_ROWS_MAX);
        this.range = KeyRange.prefix(BlobKeys.blobs(scope, prefix)).startingAt(BlobKeys.blobs(scope, start));
        this.from = range.from();
        this.uncommitted = besides.contains(Besides.UNCOMMITTED) ? new Seeker(Family.PARTS) : null;
        this.history = besides.contains(Besides.HISTORY) ? new Seeker(Family.HISTORY) : null;
        nextBase();
        seek(uncommitted, range.from());
        seek(history, range.from());
    }

    public boolean hasNext() {
        return find() != null;
    }

    /** The name that the cursor stands on. */
    public String name() {
        return Objects.requireNonNull(find());
    }

    /** The blob of that name; null if it has none. */
    @Nullable
    public BlobRecord record() {
        String name = name();
        if (name.equals(baseName)) {
            return base;
        }
        byte[] since = metadata.get(Family.BASE, BlobKeys.blob(scope, name).prefix());
        return since == null ? null : BlobRecordCodec.read(since);
    }

    /** Whether the name has uncommitted blocks; false if that was not to be looked for. */
    boolean isUncommitted() {
        return stands(uncommitted, name());
    }

    /** Whether the name has a history; false if that was not to be looked for. */
    public boolean hasHistory() {
        return stands(history, name());
    }

    public void advance() {
        String name = name();
        Key end = Objects.requireNonNull(BlobKeys.blob(scope, name).prefix().prefixEnd());
        if (name.equals(baseName)) {
            nextBase();
        }
        if (stands(uncommitted, name)) {
            seek(uncommitted, end);
        }
        if (stands(history, name)) {
            seek(history, end);
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
        if (baseName != null && baseName.startsWith(prefix)) {
            nextBase();
        }
        skip(uncommitted, prefix, end);
        skip(history, prefix, end);
    }

    private static void skip(@Nullable Seeker seeker, String prefix, Key end) {
        if (seeker != null && seeker.name != null && seeker.name.startsWith(prefix)) {
            seeker.seek(end);
        }
    }

    private static void seek(@Nullable Seeker seeker, Key start) {
        if (seeker != null) {
            seeker.seek(start);
        }
    }

    private static boolean stands(@Nullable Seeker seeker, String name) {
        return seeker != null && name.equals(seeker.name);
    }

    /** The first name that is left; null at the end. */
    private @Nullable String find() {
        String first = baseName;
        first = first(first, uncommitted == null ? null : uncommitted.name);
        return first(first, history == null ? null : history.name);
    }

    private @Nullable String first(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        Key oneKey = BlobKeys.blob(scope, one).prefix();
        return oneKey.compareTo(BlobKeys.blob(scope, other).prefix()) <= 0 ? one : other;
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
     * Finds names by seeking from group to group over a family that has many rows of each. A blob that was made after
     * the page of blobs was read is found here too, so these names must be looked for before the blob.
     */
    private final class Seeker {
        private final Family family;
        private @Nullable String name;

        Seeker(Family family) {
            this.family = family;
        }

        void seek(Key start) {
            name = null;
            Key at = start;
            while (true) {
                List<Row> found = metadata.scan(family, range.startingAt(at), 1);
                if (found.isEmpty()) {
                    return;
                }
                Group group = BlobKeys.groupOf(found.getFirst().key());
                if (counts(group)) {
                    name = BlobKeys.blobName(group.prefix());
                    return;
                }
                at = Objects.requireNonNull(group.prefix().prefixEnd());
            }
        }

        private boolean counts(Group group) {
            return family != Family.PARTS
                    || metadata.get(Family.PARTS, PartRows.uploadState(group)) != null
                    || metadata.get(Family.BASE, group.prefix()) != null;
        }
    }
}
