package lazurite.tests.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import lazurite.tests.process.LazuriteServer;
import lazurite.tests.process.ServerUnderTest;
import lazurite.tests.process.ServerUsage;
import lazurite.tests.run.SharedServer;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import lazurite.tests.wire.Reply;
import lazurite.tests.wire.Signer;
import org.jspecify.annotations.Nullable;

/** What these suites send with, and what an answer to bad input must be. */
final class RawCalls {
    /** A server that has not answered after that long hangs. */
    static final int TIMEOUT_MILLIS = 30_000;

    private static final AtomicInteger CONTAINERS = new AtomicInteger();

    private final ServerUnderTest server;
    private final Signer signer;

    RawCalls(ServerUnderTest server) {
        this.server = server;
        this.signer = new Signer(server.account(), server.key());
    }

    static RawCalls toSharedServer() {
        return new RawCalls(SharedServer.get());
    }

    /** A server of the test's own, with settings by the names of their variables. */
    static ServerUnderTest serverWith(String hint, Map<String, String> settings) {
        Path data = SharedServer.folder(hint).resolve("data");
        return LazuriteServer.fromClassPath(data, List.of()).with(settings).start();
    }

    RawConnection connect() throws IOException {
        return new RawConnection(server.port(), TIMEOUT_MILLIS);
    }

    Signer signer() {
        return signer;
    }

    String account() {
        return server.account();
    }

    /** The path of a new container. */
    String container() throws IOException {
        String path = "/" + server.account() + "/raw-" + CONTAINERS.incrementAndGet();
        assertThat(send(BlobCall.of("PUT", path).query("restype", "container")).status())
                .isEqualTo(201);
        return path;
    }

    /** Put Blob, not yet sent. */
    static BlobCall put(String path, byte[] body) {
        return BlobCall.of("PUT", path).header("x-ms-blob-type", "BlockBlob").body(body);
    }

    /** Sends it signed over a connection of its own. */
    Reply send(BlobCall call) throws IOException {
        try (RawConnection connection = connect()) {
            connection.send(call.signedHead(signer));
            connection.send(call.body());
            return connection.receive(call.method().equals("HEAD"));
        }
    }

    /** Sends it until the server has room for the connection: those that have gone are counted until it notices. */
    Reply sendOnceTaken(BlobCall call) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        while (true) {
            try {
                return send(call);
            } catch (EOFException | SocketException refused) {
                assertThat(System.nanoTime()).as("there is room again").isLessThan(until);
            }
        }
    }

    /** Sends bytes, shuts our side, and returns the first answer; null if the connection is closed instead. */
    @Nullable
    Reply answerTo(byte[] bytes) throws IOException {
        try (RawConnection connection = connect()) {
            try {
                connection.send(bytes);
                connection.finish();
                return connection.receive();
            } catch (EOFException | SocketException closed) {
                return null;
            }
        }
    }

    @Nullable
    Reply answerTo(String latin1) throws IOException {
        return answerTo(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** An ordinary client is served. */
    void assertServes(String container) throws IOException {
        byte[] content = {1, 2, 3};
        assertThat(send(put(container + "/still-serves", content)).status()).isEqualTo(201);
        assertThat(send(BlobCall.of("GET", container + "/still-serves")).body()).isEqualTo(content);
    }

    /** Works with the server until it holds no more sockets than that. */
    void awaitSockets(long max, String container) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MILLIS);
        while (ServerUsage.sockets(server) > max) {
            assertThat(System.nanoTime()).as("connections are still open").isLessThan(until);
            assertServes(container);
        }
    }

    /** Azure's form of an error that is the client's own. */
    static void assertRefused(Reply reply, String what) {
        assertThat(reply.status()).as(what + ": " + reply).isBetween(400, 499);
        assertThat(reply.header("x-ms-request-id")).as(what).isNotEmpty();
        assertThat(reply.errorCode()).as(what).isNotEmpty();
        assertThat(reply.text()).as(what).contains("<Code>" + reply.errorCode() + "</Code>");
    }

    static void assertRefused(Reply reply, int status, String code, String what) {
        assertRefused(reply, what);
        assertThat(reply.status() + " " + reply.errorCode()).as(what).isEqualTo(status + " " + code);
    }

    /** Closed without a word, an error of the client's own, or a refusal to speak that version or coding. */
    static void assertRefusedOrClosed(@Nullable Reply reply, String what) {
        if (reply != null) {
            assertThat(reply.status())
                    .as(what + ": " + reply)
                    .satisfiesAnyOf(
                            status -> assertThat(status).isBetween(400, 499),
                            status -> assertThat(status).isIn(501, 505));
        }
    }
}
