package lazurite.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReadingTest {
    private static void tellFailure(Exchange exchange, java.util.Queue<Object> told) throws IOException {
        try (InputStream body = exchange.request().body().stream()) {
            told.add(body.readAllBytes().length);
        } catch (IOException e) {
            told.add(e);
            throw e;
        }
        exchange.send(Response.empty(200, new Headers()));
    }

    @Test
    void chunkedUploadHasUnknownLengthAndAllItsBytes() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        byte[] data = new byte[3 << 20];
        new Random(seed).nextBytes(data);
        try (Served served = Served.with((exchange, told) -> {
                    told.add(exchange.request().body().length());
                    byte[] got = exchange.request().body().stream().readAllBytes();
                    told.add(exchange.bytesReceived());
                    exchange.send(new Response(200, new Headers(), Body.of(got)));
                });
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < data.length; at += 1 << 16) {
                client.send(Integer.toHexString(1 << 16) + ";ext=1\r\n");
                client.send(Arrays.copyOfRange(data, at, at + (1 << 16))).send("\r\n");
            }
            client.send("0\r\nTrailer: x\r\n\r\n");

            assertThat(client.answer().body()).isEqualTo(data);
            assertThat(served.next()).isEqualTo(-1L);
            assertThat(served.next()).isEqualTo((long) data.length);
        }
    }

    @Test
    void largeDeclaredUploadComesWholeAndTheConnectionStays() throws Exception {
        byte[] data = new byte[9 << 20];
        new Random(7).nextBytes(data);
        try (Served served = Served.with((exchange, told) -> {
                    byte[] got = exchange.request().body().stream().readAllBytes();
                    told.add(Arrays.equals(got, data));
                    exchange.send(Response.empty(201, new Headers()));
                });
                RawClient client = served.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + data.length + "\r\n\r\n");
                client.send(data);
                assertThat(client.answer().status()).isEqualTo(201);
                assertThat(served.next()).isEqualTo(true);
            }
        }
    }

    @Test
    void noBodyHeaderMeansEmpty() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    told.add(exchange.request().body().length());
                    told.add(exchange.request().body().stream().read());
                    exchange.send(Response.empty(200, new Headers()));
                });
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(served.next()).isEqualTo(0L);
            assertThat(served.next()).isEqualTo(-1);
        }
    }

    @Test
    void clientThatClosesMidBodyIsAnIoException() throws Exception {
        try (Served served = Served.with(BodyReadingTest::tellFailure);
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this");
            client.hangUp();
            assertThat(served.next()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void clientThatResetsMidBodyIsAnIoException() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    told.add(exchange.request().body().stream().read());
                    tellFailure(exchange, told);
                });
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this");
            assertThat(served.next()).isEqualTo((int) 'o');
            client.socket.setSoLinger(true, 0);
            client.hangUp();
            assertThat(served.next()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void bodyShortByHalfCloseFailsAndAnErrorAnswerStillArrives() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    try {
                        told.add(exchange.request().body().stream().readAllBytes());
                    } catch (IOException e) {
                        told.add(e);
                        exchange.send(new Response(400, new Headers(), Body.of("short")));
                    }
                });
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this");
            client.socket.shutdownOutput();

            assertThat(served.next()).isInstanceOf(IOException.class);
            assertThat(client.answer().text()).isEqualTo("short");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void halfClosedClientGetsItsAnswer() throws Exception {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            client.send("PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab");
            client.socket.shutdownOutput();
            assertThat(client.answer().text()).isEqualTo("PUT /x ab");
            assertThat(client.rest()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcd\r\n0\r\n\r\n",
                "3\nabc\n0\n\n",
                "-1\r\n\r\n",
                "\r\nabc\r\n",
                "fffffffffffffffff\r\nabc",
                "3 x\r\nabc\r\n0\r\n\r\n",
                "3\r\nabc0\r\n\r\n",
            })
    void brokenChunkingFailsTheReadAndEndsTheConnection(String chunks) throws Exception {
        try (Served served = Served.with(BodyReadingTest::tellFailure);
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks
                    + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(served.next()).isInstanceOf(IOException.class);
            assertThat(new String(client.rest(), java.nio.charset.StandardCharsets.ISO_8859_1).split("HTTP/1.1 "))
                    .hasSizeLessThanOrEqualTo(2);
            assertThat(served.told).isEmpty();
        }
    }

    @Test
    void bytesBeyondTheDeclaredLengthAreTheNextRequest() throws Exception {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            client.send("PUT /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nabGET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("PUT /1 ab");
            assertThat(client.answer().text()).isEqualTo("GET /2 ");
        }
    }

    @Test
    void silentBodyTimesOutAndAnErrorAnswerStillArrives() throws Exception {
        try (Served served = new Served(Served.options().withIdleTimeout(Duration.ofSeconds(1)), (exchange, told) -> {
                    try {
                        told.add(exchange.request().body().stream().readAllBytes());
                    } catch (IOException e) {
                        told.add(e);
                        exchange.send(Response.empty(408, new Headers()));
                    }
                });
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this");
            assertThat(served.next()).isInstanceOf(IOException.class);
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void drippingBodyIsCut() throws Exception {
        try (Served served = new Served(
                        Served.options().withIdleTimeout(Duration.ofSeconds(1)), BodyReadingTest::tellFailure);
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            assertThat(Drip.until(client, "x", served.told)).isTrue();
            assertThat(served.next()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void slowHandlerIsNotAnIdleConnection() throws Exception {
        try (Served served = new Served(Served.options().withIdleTimeout(Duration.ofMillis(500)), (exchange, told) -> {
                    told.add(exchange.request().body().stream().read());
                    Thread.sleep(1_200);
                    Served.echo(exchange, told);
                });
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.answer().text()).isEqualTo("PUT / bc");
        }
    }
}
