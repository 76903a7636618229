package lazurite.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as format version, then fields: each a number, a length and bytes. Absent fields are not written, so
 * a record grows by new field numbers without a migration. Numbers are varints (LEB128); signed ones zigzag.
 */
public final class RecordWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public RecordWriter(int version) {
        out.write(version);
    }

    public RecordWriter bytes(int field, byte @Nullable [] value) {
        if (value != null) {
            varint(out, field);
            varint(out, value.length);
            out.writeBytes(value);
        }
        return this;
    }

    public RecordWriter text(int field, @Nullable String value) {
        return value == null ? this : bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Zero is the default of a number and is not written. */
    public RecordWriter number(int field, long value) {
        if (value != 0) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(10);
            varint(bytes, (value << 1) ^ (value >> 63));
            bytes(field, bytes.toByteArray());
        }
        return this;
    }

    /** False is the default and is not written. */
    public RecordWriter flag(int field, boolean value) {
        return number(field, value ? 1 : 0);
    }

    public RecordWriter uid(int field, @Nullable Uid value) {
        return value == null ? this : bytes(field, value.bytes());
    }

    public byte[] done() {
        return out.toByteArray();
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
