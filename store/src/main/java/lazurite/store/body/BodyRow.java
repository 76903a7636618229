package lazurite.store.body;

import java.nio.ByteBuffer;
import lazurite.store.ExtentId;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;

/**
 * The collector's row for one body, in family BASE of the group {@link #TABLE}: how many rows name it and where it
 * lies now. A reader asks it where a body went when the extent that its reference names is no longer there.
 *
 * <p>Format: {@code docs/formats/change.md}.
 *
 * @param references rows that name the body, as far as drained; may be below zero for a moment
 * @param stored bytes the message takes in its extent, framing included
 * @param extent where it lies; null while it is inline in the group that names it
 * @param offset of its first frame; 0 without extent
 */
public record BodyRow(
        long references, long stored, @Nullable ExtentId extent, long offset) {
    /** Group of everything that the collector derives. */
    public static final Group TABLE = Group.of("D");

    private static final int VERSION = 1;

    public static Key key(Uid body) {
        return TABLE.key("b").append(body.bytes());
    }

    /** The body's id in a key of the table. */
    public static Uid body(Key key) {
        byte[] bytes = key.bytes();
        return Uid.read(ByteBuffer.wrap(bytes, bytes.length - Uid.BYTES, Uid.BYTES));
    }

    public BodyRow withReferences(long count) {
        return new BodyRow(count, stored, extent, offset);
    }

    public BodyRow at(ExtentId newExtent, long newOffset) {
        return new BodyRow(references, stored, newExtent, newOffset);
    }

    public byte[] bytes() {
        RecordWriter out = new RecordWriter(VERSION).number(1, references).number(2, stored);
        if (extent != null) {
            out.flag(3, true).number(4, extent.value()).number(5, offset);
        }
        return out.done();
    }

    public static BodyRow read(byte[] bytes) {
        RecordReader in = new RecordReader("body row", bytes, VERSION);
        long references = 0;
        long stored = 0;
        boolean placed = false;
        long extent = 0;
        long offset = 0;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> references = in.number();
                case 2 -> stored = in.number();
                case 3 -> placed = in.flag();
                case 4 -> extent = in.number();
                case 5 -> offset = in.number();
                default -> throw in.unknownField();
            }
        }
        return new BodyRow(references, stored, placed ? new ExtentId(extent) : null, offset);
    }
}
