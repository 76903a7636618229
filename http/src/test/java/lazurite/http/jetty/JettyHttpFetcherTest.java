package lazurite.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import lazurite.base.Platform;
import lazurite.http.Headers;
import lazurite.http.HttpFetcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a socket that says what it likes. */
class JettyHttpFetcherTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(200);

    private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private final List<InetAddress> asked = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();

    JettyHttpFetcherTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        socket.close();
        for (Socket one : accepted) {
            one.close();
        }
    }

    private HttpFetcher fetcher(Predicate<InetAddress> mayReach, Duration silence) {
        Predicate<InetAddress> counted = address -> {
            asked.add(address);
            return mayReach.test(address);
        };
        return new JettyHttpFetcher(new HttpFetcher.Options(counted, silence, 4 << 10, 4), Platform.system());
    }

    private URI uri(String host) {
        return URI.create("http://" + host + ":" + socket.getLocalPort() + "/a%2Fb/../c?x=%20y");
    }

    /** Reads a head, sends the text, and leaves the connection open. */
    private void answer(String text) {
        Thread.ofVirtual().start(() -> {
            try {
                Socket connection = socket.accept();
                accepted.add(connection);
                StringBuilder head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) connection.getInputStream().read());
                }
                heads.add(head.toString());
                OutputStream out = connection.getOutputStream();
                out.write(text.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            } catch (IOException closed) {
                heads.add("closed");
            }
        });
    }

    @Test
    void asksForTheTargetAsItIsAndHandsTheAnswerOut() throws IOException {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Encoding: gzip\r\nX-A: 1\r\n\r\nabc");
        try (HttpFetcher fetcher = fetcher(_ -> true, LONG);
                HttpFetcher.Fetched fetched = fetcher.get(uri("localhost"), new Headers().add("Range", "bytes=0-"))) {
            assertThat(fetched.status()).isEqualTo(200);
            assertThat(fetched.headers().first("x-a")).isEqualTo("1");
            assertThat(fetched.body().length()).isEqualTo(3);
            assertThat(fetched.body().stream().readAllBytes()).asString().isEqualTo("abc");
        }
        assertThat(heads.getFirst())
                .startsWith("GET /a%2Fb/../c?x=%20y HTTP/1.1\r\n")
                .contains("Host: localhost:" + socket.getLocalPort(), "Range: bytes=0-")
                .doesNotContain("gzip");
    }

    @Test
    void connectsToNoAddressThatWasNotAskedAbout() throws IOException {
        try (HttpFetcher fetcher = fetcher(_ -> false, LONG)) {
            for (String host : List.of("localhost", "127.0.0.1", "[::1]")) {
                assertThatThrownBy(() -> fetcher.get(uri(host), new Headers()))
                        .isInstanceOf(UnknownHostException.class);
            }
        }
        assertThat(asked).isNotEmpty().allMatch(InetAddress::isLoopbackAddress);
        assertThat(accepted).isEmpty();
    }

    @Test
    void waitsForTheAnswerBehindInterimOnes() throws IOException {
        answer("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc");
        try (HttpFetcher fetcher = fetcher(_ -> true, LONG);
                HttpFetcher.Fetched fetched = fetcher.get(uri("127.0.0.1"), new Headers())) {
            assertThat(fetched.status()).isEqualTo(200);
            assertThat(fetched.body().stream().readAllBytes()).asString().isEqualTo("abc");
        }
    }

    @Test
    void followsNoRedirect() throws IOException {
        answer("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n");
        try (HttpFetcher fetcher = fetcher(_ -> true, LONG);
                HttpFetcher.Fetched fetched = fetcher.get(uri("127.0.0.1"), new Headers())) {
            assertThat(fetched.status()).isEqualTo(302);
        }
        assertThat(asked).hasSize(1);
    }

    @Test
    void givesUpOnWhoSaysNothingOrTooMuch() throws IOException {
        answer("HTTP/1.1 200 OK\r\nX-A: ");
        try (HttpFetcher fetcher = fetcher(_ -> true, SHORT)) {
            assertThatThrownBy(() -> fetcher.get(uri("127.0.0.1"), new Headers()))
                    .isInstanceOf(IOException.class);
        }
        answer("HTTP/1.1 200 OK\r\nX-A: " + "a".repeat(5_000) + "\r\n\r\n");
        try (HttpFetcher fetcher = fetcher(_ -> true, LONG)) {
            assertThatThrownBy(() -> fetcher.get(uri("127.0.0.1"), new Headers()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void aContentThatStopsOrIsCutFails() throws IOException {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        try (HttpFetcher fetcher = fetcher(_ -> true, LONG);
                HttpFetcher.Fetched fetched = fetcher.get(uri("127.0.0.1"), new Headers())) {
            fetched.endWithin(SHORT);
            assertThatThrownBy(() -> fetched.body().stream().readAllBytes()).isInstanceOf(IOException.class);
        }
        answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        try (HttpFetcher fetcher = fetcher(_ -> true, LONG);
                HttpFetcher.Fetched fetched = fetcher.get(uri("127.0.0.1"), new Headers())) {
            accepted.getLast().close();
            assertThatThrownBy(() -> fetched.body().stream().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void isBrokenOffFromAnotherThread() throws Exception {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
        try (HttpFetcher fetcher = fetcher(_ -> true, LONG)) {
            HttpFetcher.Fetched fetched = fetcher.get(uri("127.0.0.1"), new Headers());
            Thread closer = Thread.ofVirtual().start(fetched::close);
            assertThatThrownBy(() -> fetched.body().stream().readAllBytes()).isInstanceOf(IOException.class);
            closer.join();
        }
    }
}
