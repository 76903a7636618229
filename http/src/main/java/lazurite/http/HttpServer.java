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
     * @param tls null for plain HTTP; of its protocols TLS 1.2 and 1.3 are spoken
     * @param connectionsMax open connections; more are closed at once
     * @param headBytesMax bytes of request line and headers, at least 1 KiB; a longer target is 414, longer headers 431
     * @param idleTimeout how long a connection may be silent between or within requests, at least 1 ms. A body, either
     *     way, may in all keep the server waiting for twice this and a second for each KiB moved; a head for this (and
     *     never for more than 30 seconds), under TLS twice this
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
            long drainBytesMax) {
        public Options {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port " + port);
            }
            if (connectionsMax < 1 || headBytesMax < 1024 || idleTimeout.toMillis() < 1 || drainBytesMax < 0) {
                throw new IllegalArgumentException("limits too small");
            }
        }

        /** Plain HTTP with limits for a server of its own: 16,384 connections, 32 KiB heads, 2 minutes, 1 MiB. */
        public static Options defaults(String host, int port) {
            return new Options(host, port, null, 16_384, 32 * 1024, Duration.ofMinutes(2), 1024 * 1024);
        }

        public Options withTls(SSLContext context) {
            return new Options(host, port, context, connectionsMax, headBytesMax, idleTimeout, drainBytesMax);
        }

        public Options withConnectionsMax(int connections) {
            return new Options(host, port, tls, connections, headBytesMax, idleTimeout, drainBytesMax);
        }

        public Options withIdleTimeout(Duration timeout) {
            return new Options(host, port, tls, connectionsMax, headBytesMax, timeout, drainBytesMax);
        }

        public Options withDrainBytesMax(long bytes) {
            return new Options(host, port, tls, connectionsMax, headBytesMax, idleTimeout, bytes);
        }
    }

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
