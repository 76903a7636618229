package lazurite.http;

import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A listening HTTP/1.1 server. */
public interface HttpServer extends AutoCloseable {
    /** Serves one exchange on a virtual thread of its own. What it throws is logged and answered 500 or a cut. */
    @FunctionalInterface
    interface Handler {
        void handle(Exchange exchange) throws Exception;
    }

    /**
     * How to listen, and the limits that keep one client from harming another.
     *
     * @param host address to bind
     * @param port 0 for any free one
     * @param tls null for plain HTTP
     * @param connectionsMax open connections; more are closed at once
     * @param headBytesMax bytes of request line and headers; more is 431
     * @param idleTimeout how long a connection may be silent between or within requests
     * @param drainBytesMax unread request body that is read and dropped after an early answer, to keep the connection;
     *     beyond it the connection is closed
     */
    record Options(
            String host,
            int port,
            @Nullable SSLContext tls,
            int connectionsMax,
            int headBytesMax,
            Duration idleTimeout,
            long drainBytesMax) {}

    /** The port it listens on. */
    int port();

    /** Takes no new connection or request, lets those in flight finish for at most {@code grace}, then cuts them. */
    void stop(Duration grace);

    /** {@link #stop} with a grace of 30 seconds. */
    @Override
    default void close() {
        stop(Duration.ofSeconds(30));
    }
}
