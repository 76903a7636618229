package lazurite.service.outside;

import java.io.FilterInputStream;
import java.io.IOException;
import java.util.function.LongSupplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.HttpFetcher.Fetched;

/**
 * A source's content, which has to come at a pace. Only waiting for it counts: what its reader does meanwhile is not
 * the source's fault. What comes without being content (chunks' extensions, trailers) does not keep a source alive.
 *
 * <p>Concurrency: one thread.
 */
final class PacedStream extends FilterInputStream {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Fetched fetched;
    private final HttpSources.Pace pace;
    private final LongSupplier nanoTime;
    private long waitedNanos;
    private long bytes;
    private long armedNanos;

    PacedStream(Fetched fetched, HttpSources.Pace pace, LongSupplier nanoTime) {
        super(fetched.body().stream());
        this.fetched = fetched;
        this.pace = pace;
        this.nanoTime = nanoTime;
        arm(nanoTime.getAsLong());
    }

    private void arm(long now) {
        armedNanos = now;
        fetched.endWithin(pace.grace().multipliedBy(4));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        long before = nanoTime.getAsLong();
        if (before - armedNanos > pace.grace().toNanos()) {
            arm(before);
        }
        int read;
        try {
            read = super.read(into, offset, length);
        } catch (IOException broken) {
            throw new StorageException(ErrorCode.CannotVerifyCopySource, "The source broke off.", broken);
        }
        waitedNanos += nanoTime.getAsLong() - before;
        bytes += Math.max(0, read);
        long late = waitedNanos - pace.grace().toNanos();
        if (read >= 0 && late > 0 && bytes < late / NANOS_PER_SECOND * pace.bytesPerSecondMin()) {
            throw new StorageException(ErrorCode.CannotVerifyCopySource, "The source is too slow.");
        }
        if (bytes > pace.bytesMax()) {
            throw new StorageException(
                    ErrorCode.CannotVerifyCopySource, "The source is larger than this server copies.");
        }
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        throw new IOException("not supported");
    }
}
