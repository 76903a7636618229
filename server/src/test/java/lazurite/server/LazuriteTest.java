package lazurite.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.AccountSettings.ContainerSettings;
import lazurite.server.config.AccountSettings.PublicAccess;
import lazurite.server.config.Config;
import lazurite.server.config.Ports;
import lazurite.server.config.Seed;
import lazurite.server.operator.ControlToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LazuriteTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final byte[] CONTENT = {1, 2, 3, 4};

    @TempDir
    private Path folder;

    @AfterAll
    static void closeClient() {
        CLIENT.close();
    }

    @Test
    void whatWasPutIsThereAfterTheNextStart() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(201, "PUT", "/devstoreaccount1/pics?restype=container", new byte[0]);
            client.expect(201, "PUT", "/devstoreaccount1/pics/a", CONTENT);
        }
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(200, "GET", "/devstoreaccount1/pics/a", new byte[0]);
            client.expect(404, "GET", "/devstoreaccount1/pics/b", new byte[0]);
        }
    }

    @Test
    void inMemoryNothingIsWritten() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data")).withInMemory(true);
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(201, "PUT", "/devstoreaccount1/pics?restype=container", new byte[0]);
            assertThat(get(server.blobEndpoint() + "/../healthz").statusCode()).isEqualTo(200);
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void theConnectionStringSaysWhereAndWithWhichKey() throws Exception {
        try (Lazurite server = Lazurite.start(Config.forTests())) {
            assertThat(server.connectionString())
                    .isEqualTo("DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey="
                            + AccountSettings.DEV_KEY + ";BlobEndpoint=http://127.0.0.1:" + server.blobPort()
                            + "/devstoreaccount1;");
        }
    }

    @Test
    void containersAndSeedsAreThereBeforeTheFirstRequestAndSeedsOnlyOnce() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files/deep er"));
        Files.write(files.resolve("one%.txt"), CONTENT);
        AccountSettings dev = AccountSettings.dev();
        Config config = Config.forTests()
                .withData(folder.resolve("data"))
                .withAccounts(List.of(new AccountSettings(
                        dev.account(), List.of(new ContainerSettings("pics", PublicAccess.CONTAINER)))))
                .withSeeds(List.of(new Seed("devstoreaccount1", "pics", folder.resolve("files"), "x/")));
        try (Lazurite server = Lazurite.start(config)) {
            HttpResponse<byte[]> seeded = get(server.blobEndpoint() + "/pics/x/deep%20er/one%25.txt");
            assertThat(seeded.statusCode()).isEqualTo(200);
            assertThat(seeded.body()).isEqualTo(CONTENT);
            assertThat(seeded.headers().firstValue("Content-Type")).hasValue("text/plain");
            try (SignedClient client = client(server)) {
                client.expect(202, "DELETE", "/devstoreaccount1/pics/x/deep%20er/one%25.txt", new byte[0]);
            }
        }
        try (Lazurite server = Lazurite.start(config)) {
            assertThat(get(server.blobEndpoint() + "/pics/x/deep%20er/one%25.txt")
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void aKeyIsReplacedWithoutARestart() throws Exception {
        byte[] fresh = {5, 6, 7};
        try (Lazurite server = Lazurite.start(Config.forTests())) {
            server.replaceAccounts(List.of(AccountSettings.of("devstoreaccount1", fresh)));
            try (SignedClient old = client(server);
                    SignedClient now = new SignedClient(server.blobPort(), "devstoreaccount1", fresh)) {
                old.expect(403, "GET", "/devstoreaccount1/?comp=list", new byte[0]);
                now.expect(200, "GET", "/devstoreaccount1/?comp=list", new byte[0]);
            }
        }
    }

    @Test
    void figuresCountRequests() throws Exception {
        try (Lazurite server = Lazurite.start(Config.forTests());
                SignedClient client = client(server)) {
            client.expect(201, "PUT", "/devstoreaccount1/pics?restype=container", new byte[0]);
            client.expect(201, "PUT", "/devstoreaccount1/pics/a", CONTENT);
            String text = new String(get(server.operatorAddress() + "/metrics").body(), StandardCharsets.UTF_8);
            assertThat(text)
                    .contains("lazurite_requests_total{operation=\"PutBlob\",service=\"blob\",status=\"201\"} 1.0")
                    .contains("lazurite_received_bytes_total{service=\"blob\"} 4.0")
                    .contains("lazurite_request_seconds_bucket{operation=\"PutBlob\",service=\"blob\",le=\"+Inf\"} 1")
                    .contains("jvm_heap_used_bytes")
                    .contains("lazurite_store_free_bytes");
        }
    }

    @Test
    void aBackupWrittenWhileServingCanBeServed() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        Path copy = folder.resolve("co py");
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(201, "PUT", "/devstoreaccount1/pics?restype=container", new byte[0]);
            client.expect(201, "PUT", "/devstoreaccount1/pics/a", new byte[100_000]);
            String[] words = {"backup", copy.toString(), "--data", config.data().toString()};
            assertThat(Main.run(List.of(words), System.out, System.err)).isZero();
            assertThat(Main.run(List.of(words), System.out, System.err))
                    .as("not empty")
                    .isEqualTo(1);
        }
        assertThat(Main.run(List.of("check", "--data=" + copy), System.out, System.err))
                .isZero();
        try (Lazurite server = Lazurite.start(config.withData(copy));
                SignedClient client = client(server)) {
            client.expect(200, "GET", "/devstoreaccount1/pics/a", new byte[0]);
        }
    }

    @Test
    void theCheckNamesWhatIsDamagedAndFails() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(201, "PUT", "/devstoreaccount1/pics?restype=container", new byte[0]);
            client.expect(201, "PUT", "/devstoreaccount1/pics/a", new byte[100_000]);
        }
        flipABit(config.data().resolve("extents"));
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> words = List.of("check", "--data=" + config.data());
        assertThat(Main.run(words, new PrintStream(said, true, StandardCharsets.UTF_8), System.err))
                .isEqualTo(Main.FAILED);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("PROBLEM ").contains("1 problems");
    }

    private static void flipABit(Path extents) throws IOException {
        Path extent;
        try (Stream<Path> files = Files.walk(extents)) {
            extent = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(extent);
        bytes[50_000] ^= 1;
        Files.write(extent, bytes);
    }

    @Test
    void controlNeedsTheTokenThatOnlyTheOwnerCanRead() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        Path file = config.data().resolve("operator");
        try (Lazurite server = Lazurite.start(config)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            ControlToken token = Objects.requireNonNull(ControlToken.read(config.data()));
            String target = server.operatorAddress() + "/backup?dir=" + folder.resolve("copy");
            assertThat(post(target, null)).isEqualTo(401);
            assertThat(post(target, "Bearer " + "0".repeat(64))).isEqualTo(401);
            assertThat(post(server.operatorAddress() + "/backup?dir=relative", token.header()))
                    .isEqualTo(400);
            assertThat(post(server.operatorAddress() + "/backup?dir=%00", token.header()))
                    .isEqualTo(400);
            assertThat(folder.resolve("copy")).doesNotExist();
            assertThat(post(target, token.header())).isEqualTo(200);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void aWebsiteIsFoundByItsHostAndOnAPortOfItsOwn() throws Exception {
        Config config = Config.forTests().withPorts(new Ports(0, 0, 0, 0, 0, 0));
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(201, "PUT", "/devstoreaccount1/$web?restype=container", new byte[0]);
            client.expect(201, "PUT", "/devstoreaccount1/$web/index.html", CONTENT);
            client.expect(
                    202,
                    "PUT",
                    "/devstoreaccount1?restype=service&comp=properties",
                    ("<StorageServiceProperties><StaticWebsite><Enabled>true</Enabled>"
                                    + "<IndexDocument>index.html</IndexDocument></StaticWebsite>"
                                    + "</StorageServiceProperties>")
                            .getBytes(StandardCharsets.UTF_8));
            String endpoint = Objects.requireNonNull(server.webEndpoint("devstoreaccount1"));
            assertThat(get(endpoint).body()).isEqualTo(CONTENT);
            assertThat(get(server.blobEndpoint() + "/").statusCode()).isEqualTo(400);
            assertThat(statusOf(server.blobPort(), "devstoreaccount1.web.localhost"))
                    .isEqualTo("HTTP/1.1 200");
            assertThat(statusOf(server.blobPort(), "other.web.localhost")).isEqualTo("HTTP/1.1 404");
        }
        try (Lazurite server = Lazurite.start(Config.forTests())) {
            assertThat(server.webEndpoint("devstoreaccount1")).isNull();
        }
    }

    private static String statusOf(int port, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void aPortThatIsTakenAndAFolderInUseAreOneSentence() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        try (Lazurite server = Lazurite.start(config)) {
            Config samePort = Config.forTests().withPorts(new Ports(server.blobPort(), 0, 0, 0, 0));
            assertThatThrownBy(() -> Lazurite.start(samePort))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1 port " + server.blobPort())
                    .hasMessageEndingWith("; choose another with --host or --blob-port");
            assertThatThrownBy(() -> Lazurite.start(config))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("use");
        }
    }

    @Test
    void aHostThatIsNotThereIsNamed() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        List<String> words = List.of("serve", "--in-memory", "--host=nowhere.invalid", "--blob-port=0");
        assertThat(Main.run(words, System.out, new PrintStream(said, true, StandardCharsets.UTF_8)))
                .isEqualTo(Main.FAILED);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("lazurite: cannot listen on nowhere.invalid port 0 (there is no such host)");
    }

    @Test
    void theMasterKeyIsRotatedAndItsLossIsOneSentence() throws Exception {
        Config config = Config.forTests().withData(folder.resolve("data"));
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(201, "PUT", "/devstoreaccount1/pics?restype=container", new byte[0]);
            client.expect(201, "PUT", "/devstoreaccount1/pics/a", CONTENT);
        }
        Path key = config.data().resolve("master.key");
        String before = Files.readString(key);
        String[] words = {"key", "rotate", "--data", config.data().toString()};
        assertThat(Main.run(List.of(words), System.out, System.err)).isZero();
        assertThat(Files.readString(key)).isNotEqualTo(before);
        try (Lazurite server = Lazurite.start(config);
                SignedClient client = client(server)) {
            client.expect(200, "GET", "/devstoreaccount1/pics/a", new byte[0]);
        }
        Files.delete(key);
        assertThatThrownBy(() -> Lazurite.start(config))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("master key file")
                .hasMessageContaining("missing");
    }

    private static SignedClient client(Lazurite server) throws IOException {
        return new SignedClient(
                server.blobPort(),
                AccountSettings.DEV_NAME,
                AccountSettings.dev().account().keys().getFirst());
    }

    private static HttpResponse<byte[]> get(String uri) throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(uri).normalize()).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static int post(String uri, @Nullable String authorization) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri)).POST(HttpRequest.BodyPublishers.noBody());
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
