package lazurite.service.blob.wire;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import lazurite.base.Crc64;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BodyHashes;

/**
 * A small body that is checked against its transactional checksum when its end is read: 400 Md5Mismatch or
 * Crc64Mismatch.
 *
 * <p>Concurrency: one thread.
 */
final class VerifiedBody extends FilterInputStream {
    private final Checksums expected;
    private final MessageDigest md5 = BodyHashes.md5();
    private final Crc64 crc64 = new Crc64();
    private boolean ended;

    VerifiedBody(InputStream from, Checksums expected) {
        super(from);
        this.expected = expected;
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
            BodyHashes.verify(expected, md5.digest(), BodyHashes.wire(crc64));
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
