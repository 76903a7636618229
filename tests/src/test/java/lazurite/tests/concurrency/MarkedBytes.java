package lazurite.tests.concurrency;

import java.nio.ByteBuffer;

/**
 * Content that tells which version it is, at every eight bytes: the id, the length, then words that follow from id and
 * position.
 */
final class MarkedBytes {
    static final int LENGTH_MIN = 16;

    private MarkedBytes() {}

    static byte[] of(long id, int length) {
        ByteBuffer bytes = ByteBuffer.allocate((length + 7) & ~7);
        for (int at = 0; at < length; at += 8) {
            bytes.putLong(word(id, length, at));
        }
        byte[] exact = new byte[length];
        bytes.get(0, exact);
        return exact;
    }

    /** The id of whole content; fails the test if it is not of one version from first to last byte. */
    static long id(byte[] content) {
        if (content.length < LENGTH_MIN) {
            throw new AssertionError("content of " + content.length + " bytes");
        }
        long id = ByteBuffer.wrap(content).getLong();
        long length = ByteBuffer.wrap(content).getLong(8);
        if (length != content.length) {
            throw new AssertionError(
                    "version " + id + " has " + length + " bytes, and was answered with " + content.length);
        }
        verify(content, 0, id, content.length);
        return id;
    }

    /** @param offset of the slice in content of {@code length} bytes; a multiple of 8 */
    static void verify(byte[] slice, int offset, long id, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(slice);
        int whole = slice.length & ~7;
        for (int at = 0; at < whole; at += 8) {
            long found = bytes.getLong(at);
            if (found != word(id, length, offset + at)) {
                throw new AssertionError("byte " + (offset + at) + " of " + length + " is not of version " + id
                        + ", of which the bytes before it are");
            }
        }
        long last = whole == slice.length ? 0 : word(id, length, offset + whole);
        for (int at = whole; at < slice.length; at++) {
            if (slice[at] != (byte) (last >>> (56 - 8 * (at - whole)))) {
                throw new AssertionError("byte " + (offset + at) + " of " + length + " is not of version " + id);
            }
        }
    }

    private static long word(long id, int length, int at) {
        return switch (at) {
            case 0 -> id;
            case 8 -> length;
            default -> (id * 0x9E3779B97F4A7C15L + at) * 0xBF58476D1CE4E5B9L;
        };
    }
}
