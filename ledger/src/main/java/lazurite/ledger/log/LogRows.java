package lazurite.ledger.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.ledger.note.Note;
import lazurite.store.Commit;
import lazurite.store.Condition;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.Row;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one log, all in one group ({@code docs/formats/ledger.md}).
 *
 * <p>Concurrency: any thread.
 */
final class LogRows {
    private static final String KIND = "L";

    private final MetadataStore store;
    private final UidSource uids;
    private final Group group;

    LogRows(MetadataStore store, UidSource uids, String origin) {
        this.store = store;
        this.uids = uids;
        this.group = Group.of(KIND, origin);
    }

    /** Of every log in the store. */
    static List<String> origins(MetadataStore store) {
        List<String> origins = new ArrayList<>();
        KeyRange rest = KeyRange.prefix(Group.openPrefix(KIND, ""));
        List<Row> first = store.scan(Family.BASE, rest, 1);
        while (!first.isEmpty()) {
            String origin = Group.unescape(first.getFirst().key(), KIND.length() + 1);
            origins.add(origin);
            Key behind = Group.of(KIND, origin).prefix().prefixEnd();
            first = behind == null ? List.of() : store.scan(Family.BASE, rest.startingAt(behind), 1);
        }
        return origins;
    }

    Key headKey() {
        return group.prefix();
    }

    Key publishedKey() {
        return group.key("p");
    }

    Key cosignedKey() {
        return group.key("w");
    }

    Key streamKey(String stream) {
        return group.key("s" + stream);
    }

    Key entryKey(long index) {
        return group.key(ByteBuffer.allocate(9).put((byte) 'e').putLong(index).array());
    }

    Key tileKey(int level, long index) {
        return group.key(ByteBuffer.allocate(10)
                .put((byte) 't')
                .put((byte) level)
                .putLong(index)
                .array());
    }

    byte @Nullable [] get(Family family, Key key) {
        return store.get(family, key);
    }

    Head head() {
        byte[] row = store.get(Family.BASE, headKey());
        return row == null ? Head.NONE : Head.read(row);
    }

    @Nullable
    StreamEnd streamEnd(String stream) {
        byte[] row = store.get(Family.BASE, streamKey(stream));
        return row == null ? null : StreamEnd.read(row);
    }

    /** The signed checkpoint that stands in the row; null if there is none. */
    @Nullable
    Note note(Key key) {
        byte[] row = store.get(Family.BASE, key);
        return row == null ? null : Note.parse(row);
    }

    /** So many entries from {@code first} on; an entry that is not there is an InternalError that names it. */
    List<byte[]> entries(long first, int count) {
        KeyRange range = new KeyRange(entryKey(first), entryKey(first + count));
        List<Row> rows = store.scan(Family.HISTORY, range, count);
        List<byte[]> entries = new ArrayList<>(count);
        for (Row row : rows) {
            if (!row.key().equals(entryKey(first + entries.size()))) {
                break;
            }
            entries.add(row.value());
        }
        if (entries.size() < count) {
            throw new StorageException(
                    ErrorCode.InternalError, "The ledger's entry " + (first + entries.size()) + " is missing.");
        }
        return entries;
    }

    boolean commit(List<Condition> conditions, List<Mutation> mutations) {
        return store.commit(new Commit(group, uids.next(), conditions, mutations, null));
    }

    /** Writes the row if it is still as it was read. */
    boolean replace(Key key, byte @Nullable [] was, byte[] value) {
        return commit(List.of(unchanged(key, was)), List.of(new Mutation.Put(Family.BASE, key, value)));
    }

    static Condition unchanged(Key key, byte @Nullable [] was) {
        return was == null ? new Condition.Absent(Family.BASE, key) : new Condition.Equal(Family.BASE, key, was);
    }
}
