package lazurite.service.blob.copy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import lazurite.service.blob.operation.BodyHashes;

/**
 * The whole content of a source that tells its MD5: reading its end is 409 CannotVerifyCopySource if it has another.
 *
 * <p>Concurrency: one thread.
 */
final class ToldContent extends FilterInputStream {
    private final byte[] told;
    private final MessageDigest md5 = BodyHashes.md5();
    private boolean ended;

    ToldContent(InputStream from, byte[] told) {
        super(from);
        this.told = told;
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
        } else if (read < 0 && !ended) {
            ended = true;
            CopyCarrier.requireMd5(told, md5.digest());
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("not supported");
    }
}
