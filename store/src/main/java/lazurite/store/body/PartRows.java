package lazurite.store.body;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Uid;

/**
 * Where a group keeps its parts, all in family PARTS ({@code docs/formats/keys.md}):
 *
 * <pre>
 * group 'u' upload(16) blockId        one uncommitted block
 * group 'p' list(16) end(8)           a run of committed parts; end = offset in the blob behind its last byte
 * group 'r' list(16)                  how many records of the group name the list; absent means one
 * group 's'                           the running upload: its id and the length of its block ids
 * group 'g' …, group 'x' …            pages: {@code docs/formats/pages.md}
 * </pre>
 *
 * A reader at offset x seeks to {@code end > x}. Runs are written by one commit and never change, but neighbouring
 * ones may be merged, with their bodies.
 */
public final class PartRows {
    private PartRows() {}

    public static Key uploadState(Group group) {
        return group.key("s");
    }

    public static Key uncommitted(Group group, Uid upload, String blockId) {
        return uploadPrefix(group, upload).append(blockId.getBytes(StandardCharsets.UTF_8));
    }

    public static KeyRange uncommitted(Group group, Uid upload) {
        return KeyRange.prefix(uploadPrefix(group, upload));
    }

    public static Key run(Group group, Uid list, long end) {
        return listPrefix(group, list).append(longBytes(end));
    }

    public static KeyRange runs(Group group, Uid list) {
        return KeyRange.prefix(listPrefix(group, list));
    }

    /** Runs that hold bytes at or behind {@code offset}. */
    public static KeyRange runsFrom(Group group, Uid list, long offset) {
        return runs(group, list).startingAt(run(group, list, offset + 1));
    }

    public static Key references(Group group, Uid list) {
        return group.key("r").append(list.bytes());
    }

    public static boolean isReferences(Group group, Key key) {
        return key.startsWith(group.key("r"));
    }

    /** The list in the key of its references. */
    public static Uid list(Key references) {
        byte[] bytes = references.bytes();
        return Uid.read(ByteBuffer.wrap(bytes, bytes.length - Uid.BYTES, Uid.BYTES));
    }

    /** The end offset in a run's key. */
    public static long end(Key run) {
        byte[] bytes = run.bytes();
        return ByteBuffer.wrap(bytes, bytes.length - 8, 8).getLong();
    }

    private static Key uploadPrefix(Group group, Uid upload) {
        return group.key("u").append(upload.bytes());
    }

    private static Key listPrefix(Group group, Uid list) {
        return group.key("p").append(list.bytes());
    }

    private static byte[] longBytes(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }
}
