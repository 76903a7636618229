package lazurite.service.blob.operation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import lazurite.base.Crc64;

/**
 * A stream that is hashed as it is read; reading its end has the hashes checked.
 *
 * <p>Concurrency: one thread.
 */
public final class HashedStream extends FilterInputStream {
    private final MessageDigest md5 = BodyHashes.md5();
    private final Crc64 crc64 = new Crc64();
    private final Check check;
    private boolean ended;

    /** Says no by throwing. */
    @FunctionalInterface
    public interface Check {
        void check(byte[] md5, byte[] crc64);
    }

    public HashedStream(InputStream from, Check check) {
        super(from);
        this.check = check;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read > 0) {
            md5.update(into, offset, read);
            crc64.update(into, offset, read);
        } else if (read < 0 && !ended) {
            ended = true;
            check.check(md5.digest(), BodyHashes.wire(crc64));
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        return readNBytes((int) Math.min(count, 8 << 10)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
