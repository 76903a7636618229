package lazurite.http.jetty;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import lazurite.http.HttpServer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * HTTP/1.1 on Jetty's core: Jetty does the protocol, this package the limits, the blocking streams and the manners of
 * closing.
 *
 * <p>Concurrency: one selector thread waits for all connections and one accepts them; each request is parsed and served
 * on a new virtual thread, which blocks for its body's bytes. {@link #stop} may be called from any thread, also twice.
 */
public final class JettyHttpServer implements HttpServer {
    static final int BODY_BUFFER_BYTES = 128 * 1024;
    private static final int INPUT_BUFFER_BYTES = 64 * 1024;
    private static final int RESPONSE_HEAD_BYTES = 4 * 1024;
    private static final int RESPONSE_HEAD_BYTES_MAX = 64 * 1024;
    private static final int ACCEPT_QUEUE = 4096;
    private static final long POOLED_BYTES_MAX = 64L * 1024 * 1024;

    /**
     * What Jetty may log at most. Its parser warns of each broken request, and who sends those must not fill our log;
     * its TLS warns of each of the JDK's default suites that is not to its taste.
     * Held, because java.util.logging forgets the level of an unreferenced logger.
     */
    private static final Map<Logger, Level> JETTY_LOGS = Map.of(
            Logger.getLogger("org.eclipse.jetty"), Level.WARNING,
            Logger.getLogger(HttpParser.class.getName()), Level.SEVERE,
            Logger.getLogger("org.eclipse.jetty.util.ssl.SslContextFactory.config"), Level.SEVERE);

    private final Server server;
    private final LimitedConnector connector;
    private final ExchangeHandler exchanges;
    private final int port;

    private JettyHttpServer(Server server, LimitedConnector connector, ExchangeHandler exchanges) {
        this.server = server;
        this.connector = connector;
        this.exchanges = exchanges;
        this.port = connector.getLocalPort();
    }

    /**
     * Binds and serves.
     *
     * @throws IOException if the address cannot be bound
     */
    public static HttpServer start(HttpServer.Options options, HttpServer.Handler handler) throws IOException {
        quieten();
        Server server = new Server(threads("http"), new ScheduledExecutorScheduler("http-timer", true), buffers());
        server.setErrorHandler(new ErrorAnswers());
        ExchangeHandler exchanges = new ExchangeHandler(options, handler);
        server.setHandler(exchanges);
        LimitedConnector connector = new LimitedConnector(server, options, connectionFactories(options));
        connector.setHost(options.host());
        connector.setPort(options.port());
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        connector.setIdleTimeout(options.idleTimeout().toMillis());
        connector.setShutdownIdleTimeout(-1);
        server.addConnector(connector);
        try {
            server.start();
        } catch (Exception e) {
            stopQuietly(server, e);
            throw e instanceof IOException io ? io : new IOException("HTTP server did not start", e);
        }
        return new JettyHttpServer(server, connector, exchanges);
    }

    static void quieten() {
        JETTY_LOGS.forEach((logger, level) -> {
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }

    static QueuedThreadPool threads(String name) {
        QueuedThreadPool threads = new QueuedThreadPool(16, 3);
        threads.setName(name);
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Thread::startVirtualThread);
        return threads;
    }

    private static ByteBufferPool buffers() {
        return new ArrayByteBufferPool(
                0, 4096, BODY_BUFFER_BYTES, Integer.MAX_VALUE, POOLED_BYTES_MAX, POOLED_BYTES_MAX);
    }

    private static ConnectionFactory[] connectionFactories(HttpServer.Options options) {
        RawTargetConnection.Factory http = new RawTargetConnection.Factory(configuration(options));
        SSLContext tls = options.tls();
        return tls == null
                ? new ConnectionFactory[] {http}
                : new ConnectionFactory[] {tls(tls, http.getProtocol()), http};
    }

    private static HttpConfiguration configuration(HttpServer.Options options) {
        HttpConfiguration http = new HttpConfiguration();
        http.setHttpCompliance(
                HttpCompliance.STRICT.with("LAZURITE", HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME));
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setHeaderCacheSize(0);
        http.setHeaderCacheCaseSensitive(true);
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(options.headBytesMax());
        http.setResponseHeaderSize(RESPONSE_HEAD_BYTES);
        http.setMaxResponseHeaderSize(RESPONSE_HEAD_BYTES_MAX);
        http.setInputBufferSize(INPUT_BUFFER_BYTES);
        return http;
    }

    private static SslConnectionFactory tls(SSLContext context, String next) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setSslContext(context);
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        tls.setExcludeProtocols();
        tls.setExcludeCipherSuites();
        tls.setSniRequired(false);
        tls.setRenegotiationAllowed(false);
        SslConnectionFactory factory = new SslConnectionFactory(tls, next);
        factory.setEnsureSecureRequestCustomizer(false);
        factory.setDirectBuffersForEncryption(true);
        factory.setDirectBuffersForDecryption(true);
        return factory;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void stop(Duration grace) {
        connector.stopAccepting();
        connector.closeIdle();
        exchanges.awaitIdle(grace.toNanos());
        try {
            server.setStopTimeout(0);
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP server did not stop cleanly", e);
        }
    }

    private static void stopQuietly(Server server, Exception cause) {
        try {
            server.stop();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    static long nanos(Duration duration) {
        return TimeUnit.MILLISECONDS.toNanos(duration.toMillis());
    }
}
