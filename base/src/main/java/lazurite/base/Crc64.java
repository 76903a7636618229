package lazurite.base;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Objects;

/**
 * The CRC-64 of Azure Storage ({@code x-ms-content-crc64}), known as CRC-64/NVME: reflected polynomial
 * 0x9A6C9329AC4BC9B5, start value and final xor all ones. On the wire its eight bytes stand little-endian, in base64.
 *
 * <p>Source: NVM Express NVM Command Set Specification 1.0, section 5.2.1.3.4.
 *
 * <p>Concurrency: one thread at a time.
 */
public final class Crc64 {
    private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long[] T0 = byteTable();
    private static final long[] T1 = shifted(T0);
    private static final long[] T2 = shifted(T1);
    private static final long[] T3 = shifted(T2);
    private static final long[] T4 = shifted(T3);
    private static final long[] T5 = shifted(T4);
    private static final long[] T6 = shifted(T5);
    private static final long[] T7 = shifted(T6);
    private static final long[] T8 = shifted(T7);
    private static final long[] T9 = shifted(T8);
    private static final long[] T10 = shifted(T9);
    private static final long[] T11 = shifted(T10);
    private static final long[] T12 = shifted(T11);
    private static final long[] T13 = shifted(T12);
    private static final long[] T14 = shifted(T13);
    private static final long[] T15 = shifted(T14);

    /** x^(2^n) modulo the polynomial. */
    private static final long[] POWERS = powers();

    private long state = -1;

    public void update(byte[] bytes) {
        update(bytes, 0, bytes.length);
    }

    public void update(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        state = advance(state, bytes, offset, length);
    }

    /** Checksum of all bytes so far. */
    public long value() {
        return ~state;
    }

    public void reset() {
        state = -1;
    }

    public static long of(byte[] bytes) {
        return ~advance(-1, bytes, 0, bytes.length);
    }

    /** Checksum of a then b, from the checksum of each and the length of b in bytes. */
    public static long combine(long a, long b, long lengthOfB) {
        return multiply(powerOfX(lengthOfB), a) ^ b;
    }

    /** Wire form: base64 of the little-endian bytes. */
    public static String base64(long crc) {
        byte[] bytes = new byte[Long.BYTES];
        LONGS.set(bytes, 0, crc);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * Inverse of {@link #base64}.
     *
     * @throws IllegalArgumentException if the text is not base64 of eight bytes
     */
    public static long parse(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        if (bytes.length != Long.BYTES) {
            throw new IllegalArgumentException("a CRC64 has 8 bytes, not " + bytes.length);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private static long advance(long start, byte[] bytes, int offset, int length) {
        long crc = start;
        int at = offset;
        int end = offset + length;
        for (int last = end - 16; at <= last; at += 16) {
            crc ^= (long) LONGS.get(bytes, at);
            long next = (long) LONGS.get(bytes, at + 8);
            crc = head(crc) ^ tail(next);
        }
        for (; at < end; at++) {
            crc = (crc >>> 8) ^ T0[(int) ((crc ^ bytes[at]) & 0xFF)];
        }
        return crc;
    }

    /** Eight table look-ups, joined as a tree: the chain from one crc to the next is what limits the speed. */
    private static long head(long word) {
        return ((T15[(int) (word & 0xFF)] ^ T14[(int) ((word >>> 8) & 0xFF)])
                        ^ (T13[(int) ((word >>> 16) & 0xFF)] ^ T12[(int) ((word >>> 24) & 0xFF)]))
                ^ ((T11[(int) ((word >>> 32) & 0xFF)] ^ T10[(int) ((word >>> 40) & 0xFF)])
                        ^ (T9[(int) ((word >>> 48) & 0xFF)] ^ T8[(int) (word >>> 56)]));
    }

    private static long tail(long word) {
        return ((T7[(int) (word & 0xFF)] ^ T6[(int) ((word >>> 8) & 0xFF)])
                        ^ (T5[(int) ((word >>> 16) & 0xFF)] ^ T4[(int) ((word >>> 24) & 0xFF)]))
                ^ ((T3[(int) ((word >>> 32) & 0xFF)] ^ T2[(int) ((word >>> 40) & 0xFF)])
                        ^ (T1[(int) ((word >>> 48) & 0xFF)] ^ T0[(int) (word >>> 56)]));
    }

    private static long[] byteTable() {
        long[] table = new long[256];
        for (int i = 0; i < 256; i++) {
            long crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = timesX(crc);
            }
            table[i] = crc;
        }
        return table;
    }

    /** The table of a byte that stands one place earlier. */
    private static long[] shifted(long[] table) {
        long[] earlier = new long[256];
        for (int i = 0; i < 256; i++) {
            earlier[i] = (table[i] >>> 8) ^ T0[(int) (table[i] & 0xFF)];
        }
        return earlier;
    }

    private static long[] powers() {
        long[] powers = new long[64];
        powers[0] = 1L << 62;
        for (int n = 1; n < 64; n++) {
            powers[n] = multiply(powers[n - 1], powers[n - 1]);
        }
        return powers;
    }

    /** x^(8 bytes) modulo the polynomial. */
    private static long powerOfX(long bytes) {
        long product = 1L << 63;
        for (int n = 3; n < 64 && bytes >>> (n - 3) != 0; n++) {
            if ((bytes >>> (n - 3) & 1) != 0) {
                product = multiply(POWERS[n], product);
            }
        }
        return product;
    }

    private static long multiply(long a, long b) {
        long product = 0;
        long factor = b;
        for (long rest = a; rest != 0; rest <<= 1) {
            product ^= rest < 0 ? factor : 0;
            factor = timesX(factor);
        }
        return product;
    }

    private static long timesX(long value) {
        return (value >>> 1) ^ ((value & 1) != 0 ? POLYNOMIAL : 0);
    }
}
