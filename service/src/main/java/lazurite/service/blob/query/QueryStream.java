package lazurite.service.blob.query;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import lazurite.base.Platform;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a query, made while it is read: an Avro file of results, errors of rows, progress each 4 MiB, and the
 * end. Holds one row and about 64 KiB of results at a time, whatever the blob's size.
 *
 * <p>Concurrency: one thread, which should be virtual: it gives way to others every few milliseconds.
 */
public final class QueryStream extends InputStream {
    /** Longest record of the blob, and longest row of the answer, in bytes. */
    public static final int RECORD_BYTES_MAX = 1 << 20;

    private static final int RESULT_BYTES = 64 << 10;
    private static final long PROGRESS_BYTES = 4 << 20;
    private static final long NANOS_MAX = 30L * 60 * 1_000_000_000;

    private final InputStream blob;
    private final long totalBytes;
    private final Runnable closed;
    private final Effort effort;
    private final Source source;
    private final AvroBlock block;
    private final Bytes results = new Bytes(RESULT_BYTES + 2 * RECORD_BYTES_MAX, "A result");
    private final QueryRequest request;
    private final Platform platform;
    private byte[] ready;
    private int at;
    private long progress;
    private boolean ended;
    private boolean isClosed;
    private @Nullable QueryRun run;

    /**
     * @param blob closed with this
     * @param totalBytes that it has
     * @param closed told once
     */
    public QueryStream(QueryRequest request, InputStream blob, long totalBytes, Platform platform, Runnable closed) {
        this.request = request;
        this.blob = blob;
        this.totalBytes = totalBytes;
        this.platform = platform;
        this.closed = closed;
        this.effort = new Effort(platform.nanoTime(), NANOS_MAX);
        this.source = new Source(blob, effort);
        byte[] sync = new byte[16];
        platform.random().nextBytes(sync);
        this.block = new AvroBlock(sync);
        this.ready = block.header();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        while (at == ready.length) {
            if (ended) {
                return -1;
            }
            produce();
        }
        int taken = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, into, offset, taken);
        at += taken;
        return taken;
    }

    @Override
    public void close() throws IOException {
        if (!isClosed) {
            isClosed = true;
            closed.run();
            blob.close();
        }
    }

    /** Goes on until there is a block worth sending. */
    private void produce() throws IOException {
        while (!ended && results.length() + block.size() < RESULT_BYTES) {
            long position = source.position();
            try {
                step();
            } catch (QueryFailure failure) {
                flush();
                block.error(failure, position);
                if (failure.isFatal()) {
                    end();
                }
            }
            if (source.position() - progress >= PROGRESS_BYTES) {
                progress = source.position();
                flush();
                block.progress(progress, totalBytes);
                break;
            }
        }
        flush();
        ready = block.take();
        at = 0;
    }

    /** The first step reads what stands before the rows. */
    private void step() throws IOException {
        if (run == null) {
            run = new QueryRun(
                    request, source, new Evaluator(effort, platform.clock().instant()), effort, RECORD_BYTES_MAX);
            return;
        }
        if (!run.next(results)) {
            flush();
            end();
        }
    }

    private void end() {
        block.progress(totalBytes, totalBytes);
        block.end(totalBytes);
        ended = true;
    }

    private void flush() {
        if (results.length() > 0) {
            block.result(results.copy());
            results.clear();
        }
    }
}
