package lazurite.service.blob.query;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, up to a limit. */
final class Bytes {
    private final int lengthMax;
    private final String what;
    private byte[] bytes = new byte[512];
    private int length;

    /** @param what names, in the failure, what has become too long */
    Bytes(int lengthMax, String what) {
        this.lengthMax = lengthMax;
        this.what = what;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    void truncate(int to) {
        length = Math.min(length, to);
    }

    void add(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void add(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }

    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** @throws QueryFailure fatal RecordTooLarge */
    private void room(int more) {
        if (more > lengthMax - length) {
            throw QueryFailure.fatal("RecordTooLarge", what + " is longer than " + lengthMax + " bytes.");
        }
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(lengthMax, Math.max(bytes.length * 2, length + more)));
        }
    }
}
