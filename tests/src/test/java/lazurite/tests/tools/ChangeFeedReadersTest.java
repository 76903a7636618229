package lazurite.tests.tools;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import lazurite.tests.run.ChangeFeedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** npm `@azure/storage-blob-changefeed` and Python's `azure.storage.blob.changefeed`, which tell the server when an hour is over. */
final class ChangeFeedReadersTest {
    private static final Instant HOUR = Instant.parse("2026-11-27T10:00:00Z");
    private static final int NO_CONTENT = 204;

    private ChangeFeedServer server;
    private HttpServer clock;

    @BeforeEach
    void start() throws IOException {
        server = new ChangeFeedServer(HOUR);
        clock = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        clock.createContext("/write", exchange -> answer(exchange, server::write));
        clock.createContext("/endHour", exchange -> answer(exchange, server::endHour));
        clock.start();
    }

    @AfterEach
    void stop() {
        clock.stop(0);
        server.close();
    }

    private static void answer(HttpExchange exchange, Runnable deed) throws IOException {
        try (exchange) {
            deed.run();
            exchange.sendResponseHeaders(NO_CONTENT, -1);
        }
    }

    private Map<String, String> environment() {
        String address = "http://127.0.0.1:" + clock.getAddress().getPort();
        return Map.of(
                "ENDPOINT",
                server.endpoint(),
                "ACCOUNT",
                ChangeFeedServer.ACCOUNT,
                "KEY",
                server.key(),
                "CLOCK",
                address);
    }

    @TestFactory
    Stream<DynamicTest> javaScriptReadsTheFeed() {
        return Scripts.javaScript("change-feed.test.mjs", environment(), 3);
    }

    @TestFactory
    Stream<DynamicTest> pythonReadsTheFeed() {
        return Scripts.python("change_feed_suite.py", environment(), 3);
    }
}
