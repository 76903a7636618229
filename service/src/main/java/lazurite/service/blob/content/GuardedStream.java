package lazurite.service.blob.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import lazurite.service.account.Pass;

/**
 * A source of a write, read only while all who have to leave it do: each piece is asked for, and counted.
 *
 * <p>Concurrency: one thread.
 */
public final class GuardedStream extends FilterInputStream {
    private final Pass target;
    private final Pass source;

    /** @param source of the account that the bytes are read from; the target's where they are not this server's */
    public GuardedStream(InputStream from, Pass target, Pass source) {
        super(from);
        this.target = target;
        this.source = source;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        target.require();
        source.require();
        int read = super.read(into, offset, length);
        source.served(0, Math.max(0, read));
        return read;
    }
}
