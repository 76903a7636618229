package lazurite.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.HttpServer;
import lazurite.http.Response;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String GET = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

    @TempDir
    static Path folder;

    private static SSLContext context;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = folder.resolve("tls.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "x",
                        "-dname",
                        "CN=other.example",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(keys);
        context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), new SecureRandom());
    }

    private static HttpServer.Options options() {
        return Served.options().withTls(context);
    }

    private static RawClient connect(Served served, String... protocols) throws IOException {
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), served.port());
        socket.setEnabledProtocols(protocols);
        return new RawClient(socket);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bodiesPassBothWaysOverAnIpLiteral(String protocol) throws Exception {
        byte[] data = new byte[3 << 20];
        new Random(3).nextBytes(data);
        try (Served served = new Served(options(), (exchange, told) -> {
                    told.add(exchange.request().secure());
                    byte[] got = exchange.request().body().stream().readAllBytes();
                    exchange.send(new Response(200, new Headers(), Body.of(got)));
                });
                RawClient client = connect(served, protocol)) {
            for (int i = 0; i < 3; i++) {
                client.send("PUT / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + data.length + "\r\n\r\n")
                        .send(data);
                assertThat(client.answer().body()).isEqualTo(data);
                assertThat(served.next()).isEqualTo(true);
            }
        }
    }

    @Test
    void aHostThatIsNotTheCertificatesIsServed() throws Exception {
        try (Served served = new Served(options(), Served::echo);
                RawClient client = connect(served, "TLSv1.3")) {
            client.send("GET /x HTTP/1.1\r\nHost: account.blob.example\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("GET /x ");
        }
    }

    @Test
    void clientThatSendsABigRefusedBodyStillReadsTheAnswer() throws Exception {
        try (Served served = new Served(
                        options().withDrainBytesMax(1000),
                        (exchange, told) -> exchange.send(new Response(403, new Headers(), Body.of("no"))));
                RawClient client = connect(served, "TLSv1.3")) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n")
                    .send(new byte[20_000_000]);
            assertThat(client.answer().text()).isEqualTo("no");
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void plainTextIsNotServed() throws Exception {
        try (Served served = new Served(options(), Served::echo);
                RawClient client = served.connect()) {
            client.send(GET);
            assertThat(new String(client.rest(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("HTTP/");
        }
    }

    @Test
    void truncatedBodyIsAnIoException() throws Exception {
        try (Served served = new Served(options(), (exchange, told) -> {
                    try {
                        told.add(exchange.request().body().stream().readAllBytes());
                    } catch (IOException e) {
                        told.add(e);
                        throw e;
                    }
                });
                RawClient client = connect(served, "TLSv1.3")) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nonly this");
            client.hangUp();
            assertThat(served.next()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void silentAndDrippingHandshakesAreClosed() throws Exception {
        try (Served served = new Served(options().withIdleTimeout(Duration.ofMillis(500)), Served::echo)) {
            try (RawClient client = served.connect()) {
                assertThat(client.rest()).isEmpty();
            }
            try (RawClient client = served.connect()) {
                client.send(HexFormat.of().parseHex("160301400001003ffc"));
                assertThat(Drip.until(client, "\u0000", served.told)).isTrue();
            }
        }
    }

    @Test
    void stopClosesIdleConnections() throws Exception {
        Served served = new Served(options(), Served::echo);
        try (RawClient client = connect(served, "TLSv1.3")) {
            assertThat(client.send(GET).answer().status()).isEqualTo(200);
            served.close();
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void oldProtocolsAreRefused() throws Exception {
        try (Served served = new Served(options(), Served::echo);
                RawClient client = served.connect()) {
            String hello = "160301002f0100002b0301" + "01".repeat(32) + "000004c013002f0100";
            client.send(HexFormat.of().parseHex(hello));
            byte[] alert = client.rest();
            assertThat(alert).isNotEmpty();
            assertThat(alert[0]).isEqualTo((byte) 21);
        }
    }
}
