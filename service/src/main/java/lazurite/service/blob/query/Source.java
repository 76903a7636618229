package lazurite.service.blob.query;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a blob with some room to look ahead.
 *
 * <p>Concurrency: one thread.
 */
final class Source {
    private static final int BUFFER_BYTES = 64 << 10;

    private final InputStream stream;
    private final Effort effort;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private long position;

    Source(InputStream stream, Effort effort) {
        this.stream = stream;
        this.effort = effort;
    }

    /** Bytes taken so far. */
    long position() {
        return position;
    }

    /** The next byte, left where it is; -1 at the end. */
    int peek() throws IOException {
        return at < end || fill(1) ? buffer[at] & 0xFF : -1;
    }

    /** Takes the byte that {@link #peek} saw. */
    void take() {
        at++;
        position++;
    }

    /** Takes the bytes if they are next; never if there are none. */
    boolean take(byte[] wanted) throws IOException {
        if (wanted.length == 0 || peek() != (wanted[0] & 0xFF) || (end - at < wanted.length && !fill(wanted.length))) {
            return false;
        }
        for (int i = 1; i < wanted.length; i++) {
            if (buffer[at + i] != wanted[i]) {
                return false;
            }
        }
        at += wanted.length;
        position += wanted.length;
        return true;
    }

    private boolean fill(int wanted) throws IOException {
        System.arraycopy(buffer, at, buffer, 0, end - at);
        end -= at;
        at = 0;
        while (end < wanted) {
            int read = stream.read(buffer, end, buffer.length - end);
            if (read < 0) {
                return false;
            }
            end += read;
            effort.spend(read >> 2);
        }
        return true;
    }
}
