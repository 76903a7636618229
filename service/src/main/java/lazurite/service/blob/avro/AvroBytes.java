package lazurite.service.blob.avro;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Values in Avro's binary encoding.
 *
 * <p>Source: Apache Avro 1.11 specification, "Binary Encoding".
 *
 * <p>Concurrency: one thread.
 */
public final class AvroBytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Zigzag, then seven bits a byte, the lowest first: int, long, the branch of a union, the symbol of an enum. */
    public AvroBytes number(long value) {
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return this;
    }

    public AvroBytes flag(boolean value) {
        out.write(value ? 1 : 0);
        return this;
    }

    public AvroBytes bytes(byte[] value) {
        number(value.length);
        out.writeBytes(value);
        return this;
    }

    public AvroBytes text(String value) {
        return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Of the union of null and string. */
    public AvroBytes textOrNull(@Nullable String value) {
        return value == null ? number(0) : number(1).text(value);
    }

    /** A map of strings, in the order of their names. */
    public AvroBytes texts(Map<String, String> values) {
        if (!values.isEmpty()) {
            number(values.size());
            new TreeMap<>(values).forEach((name, value) -> text(name).text(value));
        }
        return number(0);
    }

    /** As they are. */
    AvroBytes raw(byte[] encoded) {
        out.writeBytes(encoded);
        return this;
    }

    public int size() {
        return out.size();
    }

    public byte[] done() {
        return out.toByteArray();
    }

    /** Forgets what was written. */
    public void clear() {
        out.reset();
    }
}
