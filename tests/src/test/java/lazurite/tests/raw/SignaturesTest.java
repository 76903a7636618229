package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.assertRefused;
import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.RawConnection;
import lazurite.tests.wire.Reply;
import lazurite.tests.wire.Signer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials that are none: refused before anything is done, and nothing of the account is told. */
final class SignaturesTest {
    private static final byte[] CONTENT = new byte[100];

    private final RawCalls calls = RawCalls.toSharedServer();
    private String container = "";

    @BeforeEach
    void makeAContainer() throws IOException {
        container = calls.container();
    }

    @Test
    void malformedAuthorizations() throws IOException {
        String account = calls.account();
        for (String authorization : List.of(
                "",
                "SharedKey",
                "SharedKey ",
                "SharedKey :",
                "SharedKey " + account,
                "SharedKey " + account + ":",
                "SharedKey " + account + ":===",
                "SharedKey " + account + ":\u00e4\u00f6\u00fc",
                "SharedKey " + account + ":" + "A".repeat(43) + "=",
                "SharedKey " + account + ":" + "A".repeat(20_000),
                "SharedKey somebody:" + "A".repeat(43) + "=",
                "SharedKeyLite " + account + ":AAAA",
                "Basic dXNlcjpwYXNzd29yZA==",
                "Bearer nobody.knows.me",
                "Unheard-Of x",
                account)) {
            Reply reply = sendWith(authorization);
            assertRefused(reply, authorization);
            assertThat(reply.status()).as(authorization).isIn(400, 401, 403);
        }
        assertNothingWasDone();
    }

    @Test
    void signaturesOfSomethingElse() throws IOException {
        BlobCall put = put(container + "/forged", CONTENT);
        String stranger = "c3RyYW5nZXI=";
        String head = new String(put.signedHead(new Signer(calls.account(), stranger)), StandardCharsets.ISO_8859_1);
        assertRefused(sendHead(head), 403, "AuthenticationFailed", "another key");
        head = new String(put.signedHead(calls.signer()), StandardCharsets.ISO_8859_1);
        assertRefused(sendHead(head.replace("/forged", "/other")), 403, "AuthenticationFailed", "another blob");
        String old = new String(
                put.header("x-ms-date", "Sat, 01 Jan 2022 00:00:00 GMT").signedHead(calls.signer()),
                StandardCharsets.ISO_8859_1);
        assertRefused(sendHead(old), 403, "AuthenticationFailed", "an old date");
        String undated = head.replaceFirst("x-ms-date: [^\r]*\r\n", "");
        assertRefused(sendHead(undated), 403, "AuthenticationFailed", "no date");
        assertNothingWasDone();
    }

    @Test
    void malformedSharedAccessSignatures() throws IOException {
        for (String query : List.of(
                "sig=",
                "sig=%",
                "sig=x&sv=2020-02-10",
                "sv=2020-02-10&sr=c&sp=racwdl&se=2099-01-01&sig=AAAA",
                "sv=tomorrow&sr=c&sp=r&se=2099-01-01&sig=AAAA",
                "sv=2020-02-10&sr=c&sp=r&se=never&sig=AAAA",
                "sv=2020-02-10&ss=b&srt=sco&sp=rwdlac&se=2099-01-01&sig=" + "A".repeat(10_000),
                "sv=2020-02-10&sr=z&sp=%00&se=2099-01-01&sip=1.2.3.4-&sig=AAAA",
                "sv=2020-02-10&sr=c&si=none&sig=AAAA",
                "sv=2020-02-10&sr=c&sp=r&se=2099-01-01&sig=AAAA&sig=BBBB")) {
            Reply reply = sendHead("PUT " + container + "/forged?" + query + " HTTP/1.1\r\nHost: a\r\n"
                    + "x-ms-version: 2020-02-10\r\nx-ms-blob-type: BlockBlob\r\nContent-Length: " + CONTENT.length
                    + "\r\n\r\n");
            assertRefused(reply, query);
            assertThat(reply.status()).as(query).isIn(400, 401, 403);
        }
        assertNothingWasDone();
    }

    @Test
    void twoAuthorizationsAreNone() throws IOException {
        String head =
                new String(put(container + "/forged", CONTENT).signedHead(calls.signer()), StandardCharsets.ISO_8859_1);
        String doubled = head.replace("Authorization: ", "Authorization: Bearer x\r\nAuthorization: ");
        assertRefused(sendHead(doubled), "two");
        assertNothingWasDone();
    }

    private Reply sendWith(String authorization) throws IOException {
        String head =
                new String(put(container + "/forged", CONTENT).signedHead(calls.signer()), StandardCharsets.ISO_8859_1);
        return sendHead(head.replaceFirst("Authorization: [^\r]*", "Authorization: " + authorization));
    }

    private Reply sendHead(String head) throws IOException {
        try (RawConnection connection = calls.connect()) {
            connection.send(head);
            connection.send(CONTENT);
            return connection.receive();
        }
    }

    private void assertNothingWasDone() throws IOException {
        Reply list = calls.send(
                BlobCall.of("GET", container).query("restype", "container").query("comp", "list"));
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.text()).doesNotContain("<Blob>");
        calls.assertServes(container);
    }
}
