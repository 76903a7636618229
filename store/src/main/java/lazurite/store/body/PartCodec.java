package lazurite.store.body;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.Uid;

/**
 * Stored forms of {@link BodyRef}s and of lists of {@link Part}s: the value of a row of an uncommitted block (one
 * part) and of a run of committed ones.
 *
 * <p>Format: {@code docs/formats/parts.md}.
 */
public final class PartCodec {
    /** Of rows whose parts have their bodies to themselves. */
    private static final byte WHOLE = 1;

    private static final byte SLICED = 2;
    private static final int IN_EXTENT = 1;

    private PartCodec() {}

    /** A reference for use as a field of a record: no version of its own. */
    public static byte[] bytes(BodyRef ref) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(40);
        write(out, ref);
        return out.toByteArray();
    }

    /** Inverse of {@link #bytes(BodyRef)}. */
    public static BodyRef ref(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            BodyRef ref = readRef(in);
            if (in.hasRemaining()) {
                throw damaged("body reference");
            }
            return ref;
        } catch (BufferUnderflowException e) {
            throw damaged("body reference");
        }
    }

    public static byte[] bytes(List<Part> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 + 80 * parts.size());
        byte version = parts.stream().allMatch(Part::whole) ? WHOLE : SLICED;
        out.write(version);
        for (Part part : parts) {
            byte[] blockId = part.blockId().getBytes(StandardCharsets.UTF_8);
            varint(out, blockId.length);
            out.writeBytes(blockId);
            write(out, part.body());
            if (version == SLICED) {
                varint(out, part.from());
                varint(out, part.length());
            }
        }
        return out.toByteArray();
    }

    /** Inverse of {@link #bytes(List)}. */
    public static List<Part> parts(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte version = bytes.length == 0 ? 0 : in.get();
        if (version != WHOLE && version != SLICED) {
            throw damaged("row of parts");
        }
        List<Part> parts = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                long length = varint(in);
                if (length < 0 || length > in.remaining()) {
                    throw damaged("row of parts");
                }
                String blockId = new String(bytes, in.position(), (int) length, StandardCharsets.UTF_8);
                in.position(in.position() + (int) length);
                BodyRef body = readRef(in);
                parts.add(version == WHOLE ? new Part(blockId, body) : new Part(blockId, body, varint(in), varint(in)));
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw damaged("row of parts");
        }
        return parts;
    }

    private static void write(ByteArrayOutputStream out, BodyRef ref) {
        ExtentId extent = ref.extent();
        out.write(extent == null ? 0 : IN_EXTENT);
        out.writeBytes(ref.id().bytes());
        varint(out, ref.length());
        if (extent != null) {
            out.writeBytes(ByteBuffer.allocate(8).putLong(extent.value()).array());
            varint(out, ref.offset());
        }
    }

    private static BodyRef readRef(ByteBuffer in) {
        int flags = in.get();
        if ((flags & ~IN_EXTENT) != 0) {
            throw damaged("body reference");
        }
        Uid id = Uid.read(in);
        long length = varint(in);
        return flags == IN_EXTENT
                ? new BodyRef(id, length, new ExtentId(in.getLong()), varint(in))
                : new BodyRef(id, length, null, 0);
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = in.get();
            value |= (long) (b & 0x7F) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw damaged("varint");
    }

    private static StorageException damaged(String what) {
        return new StorageException(ErrorCode.InternalError, what + " is damaged");
    }
}
