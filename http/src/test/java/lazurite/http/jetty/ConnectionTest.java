package lazurite.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Response;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void eachRequestRunsOnAVirtualThread() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    told.add(Thread.currentThread().isVirtual());
                    exchange.send(Response.empty(200, new Headers()));
                });
                RawClient client = served.connect()) {
            client.send(GET + GET);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(served.next()).isEqualTo(true);
            assertThat(served.next()).isEqualTo(true);
        }
    }

    @Test
    void remoteAddressIsTheClients() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    told.add(exchange.request().remote().getHostAddress());
                    exchange.send(Response.empty(200, new Headers()));
                });
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(served.next()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void connectionsBeyondTheLimitAreClosedAndRoomIsFoundAgain() throws Exception {
        try (Served served = new Served(Served.options().withConnectionsMax(3), Served::echo)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RawClient client = served.connect();
                clients.add(client);
                assertThat(client.send(GET).answer().status()).isEqualTo(200);
            }
            for (int i = 0; i < 3; i++) {
                try (RawClient beyond = served.connect()) {
                    assertThat(beyond.rest()).isEmpty();
                }
            }
            clients.removeFirst().close();
            assertThat(answersWithin20Seconds(served)).isTrue();
            for (RawClient client : clients) {
                assertThat(client.send(GET).answer().status()).isEqualTo(200);
                client.close();
            }
        }
    }

    private static boolean answersWithin20Seconds(Served served) throws IOException {
        long since = System.nanoTime();
        while (System.nanoTime() - since < TimeUnit.SECONDS.toNanos(20)) {
            try (RawClient client = served.connect()) {
                return client.send(GET).answer().status() == 200;
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        return false;
    }

    @Test
    void aThousandIdleConnectionsLeaveRoomForWork() throws Exception {
        try (Served served = Served.echo()) {
            List<RawClient> idle = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                idle.add(served.connect());
            }
            try (RawClient worker = served.connect()) {
                for (int i = 0; i < 100; i++) {
                    assertThat(worker.send(GET).answer().status()).isEqualTo(200);
                }
            }
            for (RawClient client : idle) {
                assertThat(client.send(GET).answer().status()).isEqualTo(200);
            }
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void silentConnectionsAreClosed() throws Exception {
        try (Served served = new Served(Served.options().withIdleTimeout(Duration.ofSeconds(1)), Served::echo)) {
            try (RawClient never = served.connect()) {
                assertThat(never.rest()).isEmpty();
            }
            try (RawClient after = served.connect()) {
                assertThat(after.send(GET).answer().status()).isEqualTo(200);
                assertThat(after.rest()).isEmpty();
            }
            try (RawClient within = served.connect()) {
                within.send("GET / HTTP/1.1\r\nHo");
                assertThat(new String(within.rest(), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("200");
            }
        }
    }

    @Test
    void drippingHeadIsCut() throws Exception {
        try (Served served = new Served(Served.options().withIdleTimeout(Duration.ofSeconds(1)), Served::echo)) {
            try (RawClient client = served.connect()) {
                client.send("GET / HTTP/1.1\r\nX: ");
                assertThat(Drip.until(client, "x", served.told)).isTrue();
            }
            try (RawClient client = served.connect()) {
                assertThat(client.send(GET).answer().status()).isEqualTo(200);
                client.send("GET / HTTP/1.1\r\nX: ");
                assertThat(Drip.until(client, "x", served.told)).isTrue();
            }
        }
    }

    @Test
    void stopLetsTheRequestInFlightFinishAndClosesTheIdle() throws Exception {
        CompletableFuture<Void> mayAnswer = new CompletableFuture<>();
        try (Served served = Served.with((exchange, told) -> {
                    if (exchange.request().target().equals("/wait")) {
                        told.add("waiting");
                        mayAnswer.get();
                    }
                    Served.echo(exchange, told);
                });
                RawClient idle = served.connect();
                RawClient busy = served.connect()) {
            assertThat(idle.send(GET).answer().status()).isEqualTo(200);
            busy.send("PUT /wait HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na");
            assertThat(served.next()).isEqualTo("waiting");

            CompletableFuture<Void> stopped =
                    CompletableFuture.runAsync(() -> served.server().stop(Duration.ofSeconds(30)));
            assertThat(idle.rest()).isEmpty();
            assertThatThrownBy(() -> connectUntilRefused(served)).isInstanceOf(ConnectException.class);
            assertThat(stopped).isNotDone();
            mayAnswer.complete(null);
            busy.send("b");
            RawClient.Answer answer = busy.answer();
            assertThat(answer.text()).isEqualTo("PUT /wait ab");
            assertThat(answer.header("Connection")).isEqualToIgnoringCase("close");
            stopped.get(20, TimeUnit.SECONDS);
            assertThat(busy.rest()).isEmpty();
        }
    }

    private static void connectUntilRefused(Served served) throws IOException {
        long since = System.nanoTime();
        while (System.nanoTime() - since < TimeUnit.SECONDS.toNanos(20)) {
            served.connect().close();
        }
    }

    @Test
    void stopCutsWhatOutlastsTheGrace() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        try (Served served = Served.with((exchange, told) -> {
                    told.add("waiting");
                    never.await();
                });
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(served.next()).isEqualTo("waiting");
            served.server().stop(Duration.ofMillis(50));
            assertThat(client.rest()).isEmpty();
            never.countDown();
        }
    }

    @Test
    void stoppingTwiceIsFine() throws Exception {
        Served served = Served.echo();
        served.close();
        served.close();
    }

    @Test
    void aTakenPortIsAnIoException() throws Exception {
        try (Served served = Served.echo()) {
            HttpServer.Options same = HttpServer.Options.defaults("127.0.0.1", served.port());
            assertThatThrownBy(() -> JettyHttpServer.start(same, exchange -> {}))
                    .isInstanceOf(IOException.class);
        }
    }
}
