package lazurite.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Response;
import org.junit.jupiter.api.Test;

class EarlyAnswerTest {
    private static final String EXPECT = "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";

    private static Served refusing(long drainBytesMax) throws IOException {
        return new Served(Served.options().withDrainBytesMax(drainBytesMax), (exchange, told) -> {
            if (exchange.request().method().equals("PUT")) {
                exchange.send(new Response(403, new Headers(), Body.of("no")));
            } else {
                Served.echo(exchange, told);
            }
        });
    }

    @Test
    void continueGoesOutAtTheFirstReadOnly() throws Exception {
        CompletableFuture<Void> mayRead = new CompletableFuture<>();
        try (Served served = Served.with((exchange, told) -> {
                    told.add("asked");
                    mayRead.get();
                    Served.echo(exchange, told);
                });
                RawClient client = served.connect()) {
            client.send(EXPECT + "Content-Length: 2\r\n\r\n");
            assertThat(served.next()).isEqualTo("asked");
            client.socket.setSoTimeout(200);
            org.assertj.core.api.Assertions.assertThatThrownBy(client::read)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            client.socket.setSoTimeout(20_000);
            mayRead.complete(null);
            assertThat(client.answer().status()).isEqualTo(100);
            client.send("ab");
            assertThat(client.answer().text()).isEqualTo("PUT / ab");
            client.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("GET /next ");
        }
    }

    @Test
    void refusalWithoutReadingIsSentInsteadOfContinue() throws Exception {
        try (Served served = refusing(1000);
                RawClient client = served.connect()) {
            client.send(EXPECT + "Content-Length: 1000000000\r\n\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).isEqualTo("no");
            assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void clientThatSendsThoughRefusedStillReadsItsAnswer() throws Exception {
        try (Served served = refusing(1000);
                RawClient client = served.connect()) {
            client.send(EXPECT + "Content-Length: 8000000\r\n\r\n");
            client.send(new byte[8_000_000]);
            assertThat(client.answer().text()).isEqualTo("no");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void smallUnreadBodyIsDroppedAndTheConnectionKept() throws Exception {
        try (Served served = refusing(100_000);
                RawClient client = served.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
                RawClient.Answer answer = client.answer();
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.has("Connection")).isFalse();
                client.send(new byte[100_000]).send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.answer().text()).isEqualTo("GET /next ");
            }
        }
    }

    @Test
    void smallUnreadChunkedBodyIsDroppedAndTheConnectionKept() throws Exception {
        try (Served served = refusing(100_000);
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            assertThat(client.answer().status()).isEqualTo(403);
            client.send("0\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("GET /next ");
        }
    }

    @Test
    void clientThatSendsABigRefusedBodyToItsEndStillReadsTheAnswer() throws Exception {
        try (Served served = refusing(1000)) {
            for (int i = 0; i < 5; i++) {
                try (RawClient client = served.connect()) {
                    client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n");
                    client.send(new byte[50_000_000]);
                    RawClient.Answer answer = client.answer();
                    assertThat(answer.text()).isEqualTo("no");
                    assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
                    assertThat(client.rest()).isEmpty();
                }
            }
        }
    }

    @Test
    void clientThatSendsABigRefusedChunkedBodyStillReadsTheAnswer() throws Exception {
        try (Served served = refusing(1000);
                RawClient client = served.connect()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = new byte[0x100000];
            for (int i = 0; i < 20; i++) {
                client.send("100000\r\n").send(chunk).send("\r\n");
            }
            assertThat(client.answer().text()).isEqualTo("no");
            client.socket.shutdownOutput();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void halfReadBodyIsDroppedToo() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    told.add(exchange.request().body().stream().read());
                    exchange.send(new Response(
                            200, new Headers(), Body.of(exchange.request().target())));
                });
                RawClient client = served.connect();
                ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = sender.submit(() -> {
                for (int i = 0; i < 20; i++) {
                    client.send("PUT /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n")
                            .send(new byte[200_000]);
                }
                return true;
            });
            for (int i = 0; i < 20; i++) {
                assertThat(client.answer().text()).isEqualTo("/" + i);
            }
            assertThat(sent.get()).isTrue();
        }
    }
}
