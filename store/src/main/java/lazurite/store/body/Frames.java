package lazurite.store.body;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;

/**
 * How messages lie in an extent: cut into frames of 16 chunks, each behind a header that names the body, so that the
 * extent can be walked, verified and copied without a key, and any chunk's place follows from the message's offset.
 *
 * <p>Format: {@code docs/formats/extent.md}.
 */
public final class Frames {
    /** Chunks in every frame but a message's last. */
    public static final int CHUNKS = 16;

    /** Bytes of a frame's header. */
    public static final int HEADER = 36;

    /** Most bytes of a frame's payload: the first frame's, which also has the message's header. */
    public static final int PAYLOAD_MAX = Cobblestone.HEADER + CHUNKS * Cobblestone.CHUNK_STORED;

    /** Most bytes of a frame. */
    public static final int FRAME_MAX = HEADER + PAYLOAD_MAX;

    private static final int MAGIC = 0x4C5A4601;
    private static final int CRC_AT = HEADER - 4;
    private static final long PAYLOAD_FULL = (long) CHUNKS * Cobblestone.CHUNK_STORED;

    private Frames() {}

    /**
     * What stands before a payload.
     *
     * @param index of the frame in its message, from 0
     * @param length of the payload in bytes
     * @param last whether the message ends with this frame
     */
    public record Header(Uid body, int index, int length, boolean last, int crc) {}

    /** Bytes that a body of {@code length} bytes of content takes in an extent, headers of frames included. */
    public static long storedLength(long length) {
        long frames = length / Cobblestone.CHUNK / CHUNKS + 1;
        return frames * HEADER + Cobblestone.storedLength(length);
    }

    /** Where a chunk starts, counted from the start of the message's first frame. */
    static long chunkOffset(long chunk) {
        long frame = chunk / CHUNKS;
        return (frame + 1) * HEADER
                + Cobblestone.HEADER
                + frame * PAYLOAD_FULL
                + chunk % CHUNKS * Cobblestone.CHUNK_STORED;
    }

    /** Completes the frame whose payload of {@code length} bytes stands in {@code frame} behind the header's place. */
    static ByteBuffer finish(byte[] frame, Uid body, int index, int length, boolean last) {
        ByteBuffer header = ByteBuffer.wrap(frame, 0, HEADER);
        header.putInt(MAGIC);
        header.putLong(body.high()).putLong(body.low());
        header.putInt(index).putInt(length);
        header.putInt(last ? 1 << 24 : 0);
        CRC32C crc = new CRC32C();
        crc.update(frame, 0, CRC_AT);
        crc.update(frame, HEADER, length);
        header.putInt((int) crc.getValue());
        return ByteBuffer.wrap(frame, 0, HEADER + length);
    }

    /** The header that starts at {@code offset}; null if none does. The checksum is not verified. */
    public static @Nullable Header parse(byte[] bytes, int offset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, HEADER);
        if (in.getInt() != MAGIC) {
            return null;
        }
        Uid body = Uid.read(in);
        int index = in.getInt();
        int length = in.getInt();
        int flags = in.getInt();
        boolean known = flags == 0 || flags == 1 << 24;
        return index < 0 || length < Cobblestone.TAG || length > PAYLOAD_MAX || !known
                ? null
                : new Header(body, index, length, flags != 0, in.getInt());
    }

    /** Whether header and payload, both in {@code bytes} from {@code offset}, are what was written. */
    public static boolean intact(Header header, byte[] bytes, int offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, CRC_AT);
        crc.update(bytes, offset + HEADER, header.length());
        return (int) crc.getValue() == header.crc();
    }
}
