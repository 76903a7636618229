package lazurite.service.blob.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * A body that did not say how long it is, held to the limits that a declared length is checked against at once.
 *
 * <p>Concurrency: one thread.
 */
public final class LimitedBody extends FilterInputStream {
    private final long bytesMax;
    private final @Nullable StorageException ifEmpty;
    private long bytes;

    /** @param ifEmpty thrown at the end of a body without bytes; null if there may be none */
    LimitedBody(InputStream from, long bytesMax, @Nullable StorageException ifEmpty) {
        super(from);
        this.bytesMax = bytesMax;
        this.ifEmpty = ifEmpty;
    }

    public static StorageException tooLarge(long bytesMax) {
        return new StorageException(ErrorCode.RequestBodyTooLarge).with("MaxLimit", Long.toString(bytesMax));
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? -1 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(read);
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long read) {
        if (read < 0) {
            if (bytes == 0 && ifEmpty != null) {
                throw ifEmpty;
            }
            return;
        }
        bytes += read;
        if (bytes > bytesMax) {
            throw tooLarge(bytesMax);
        }
    }
}
