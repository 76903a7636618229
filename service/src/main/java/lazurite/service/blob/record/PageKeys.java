package lazurite.service.blob.record;

import java.nio.ByteBuffer;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.KeyRange;
import lazurite.store.Uid;

/**
 * Where a page blob keeps its pages, all in family PARTS ({@code docs/formats/pages.md}):
 *
 * <pre>
 * group 'g' list(16) segment(4) ~version(8)   the pages of one segment from that version on ({@link PageRow})
 * group 'x' list(16) segment(4) ~version(8)   marks such a row that the blob needs no more
 * group 'r' list(16)                          the list's state ({@link PageState})
 * </pre>
 *
 * The complement has newer versions stand first.
 */
public final class PageKeys {
    public static final int PAGE_BYTES = 512;
    public static final int SEGMENT_BYTES = 1 << 20;
    public static final int SEGMENT_PAGES = SEGMENT_BYTES / PAGE_BYTES;

    private static final int TAIL_BYTES = Integer.BYTES + Long.BYTES;

    private PageKeys() {}

    public static Key row(Group group, Uid list, int segment, long version) {
        return key(group, "g", list, segment, version);
    }

    public static Key mark(Group group, Uid list, int segment, long version) {
        return key(group, "x", list, segment, version);
    }

    /** The newest row of the segment, or where it would be. */
    public static Key newest(Group group, Uid list, int segment) {
        return row(group, list, segment, -1);
    }

    /** All rows of the list. */
    public static KeyRange rows(Group group, Uid list) {
        return KeyRange.prefix(group.key("g").append(list.bytes()));
    }

    /** Rows of the segments from {@code from} to {@code to}, both inclusive. */
    public static KeyRange rows(Group group, Uid list, int from, int to) {
        return new KeyRange(newest(group, list, from), newest(group, list, to + 1));
    }

    /** Rows of all lists of the group. */
    public static KeyRange rows(Group group) {
        return KeyRange.prefix(group.key("g"));
    }

    /** The list in the key of a row. */
    public static Uid list(Key row) {
        byte[] bytes = row.bytes();
        return Uid.read(ByteBuffer.wrap(bytes, bytes.length - TAIL_BYTES - Uid.BYTES, Uid.BYTES));
    }

    public static int segment(Key row) {
        byte[] bytes = row.bytes();
        return ByteBuffer.wrap(bytes, bytes.length - TAIL_BYTES, Integer.BYTES).getInt();
    }

    public static long version(Key row) {
        byte[] bytes = row.bytes();
        return ~ByteBuffer.wrap(bytes, bytes.length - Long.BYTES, Long.BYTES).getLong();
    }

    /** The segment that holds the byte. */
    public static int segmentOf(long offset) {
        return Math.toIntExact(offset / SEGMENT_BYTES);
    }

    private static Key key(Group group, String kind, Uid list, int segment, long version) {
        return group.key(kind)
                .append(list.bytes())
                .append(ByteBuffer.allocate(TAIL_BYTES)
                        .putInt(segment)
                        .putLong(~version)
                        .array());
    }
}
