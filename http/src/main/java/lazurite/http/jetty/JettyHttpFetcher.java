package lazurite.http.jetty;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import lazurite.base.Platform;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.HttpFetcher;
import org.eclipse.jetty.client.ContinueProtocolHandler;
import org.eclipse.jetty.client.EarlyHintsProtocolHandler;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.InputStreamResponseListener;
import org.eclipse.jetty.client.ProcessingProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Fetches on Jetty's client, which unlike the JDK's lets its caller choose the address that a name stands for while
 * SNI, certificate and Host stay the name's. Started by the first fetch.
 *
 * <p>Concurrency: any thread. One selector thread waits for all connections; contents wait in the socket until they are
 * read, at most one buffer of each is held.
 */
public final class JettyHttpFetcher implements HttpFetcher {
    private static final int RESPONSE_BUFFER_BYTES = 64 << 10;

    private final Options options;
    private final Platform platform;
    private @Nullable HttpClient client;
    private @Nullable AddressLookup lookup;
    private boolean closed;

    public JettyHttpFetcher(Options options, Platform platform) {
        this.options = options;
        this.platform = platform;
    }

    @Override
    public Fetched get(URI address, Headers headers) throws IOException {
        HttpClient started = started();
        Request request =
                started.newRequest(address).idleTimeout(options.silence().toMillis(), TimeUnit.MILLISECONDS);
        request.headers(fields -> {
            for (int i = 0; i < headers.size(); i++) {
                fields.add(headers.name(i), headers.value(i));
            }
            fields.put(HttpHeader.CONNECTION, "close");
        });
        InputStreamResponseListener listener = new InputStreamResponseListener();
        request.send(listener);
        boolean answered = false;
        try {
            Response response = listener.get(options.silence().toMillis(), TimeUnit.MILLISECONDS);
            answered = true;
            return new Answer(started, request, response, listener);
        } catch (TimeoutException late) {
            throw new IOException("there was no answer in " + options.silence().toSeconds() + " s", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for an answer");
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } finally {
            if (!answered) {
                giveUp(request, "given up");
            }
        }
    }

    private static void giveUp(Request request, String why) {
        CompletableFuture<Boolean> _ = request.abort(new IOException(why));
    }

    private static IOException failure(@Nullable Throwable cause) {
        return cause instanceof UnknownHostException unknown
                ? unknown
                : new IOException(cause == null ? "the request failed" : String.valueOf(cause.getMessage()), cause);
    }

    private synchronized HttpClient started() throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        if (client == null) {
            AddressLookup names = new AddressLookup(options.mayReach(), options.lookupsMax(), platform);
            client = start(names);
            lookup = names;
        }
        return client;
    }

    private HttpClient start(AddressLookup names) throws IOException {
        JettyHttpServer.quieten();
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setSslContextFactory(new SslContextFactory.Client());
        HttpClient made = new HttpClient(new HttpClientTransportOverHTTP(connector));
        made.setExecutor(JettyHttpServer.threads("http-fetch"));
        made.setSocketAddressResolver(names);
        made.setConnectTimeout(options.silence().toMillis());
        made.setIdleTimeout(options.silence().toMillis());
        made.setFollowRedirects(false);
        made.setHttpCookieStore(new HttpCookieStore.Empty());
        made.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Lazurite"));
        made.setMaxResponseHeadersSize(options.headBytesMax());
        made.setResponseBufferSize(RESPONSE_BUFFER_BYTES);
        made.setDestinationIdleTimeout(options.silence().toMillis());
        try {
            made.start();
        } catch (Exception e) {
            throw new IOException("the HTTP client did not start", e);
        }
        made.getContentDecoderFactories().clear();
        made.getProtocolHandlers().clear();
        made.getProtocolHandlers().put(new ContinueProtocolHandler());
        made.getProtocolHandlers().put(new ProcessingProtocolHandler());
        made.getProtocolHandlers().put(new EarlyHintsProtocolHandler());
        return made;
    }

    @Override
    public synchronized void close() {
        closed = true;
        HttpClient running = client;
        if (running == null) {
            return;
        }
        client = null;
        if (lookup != null) {
            lookup.close();
        }
        try {
            running.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client did not stop cleanly", e);
        }
    }

    /** The answer of one request. */
    private static final class Answer implements Fetched {
        private final HttpClient client;
        private final Request request;
        private final int status;
        private final Headers headers = new Headers();
        private final Body body;
        private final AtomicReference<Scheduler.@Nullable Task> deadline = new AtomicReference<>();

        Answer(HttpClient client, Request request, Response response, InputStreamResponseListener listener) {
            this.client = client;
            this.request = request;
            this.status = response.getStatus();
            response.getHeaders().forEach(field -> headers.add(field.getName(), String.valueOf(field.getValue())));
            this.body =
                    new Body(response.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH), listener.getInputStream());
        }

        @Override
        public int status() {
            return status;
        }

        @Override
        public Headers headers() {
            return headers;
        }

        @Override
        public Body body() {
            return body;
        }

        @Override
        public void endWithin(Duration time) {
            Scheduler.Task before = deadline.getAndSet(client.getScheduler()
                    .schedule(
                            () -> giveUp(request, "the content took longer than it may"),
                            time.toMillis(),
                            TimeUnit.MILLISECONDS));
            if (before != null) {
                before.cancel();
            }
        }

        @Override
        public void close() {
            Scheduler.Task timer = deadline.getAndSet(null);
            if (timer != null) {
                timer.cancel();
            }
            giveUp(request, "given up");
        }
    }
}
