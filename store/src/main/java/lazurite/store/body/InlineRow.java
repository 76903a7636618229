package lazurite.store.body;

import java.nio.ByteBuffer;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;

/**
 * The BODY row of a body that went into the metadata commit: a format byte, then the message itself, or once packed
 * the place of its frame.
 *
 * <p>Format: {@code docs/formats/body.md}.
 */
public final class InlineRow {
    private static final byte MESSAGE = 1;
    private static final byte POINTER = 2;

    private InlineRow() {}

    /** Where a packed body lies. */
    public record Place(ExtentId extent, long offset) {}

    public static Key key(Group group, Uid body) {
        return group.key(body.bytes());
    }

    /** A row that has room for a message of {@code length} bytes behind its format byte. */
    static byte[] forMessage(int length) {
        byte[] row = new byte[1 + length];
        row[0] = MESSAGE;
        return row;
    }

    static final int MESSAGE_AT = 1;

    public static Mutation pointer(Group group, Uid body, Place place) {
        byte[] row = ByteBuffer.allocate(17)
                .put(POINTER)
                .putLong(place.extent().value())
                .putLong(place.offset())
                .array();
        return new Mutation.Put(Family.BODY, key(group, body), row);
    }

    /** Whether the row holds the message itself. */
    public static boolean holdsMessage(byte[] row) {
        return row.length > 0 && row[0] == MESSAGE;
    }

    /** Whether the row has the shape that the body asks for. Its bytes are not verified: that takes the key. */
    public static boolean sound(BodyRef body, byte[] row) {
        return holdsMessage(row)
                ? row.length - MESSAGE_AT == Cobblestone.storedLength(body.length())
                : row.length == 17 && row[0] == POINTER;
    }

    /** Where the message lies; null if the row holds it. */
    static @Nullable Place place(Uid body, byte[] row) {
        if (holdsMessage(row)) {
            return null;
        }
        if (row.length != 17 || row[0] != POINTER) {
            throw new StorageException(ErrorCode.InternalError, "the row of body " + body + " is damaged");
        }
        ByteBuffer in = ByteBuffer.wrap(row, 1, 16);
        return new Place(new ExtentId(in.getLong()), in.getLong());
    }

    /** The message in {@code row} as the only frame of a pack. */
    public static ByteBuffer frame(Uid body, byte[] row) {
        byte[] frame = new byte[Frames.HEADER + row.length - MESSAGE_AT];
        System.arraycopy(row, MESSAGE_AT, frame, Frames.HEADER, row.length - MESSAGE_AT);
        return Frames.finish(frame, body, 0, row.length - MESSAGE_AT, true);
    }
}
