package lazurite.http.jetty;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import lazurite.http.HttpServer;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A connection's socket with bounds that Jetty lacks: a head must arrive within a time, however busily it drips; and
 * once our side is shut, what still comes is read and dropped for a while (a lingering close, RFC 9112 §9.6), since
 * closing over unread bytes resets the connection and may take the answer from the client.
 *
 * <p>Concurrency: {@code fill} and {@code shutdownOutput} run in whichever thread serves the connection, one at a time;
 * {@code serving} is also read by the thread that stops the server.
 */
final class BoundedEndPoint extends SocketChannelEndPoint {
    private static final long HEAD_NANOS_MAX = TimeUnit.SECONDS.toNanos(30);
    private static final long LINGER_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long LINGER_SILENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(2);
    private static final long LINGER_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int LINGER_BUFFER_BYTES = 64 * 1024;
    private static final int LINGER_READS = 16;

    private final InetAddress remote;
    private final long headNanosMax;
    private volatile boolean serving;
    private long headSinceNanos;
    private boolean inHead;
    private long lingerSinceNanos;
    private @Nullable ByteBuffer lingerBuffer;

    BoundedEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            HttpServer.Options options) {
        super(channel, selector, key, scheduler);
        this.remote = super.getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress()
                : InetAddress.getLoopbackAddress();
        long idleNanos = JettyHttpServer.nanos(options.idleTimeout());
        this.headNanosMax = options.tls() == null ? Math.min(idleNanos, HEAD_NANOS_MAX) : 2 * idleNanos;
    }

    /** The socket below a request, through TLS if need be. */
    static BoundedEndPoint of(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        return (BoundedEndPoint) endPoint;
    }

    InetAddress remote() {
        return remote;
    }

    boolean serving() {
        return serving;
    }

    void beginServing() {
        inHead = false;
        serving = true;
    }

    void endServing() {
        serving = false;
    }

    /** Closes so that the client cannot take what it got for a whole answer: with a reset. */
    void cut() {
        try {
            getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException alreadyClosed) {
            close(alreadyClosed);
        }
        close();
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (isOutputShutdown()) {
            return Math.min(0, drop());
        }
        int filled = super.fill(buffer);
        if (filled > 0 && !serving && headIsLate()) {
            close();
            return -1;
        }
        return filled;
    }

    private boolean headIsLate() {
        long now = System.nanoTime();
        if (!inHead) {
            inHead = true;
            headSinceNanos = now;
        }
        return now - headSinceNanos > headNanosMax;
    }

    @Override
    protected void doShutdownOutput() {
        lingerSinceNanos = System.nanoTime();
        setIdleTimeout(Math.min(getIdleTimeout(), TimeUnit.NANOSECONDS.toMillis(LINGER_SILENCE_NANOS_MAX)));
        super.doShutdownOutput();
    }

    /**
     * Shuts our side, then reads and drops until the client has closed too, falls silent or has had its time; blocks.
     * Looks by the clock, since under TLS Jetty keeps the one place for a waiting reader to itself.
     */
    void linger() throws IOException {
        serving = false;
        shutdownOutput();
        long heardNanos = System.nanoTime();
        for (int dropped = drop(); dropped >= 0; dropped = drop()) {
            long now = System.nanoTime();
            if (dropped > 0) {
                heardNanos = now;
            } else if (now - heardNanos > LINGER_SILENCE_NANOS_MAX) {
                return;
            } else {
                LockSupport.parkNanos(LINGER_LOOK_NANOS);
            }
        }
    }

    /** Bytes dropped; 0 if there were none, -1 if the client has closed or had its time. */
    private int drop() throws IOException {
        ByteBuffer scratch = lingerBuffer;
        if (scratch == null) {
            scratch = ByteBuffer.allocate(LINGER_BUFFER_BYTES);
            lingerBuffer = scratch;
        }
        if (System.nanoTime() - lingerSinceNanos > LINGER_NANOS_MAX) {
            return -1;
        }
        int dropped = 0;
        for (int reads = 0; reads < LINGER_READS; reads++) {
            scratch.clear().flip();
            int filled = super.fill(scratch);
            if (filled <= 0) {
                return dropped > 0 ? dropped : filled;
            }
            dropped += filled;
        }
        return dropped;
    }
}
