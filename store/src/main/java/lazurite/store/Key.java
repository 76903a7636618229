package lazurite.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A row's key: bytes, ordered as unsigned. Immutable.
 *
 * <p>Layout of keys: {@code docs/formats/keys.md}.
 */
public final class Key implements Comparable<Key> {
    /** Ends the group part of a key; occurs nowhere else in it. */
    static final byte GROUP_END = 0x01;

    private final byte[] bytes;

    private Key(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Key of(byte[] bytes) {
        return new Key(bytes.clone());
    }

    public static Key of(String text) {
        return new Key(text.getBytes(StandardCharsets.UTF_8));
    }

    /** This key with {@code suffix} behind it. */
    public Key append(byte[] suffix) {
        byte[] joined = Arrays.copyOf(bytes, bytes.length + suffix.length);
        System.arraycopy(suffix, 0, joined, bytes.length, suffix.length);
        return new Key(joined);
    }

    public Key append(String suffix) {
        return append(suffix.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    public byte at(int index) {
        return bytes[index];
    }

    public boolean startsWith(Key prefix) {
        return bytes.length >= prefix.bytes.length
                && Arrays.equals(bytes, 0, prefix.bytes.length, prefix.bytes, 0, prefix.bytes.length);
    }

    /** The smallest key greater than this one. */
    public Key next() {
        return new Key(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** The smallest key greater than every key that starts with this one; null if there is none (all bytes 0xFF). */
    public @Nullable Key prefixEnd() {
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (bytes[i] != (byte) 0xFF) {
                byte[] end = Arrays.copyOf(bytes, i + 1);
                end[i]++;
                return new Key(end);
            }
        }
        return null;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Printable ASCII as it is, all else as {@code \xNN}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b >= 0x20 && b < 0x7F && b != '\\') {
                text.append((char) b);
            } else {
                text.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return text.toString();
    }
}
