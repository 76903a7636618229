package lazurite.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * A 128-bit id made by {@link UidSource}: of a commit attempt, a body, a list of parts, an upload. Ordered by time of
 * making within one process.
 */
public record Uid(long high, long low) implements Comparable<Uid> {
    /** Bytes in the stored form. */
    public static final int BYTES = 16;

    public static Uid read(ByteBuffer from) {
        return new Uid(from.getLong(), from.getLong());
    }

    /** Big-endian, so that byte order is {@link #compareTo} order. */
    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    @Override
    public int compareTo(Uid other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** 32 lower-case hex digits. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
