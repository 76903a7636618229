package lazurite.http.jetty;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * Sends a response's bytes. They are gathered in one pooled direct buffer, which is the only copy made (a write from
 * the heap would make the same one), and written when it is full: a small answer leaves in one write together with its
 * head.
 *
 * <p>Concurrency: one writer at a time; the selector thread wakes it.
 */
final class ResponseBody extends OutputStream {
    private final Response response;
    private final BoundedEndPoint endPoint;
    private final Pace pace;
    private final ByteBufferPool pool;
    private final long length;
    private final Completion written = new Completion();
    private @Nullable RetainableByteBuffer pooled;
    private ByteBuffer buffer = BufferUtil.EMPTY_BUFFER;
    private long accepted;
    private long sent;
    private boolean started;

    /** @param length bytes that will be written, or -1 if not known */
    ResponseBody(Response response, BoundedEndPoint endPoint, Pace pace, ByteBufferPool pool, long length) {
        this.response = response;
        this.endPoint = endPoint;
        this.pace = pace;
        this.pool = pool;
        this.length = length;
    }

    /** Bytes of body handed to the connection. */
    long sent() {
        return sent;
    }

    /** Whether anything, be it the head alone, may have left. */
    boolean started() {
        return started;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        Objects.checkFromIndexSize(offset, count, bytes.length);
        if (length >= 0 && accepted + count > length) {
            throw new IOException("the response's body is longer than the declared " + length + " bytes");
        }
        accepted += count;
        int done = 0;
        while (done < count) {
            if (!buffer.hasRemaining()) {
                makeRoom();
            }
            int step = Math.min(count - done, buffer.remaining());
            buffer.put(bytes, offset + done, step);
            done += step;
        }
    }

    private void makeRoom() throws IOException {
        if (pooled != null) {
            send(false);
            return;
        }
        int capacity = length < 0 || length > JettyHttpServer.BODY_BUFFER_BYTES
                ? JettyHttpServer.BODY_BUFFER_BYTES
                : (int) length;
        RetainableByteBuffer acquired = pool.acquire(capacity, true);
        pooled = acquired;
        buffer = acquired.getByteBuffer();
        BufferUtil.clearToFill(buffer);
    }

    /** Sends what is left and ends the response. */
    void finish() throws IOException {
        if (length >= 0 && accepted != length) {
            throw new IOException("the response's body ended after " + accepted + " of " + length + " bytes");
        }
        send(true);
    }

    /** Sends the head alone; in two steps, since Jetty would add {@code Content-Length: 0} to a head that is also last. */
    void finishEmpty() throws IOException {
        send(false);
        send(true);
    }

    private void send(boolean last) throws IOException {
        started = true;
        int count = pooled == null ? 0 : buffer.flip().remaining();
        response.write(last, buffer, written);
        if (!written.isDone()) {
            awaitClient(count);
        } else {
            written.await(0);
        }
        sent += count;
        if (pooled != null) {
            buffer.clear();
        }
    }

    private void awaitClient(int count) throws IOException {
        long since = System.nanoTime();
        if (!written.await(pace.leftNanos(sent + count))) {
            endPoint.cut();
            throw new IOException("the client receives too slowly");
        }
        pace.waited(System.nanoTime() - since);
    }

    /** Gives the buffer back; only after the last write has come to an end. */
    void release() {
        if (pooled != null) {
            pooled.release();
            pooled = null;
            buffer = BufferUtil.EMPTY_BUFFER;
        }
    }
}
