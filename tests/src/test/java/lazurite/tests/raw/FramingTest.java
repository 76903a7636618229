package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.assertRefused;
import static lazurite.tests.raw.RawCalls.assertRefusedOrClosed;
import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import lazurite.tests.wire.Reply;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heads, lengths and chunks that are not what they say. */
final class FramingTest {
    private static final byte[] CONTENT = "0123456789".getBytes(StandardCharsets.UTF_8);

    private final RawCalls calls = RawCalls.toSharedServer();
    private String container = "";
    private String blob = "";

    @BeforeEach
    void makeAContainer() throws IOException {
        container = calls.container();
        blob = container + "/blob";
    }

    @Test
    void brokenHeadsEndTheConnection() throws IOException {
        String get = "GET " + blob + " HTTP/1.1\r\n";
        for (String head : List.of(
                "\r\n\r\n\r\n",
                "\u0000\u0001\u0002\u0003",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
                "GET\r\n\r\n",
                "GET  HTTP/1.1\r\n\r\n",
                "GET " + blob + "\r\n\r\n",
                "GET " + blob + " HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET " + blob + " HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET " + blob + " JUNK\r\nHost: a\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "G\u0000T " + blob + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
                get + "\r\n",
                get + "Host\r\n\r\n",
                get + ": a\r\n\r\n",
                get + "Host: a\r\nHost: b\r\n\r\n",
                get + "Host : a\r\n\r\n",
                get + "Host: a\r\n folded: b\r\n\r\n",
                get + "Host: a\r\nx-ms-meta-a: b\u0000c\r\n\r\n",
                get + "Host: a\r\nx-ms-meta-a: b\rc\r\n\r\n",
                get + "Host: a\nx-ms-version: 2020-02-10\n\n",
                get + "Host: a\r\nx: " + "y".repeat(200_000) + "\r\n\r\n",
                get + "Host: a\r\n" + "x: y\r\n".repeat(50_000) + "\r\n",
                get + "Host: a\r\nContent-Length: -1\r\n\r\n",
                get + "Host: a\r\nContent-Length: +1\r\n\r\n",
                get + "Host: a\r\nContent-Length: 0x10\r\n\r\n",
                get + "Host: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                get + "Host: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx",
                get + "Host: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                get + "Host: a\r\nTransfer-Encoding: gzip\r\n\r\n",
                get + "Host: a\r\nTransfer-Encoding: chunked, gzip\r\n\r\n",
                get + "Host: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n")) {
            assertRefusedOrClosed(calls.answerTo(head), head.substring(0, Math.min(120, head.length())));
        }
        calls.assertServes(container);
    }

    @Test
    void chunksAreWhatTheySayOrNothingIsStored() throws IOException {
        for (String body : List.of(
                "a\r\n0123456789",
                "a\r\n0123456789\r\n",
                "b\r\n0123456789\r\n0\r\n\r\n",
                "9\r\n0123456789\r\n0\r\n\r\n",
                "-1\r\n0123456789\r\n0\r\n\r\n",
                "0xa\r\n0123456789\r\n0\r\n\r\n",
                "\r\n0123456789\r\n0\r\n\r\n",
                "zz\r\n0123456789\r\n0\r\n\r\n",
                "ffffffffffffffffff\r\n0123456789\r\n0\r\n\r\n",
                "7fffffffffffffff\r\n0123456789\r\n0\r\n\r\n",
                "a" + ";x".repeat(100_000) + "\r\n0123456789\r\n0\r\n\r\n")) {
            String what = body.substring(0, Math.min(40, body.length()));
            assertRefusedOrClosed(calls.answerTo(chunked(blob) + body), what);
            assertThat(calls.send(BlobCall.of("GET", blob)).status()).as(what).isEqualTo(404);
        }
        Reply whole = calls.answerTo(chunked(blob) + "5\r\n01234\r\n5;ext=1\r\n56789\r\n0\r\nTrailer: x\r\n\r\n");
        assertThat(whole).isNotNull().extracting(Reply::status).isEqualTo(201);
        assertThat(calls.send(BlobCall.of("GET", blob)).body()).isEqualTo(CONTENT);
    }

    @Test
    void aBodyShorterThanDeclaredIsRefusedAndNotStored() throws IOException {
        for (int length : new int[] {CONTENT.length + 1, 100_000, 100 << 20}) {
            try (RawConnection connection = calls.connect()) {
                connection.send(put(blob, CONTENT).signedHead(calls.signer(), length));
                connection.send(CONTENT);
                connection.finish();
                assertRefused(connection.receive(), 400, "InvalidInput", "half closed before " + length);
                assertThatThrownBy(connection::receive).isInstanceOf(EOFException.class);
            }
            RawConnection gone = calls.connect();
            gone.send(put(blob, CONTENT).signedHead(calls.signer(), length));
            gone.send(CONTENT);
            gone.reset();
        }
        assertThat(calls.send(BlobCall.of("GET", blob)).status()).isEqualTo(404);
        calls.assertServes(container);
    }

    @Test
    void aBodyLongerThanDeclaredIsCutThereAndTheRestIsNoRequest() throws IOException {
        try (RawConnection connection = calls.connect()) {
            connection.send(put(blob, CONTENT).signedHead(calls.signer(), 4));
            connection.send(CONTENT);
            connection.finish();
            assertThat(connection.receive().status()).isEqualTo(201);
            assertRefusedOrClosed(next(connection), "the rest of the body");
        }
        assertThat(calls.send(BlobCall.of("GET", blob)).text()).isEqualTo("0123");
    }

    @Test
    void aHalfClosedClientGetsItsAnswer() throws IOException {
        Reply reply = calls.answerTo(concat(put(blob, CONTENT).signedHead(calls.signer()), CONTENT));
        assertThat(reply).isNotNull().extracting(Reply::status).isEqualTo(201);
    }

    @Test
    void aRefusedBodyIsNotWaitedFor() throws IOException {
        String forged = new String(put(blob, CONTENT).signedHead(calls.signer(), 1L << 32), StandardCharsets.ISO_8859_1)
                .replace("/blob ", "/other ");
        try (RawConnection connection = calls.connect()) {
            connection.send(forged);
            Reply reply = connection.receive();
            assertRefused(reply, 403, "AuthenticationFailed", "4 GiB to come");
            assertThat(reply.header("connection")).isEqualTo("close");
        }
        try (RawConnection connection = calls.connect()) {
            connection.send(forged.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n"));
            assertRefused(connection.receive(), 403, "AuthenticationFailed", "no 100 Continue");
        }
        calls.assertServes(container);
    }

    @Test
    void aSmallRefusedBodyIsDroppedAndTheConnectionServesOn() throws IOException {
        BlobCall forged = put(blob, new byte[100_000]).header("x-ms-lease-id", "mine");
        try (RawConnection connection = calls.connect()) {
            for (int i = 0; i < 3; i++) {
                connection.send(forged.signedHead(calls.signer()));
                connection.send(forged.body());
                assertRefused(connection.receive(), 400, "InvalidHeaderValue", "a lease id");
            }
            connection.send(BlobCall.of("GET", blob).signedHead(calls.signer()));
            assertThat(connection.receive().status()).isEqualTo(404);
        }
    }

    @Test
    void whatFollowsABrokenChunkIsNoRequest() throws IOException {
        String smuggled = new String(
                BlobCall.of("DELETE", container).query("restype", "container").signedHead(calls.signer()),
                StandardCharsets.ISO_8859_1);
        try (RawConnection connection = calls.connect()) {
            connection.send(chunked(blob) + "2\r\nxyz\r\n0\r\n\r\n" + smuggled);
            connection.finish();
            assertRefusedOrClosed(next(connection), "a chunk longer than it says");
            assertThat(next(connection)).isNull();
        }
        calls.assertServes(container);
    }

    private String chunked(String path) {
        BlobCall put = put(path, new byte[0]);
        String head = new String(put.signedHead(calls.signer()), StandardCharsets.ISO_8859_1);
        return head.replaceFirst("(?i)content-length: 0", "Transfer-Encoding: chunked");
    }

    private static @Nullable Reply next(RawConnection connection) {
        try {
            return connection.receive();
        } catch (EOFException | SocketException closed) {
            return null;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static byte[] concat(byte[] head, byte[] body) {
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }
}
