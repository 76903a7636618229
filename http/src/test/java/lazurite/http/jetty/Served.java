package lazurite.http.jetty;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Response;

/** A running server whose handler a test chooses, and what that handler told of itself. */
final class Served implements AutoCloseable {
    final BlockingQueue<Object> told = new ArrayBlockingQueue<>(10_000);
    private final HttpServer server;

    /** A handler that may tell the test something. */
    interface Teller {
        void handle(Exchange exchange, BlockingQueue<Object> told) throws Exception;
    }

    Served(HttpServer.Options options, Teller handler) throws IOException {
        this.server = JettyHttpServer.start(options, exchange -> handler.handle(exchange, told));
    }

    static HttpServer.Options options() {
        return HttpServer.Options.defaults("127.0.0.1", 0);
    }

    static Served with(Teller handler) throws IOException {
        return new Served(options(), handler);
    }

    /** Answers each request with its method, target and body. */
    static Served echo() throws IOException {
        return with(Served::echo);
    }

    static void echo(Exchange exchange, BlockingQueue<Object> told) throws IOException {
        byte[] body = exchange.request().body().stream().readAllBytes();
        String text = exchange.request().method() + " " + exchange.request().target() + " "
                + new String(body, StandardCharsets.ISO_8859_1);
        exchange.send(new Response(200, new Headers(), Body.of(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    RawClient connect() throws IOException {
        return RawClient.connect(server.port());
    }

    int port() {
        return server.port();
    }

    HttpServer server() {
        return server;
    }

    /** What the handler told next, waited for. */
    Object next() throws InterruptedException {
        Object value = told.poll(20, TimeUnit.SECONDS);
        if (value == null) {
            throw new AssertionError("the handler told nothing");
        }
        return value;
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO);
    }
}
