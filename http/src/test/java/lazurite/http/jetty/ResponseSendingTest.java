package lazurite.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Random;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseSendingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HEAD = "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static byte[] random(int size) {
        byte[] data = new byte[size];
        new Random(size).nextBytes(data);
        return data;
    }

    /** Gives its bytes in pieces and fails where it is told to. */
    private static final class Failing extends InputStream {
        private long left;

        Failing(long bytes) {
            this.left = bytes;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("as the test wanted");
            }
            int count = (int) Math.min(length, left);
            left -= count;
            return count;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0,true",
        "1,true",
        "4096,true",
        "131071,true",
        "131072,true",
        "131073,true",
        "8388608,true",
        "0,false",
        "1,false",
        "4096,false",
        "131072,false",
        "131073,false",
        "8388608,false"
    })
    void bodiesOfAnySizeArriveDeclaredOrChunked(int size, boolean declared) throws Exception {
        byte[] data = random(size);
        try (Served served = Served.with((exchange, told) -> {
                    exchange.send(new Response(
                            200, new Headers(), new Body(declared ? size : -1, new ByteArrayInputStream(data))));
                    told.add(exchange.bytesSent());
                });
                RawClient client = served.connect()) {
            for (int i = 0; i < 2; i++) {
                client.send(GET);
                RawClient.Answer answer = client.answer();
                assertThat(answer.body()).isEqualTo(data);
                assertThat(served.next()).isEqualTo((long) size);
                assertThat(answer.head().stream().filter(line -> line.startsWith("Date:")))
                        .hasSize(1);
                assertThat(answer.has("Server")).isFalse();
            }
        }
    }

    @Test
    void ownDateReplacesTheEngines() throws Exception {
        try (Served served = Served.with((exchange, told) -> exchange.send(
                        Response.empty(200, new Headers().add("date", "Sat, 01 Jan 2000 00:00:00 GMT"))));
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(client.answer().head().stream().filter(line -> line.startsWith("Date:")))
                    .containsExactly("Date: Sat, 01 Jan 2000 00:00:00 GMT");
        }
    }

    @Test
    void headKeepsTheContentLengthItWasGiven() throws Exception {
        try (Served served = Served.with((exchange, told) ->
                        exchange.send(Response.empty(200, new Headers().add("Content-Length", "5000000000"))));
                RawClient client = served.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(HEAD);
                assertThat(client.answer("HEAD").header("Content-Length")).isEqualTo("5000000000");
            }
        }
    }

    @Test
    void headSendsNoneOfTheBodyItWasGiven() throws Exception {
        try (Served served = Served.with(
                        (exchange, told) -> exchange.send(new Response(200, new Headers(), Body.of("hello"))));
                RawClient client = served.connect()) {
            client.send(HEAD + GET);
            assertThat(client.answer("HEAD").header("Content-Length")).isEqualTo("5");
            assertThat(client.answer().text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void statusesWithoutBodySendNoneAndNoLength(int status) throws Exception {
        try (Served served = Served.with((exchange, told) -> exchange.send(new Response(
                        exchange.request().target().equals("/") ? status : 200,
                        new Headers().add("ETag", "\"x\""),
                        Body.of("hello"))));
                RawClient client = served.connect()) {
            client.send(GET + "GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("ETag")).isEqualTo("\"x\"");
            assertThat(answer.has("Content-Length")).isFalse();
            assertThat(answer.has("Transfer-Encoding")).isFalse();
            assertThat(client.answer().text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "X,a\\r\\nSet: b",
        "X,a\\nb",
        "X,a\\rb",
        "X,a\\0b",
        "X,\\u20ac",
        "X\\r\\nY,a",
        "X Y,a",
        "X:,a",
        "'',a",
        "Transfer-Encoding,chunked",
        "Content-Length,6",
        "Content-Length,x"
    })
    void headersThatWouldBreakTheFramingAreRefusedAndAnotherAnswerIsPossible(String name, String value)
            throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    try {
                        exchange.send(new Response(
                                200, new Headers().add(name.translateEscapes(), unescape(value)), Body.of("hello")));
                    } catch (IllegalArgumentException e) {
                        exchange.send(new Response(502, new Headers(), Body.of("refused")));
                    }
                });
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(client.answer().text()).isEqualTo("refused");
        }
    }

    private static String unescape(String value) {
        return value.equals("\\u20ac") ? "\u20ac" : value.translateEscapes();
    }

    @Test
    void bodyFailingAfterTheFirstBytesLeftCutsTheConnection() throws Exception {
        for (long length : new long[] {1_000_000, -1}) {
            try (Served served = Served.with((exchange, told) ->
                            exchange.send(new Response(200, new Headers(), new Body(length, new Failing(500_000)))));
                    RawClient client = served.connect()) {
                client.send(GET);
                assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void bodyFailingAtOnceLeavesRoomForAnErrorAnswer() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    try {
                        exchange.send(new Response(200, new Headers().add("X", "y"), new Body(9, new Failing(5))));
                    } catch (IOException e) {
                        exchange.send(new Response(500, new Headers(), Body.of("corrupt")));
                    }
                });
                RawClient client = served.connect()) {
            client.send(GET);
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).isEqualTo("corrupt");
            assertThat(answer.has("X")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"5,6", "5,4", "300000,300001", "300000,299999"})
    void bodyOfAnotherLengthThanDeclaredIsNeverAWholeAnswer(long declared, int actual) throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    exchange.send(new Response(
                            200, new Headers(), new Body(declared, new ByteArrayInputStream(new byte[actual]))));
                });
                RawClient client = served.connect()) {
            client.send(GET);
            int status;
            try {
                status = client.answer().status();
            } catch (IOException cut) {
                assertThat(cut).isInstanceOfAny(EOFException.class, java.net.SocketException.class);
                return;
            }
            assertThat(status).isEqualTo(500);
        }
    }

    @Test
    void aSecondAnswerIsRefused() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    exchange.send(Response.empty(200, new Headers()));
                    try {
                        exchange.send(Response.empty(201, new Headers()));
                    } catch (IllegalStateException e) {
                        told.add(e);
                    }
                });
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(served.next()).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void handlerThatThrowsOrForgetsToAnswerIs500AndTheConnectionStays() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    switch (exchange.request().target()) {
                        case "/throw" -> throw new IllegalStateException("as the test wanted");
                        case "/error" -> throw new AssertionError("as the test wanted");
                        case "/ok" -> exchange.send(Response.empty(200, new Headers()));
                        default -> told.add("forgotten");
                    }
                });
                RawClient client = served.connect()) {
            for (String target : new String[] {"/throw", "/error", "/forget"}) {
                client.send("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.body()).isEmpty();
            }
            client.send("GET /ok HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
        }
    }

    @Test
    void bodyStreamIsClosedHoweverItEnds() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    InputStream stream = new ByteArrayInputStream(new byte[5]) {
                        @Override
                        public void close() {
                            told.add("closed");
                        }
                    };
                    boolean bad = exchange.request().target().equals("/bad");
                    exchange.send(
                            new Response(200, bad ? new Headers().add("X", "\n") : new Headers(), new Body(5, stream)));
                });
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(served.next()).isEqualTo("closed");
            client.send(HEAD);
            assertThat(client.answer("HEAD").status()).isEqualTo(200);
            assertThat(served.next()).isEqualTo("closed");
            client.send("GET /bad HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(500);
            assertThat(served.next()).isEqualTo("closed");
        }
    }

    @Test
    void clientThatDoesNotReadIsCut() throws Exception {
        try (Served served = new Served(Served.options().withIdleTimeout(Duration.ofSeconds(1)), (exchange, told) -> {
                    try {
                        exchange.send(new Response(200, new Headers(), new Body(-1, new Failing(Long.MAX_VALUE))));
                    } catch (IOException e) {
                        told.add(e);
                        throw e;
                    }
                });
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(served.next()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientThatGoesAwayMidAnswerIsAnIoException() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    try {
                        exchange.send(new Response(200, new Headers(), new Body(-1, new Failing(Long.MAX_VALUE))));
                    } catch (IOException e) {
                        told.add(e);
                        throw e;
                    }
                });
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(client.read()).isEqualTo('H');
            client.hangUp();
            assertThat(served.next()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void http10GetsUnknownLengthsUpToTheCloseAndAResetIfTheyBreakOff() throws Exception {
        try (Served served = Served.with((exchange, told) -> exchange.send(new Response(
                200,
                new Headers(),
                new Body(
                        -1,
                        exchange.request().target().equals("/good")
                                ? new ByteArrayInputStream(new byte[300_000])
                                : new Failing(300_000)))))) {
            try (RawClient client = served.connect()) {
                client.send("GET /good HTTP/1.0\r\n\r\n");
                assertThat(client.answer().body()).hasSize(300_000);
            }
            try (RawClient client = served.connect()) {
                client.send("GET /bad HTTP/1.0\r\n\r\n");
                assertThatThrownBy(client::answer).isInstanceOf(IOException.class);
            }
        }
    }
}
