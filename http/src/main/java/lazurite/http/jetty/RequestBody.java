package lazurite.http.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request's bytes as a blocking stream. The first read that finds nothing sends {@code 100 Continue} where the client
 * waits for it (Jetty does so when content is asked for). A failure is final: each later read repeats it.
 *
 * <p>Concurrency: one reader at a time; the selector thread wakes it.
 */
final class RequestBody extends InputStream {
    private final Request request;
    private final BoundedEndPoint endPoint;
    private final Pace pace;
    private final Completion arrival = new Completion();
    private final Runnable onArrival = new Arrival();
    private Content.@Nullable Chunk chunk;
    private @Nullable IOException failure;
    private boolean demanded;
    private boolean atEnd;
    private long received;

    /** @param length bytes declared, or -1 */
    RequestBody(Request request, BoundedEndPoint endPoint, Pace pace, long length) {
        this.request = request;
        this.endPoint = endPoint;
        this.pace = pace;
        this.atEnd = length == 0;
    }

    long received() {
        return received;
    }

    /** Whether the last byte was seen to be the last. */
    boolean isAtEnd() {
        return atEnd;
    }

    boolean hasFailed() {
        return failure != null;
    }

    @Override
    public int read() throws IOException {
        Content.Chunk next = next();
        if (next == null) {
            return -1;
        }
        int value = next.getByteBuffer().get() & 0xFF;
        consumed(next, 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (length == 0) {
            return 0;
        }
        Content.Chunk next = next();
        if (next == null) {
            return -1;
        }
        int count = Math.min(length, next.remaining());
        next.getByteBuffer().get(bytes, offset, count);
        consumed(next, count);
        return count;
    }

    @Override
    public int available() {
        return chunk == null ? 0 : chunk.remaining();
    }

    private void consumed(Content.Chunk from, int bytes) {
        received += bytes;
        if (!from.hasRemaining()) {
            atEnd = from.isLast();
            from.release();
            chunk = null;
        }
    }

    /** A chunk with bytes in it, waited for; null at the end of the body. */
    private Content.@Nullable Chunk next() throws IOException {
        while (true) {
            Content.Chunk now = chunk;
            if (now != null) {
                return now;
            }
            if (failure != null) {
                throw new IOException(failure.getMessage(), failure);
            }
            if (atEnd) {
                return null;
            }
            if (!poll() && !await(pace.leftNanos(received))) {
                endPoint.cut();
                throw fail(new IOException("the client sends too slowly"));
            }
        }
    }

    /** Takes what has arrived; false if nothing has. */
    private boolean poll() throws IOException {
        Content.Chunk next = request.read();
        if (next == null) {
            return false;
        }
        if (Content.Chunk.isFailure(next)) {
            Throwable cause = next.getFailure();
            throw fail(new IOException("the request's body broke off: " + cause.getMessage(), cause));
        }
        if (next.hasRemaining()) {
            chunk = next;
        } else {
            atEnd = next.isLast();
            next.release();
        }
        return true;
    }

    /** Waits until something has arrived; false if nothing does within {@code nanos}. */
    private boolean await(long nanos) throws IOException {
        long since = System.nanoTime();
        if (!demanded) {
            demanded = true;
            request.demand(onArrival);
        }
        boolean arrived = arrival.await(nanos);
        demanded = !arrived;
        pace.waited(System.nanoTime() - since);
        return arrived;
    }

    private IOException fail(IOException cause) {
        failure = cause;
        return cause;
    }

    /**
     * Reads and drops the rest; if {@code bytesMax} is negative, only what has arrived up to the first bytes.
     *
     * @return whether it ended within {@code bytesMax} and {@code nanosMax}
     */
    boolean drain(long bytesMax, long nanosMax) throws IOException {
        long until = System.nanoTime() + nanosMax;
        long left = bytesMax;
        while (!atEnd) {
            Content.Chunk now = chunk;
            if (now != null) {
                left -= now.remaining();
                now.getByteBuffer().position(now.getByteBuffer().limit());
                consumed(now, 0);
                if (left < 0 && !atEnd) {
                    return false;
                }
            } else if (!poll() && (left < 0 || !await(until - System.nanoTime()))) {
                return false;
            }
        }
        return true;
    }

    /** Gives the buffer back that a reader left half read. */
    void release() {
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    private final class Arrival implements Runnable, org.eclipse.jetty.util.thread.Invocable {
        @Override
        public void run() {
            arrival.succeeded();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
