package lazurite.http.jetty;

import java.util.concurrent.CountDownLatch;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Response;

/** Serves {@code GET /bytes} of that many bytes and swallows PUT, to be measured from outside: {@code EchoBench PORT}. */
final class EchoBench {
    private EchoBench() {}

    public static void main(String[] args) throws Exception {
        byte[] data = new byte[8 << 20];
        HttpServer.Options options = HttpServer.Options.defaults("127.0.0.1", Integer.parseInt(args[0]));
        HttpServer server = JettyHttpServer.start(options, exchange -> {
            if (exchange.request().method().equals("PUT")) {
                byte[] buffer = new byte[64 * 1024];
                int read = 0;
                while (read >= 0) {
                    read = exchange.request().body().stream().read(buffer);
                }
                exchange.send(Response.empty(201, new Headers().add("ETag", "\"1\"")));
            } else {
                int size = Integer.parseInt(exchange.request().target().substring(1));
                exchange.send(new Response(
                        200,
                        new Headers().add("ETag", "\"1\"").add("Content-Type", "application/octet-stream"),
                        new Body(size, new java.io.ByteArrayInputStream(data, 0, size))));
            }
        });
        System.out.println("listening on " + server.port());
        new CountDownLatch(1).await();
    }
}
