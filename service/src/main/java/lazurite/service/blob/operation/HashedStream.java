package lazurite.service.blob.operation;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import lazurite.base.Crc64;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is hashed as it is read; reading its end has the hashes checked.
 *
 * <p>Concurrency: one thread.
 */
public final class HashedStream extends FilterInputStream {
    private final @Nullable MessageDigest md5;
    private final @Nullable Crc64 crc64;
    private final Check check;
    private boolean ended;

    /** Says no by throwing. */
    @FunctionalInterface
    public interface Check {
        void check(byte @Nullable [] md5, byte @Nullable [] crc64);
    }

    /** @param expected what the check compares with: other hashes are not computed, and null for it */
    public HashedStream(InputStream from, Checksums expected, Check check) {
        super(from);
        this.md5 = expected.md5() == null ? null : BodyHashes.md5();
        this.crc64 = expected.crc64() == null ? null : new Crc64();
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
            if (md5 != null) {
                md5.update(into, offset, read);
            }
            if (crc64 != null) {
                crc64.update(into, offset, read);
            }
        } else if (read < 0 && !ended) {
            ended = true;
            check.check(md5 == null ? null : md5.digest(), crc64 == null ? null : BodyHashes.wire(crc64));
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
