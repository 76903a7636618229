package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.assertRefused;
import static lazurite.tests.raw.RawCalls.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents that are malformed or malicious, sent to each operation that reads one. */
final class XmlTest {
    private final RawCalls calls = RawCalls.toSharedServer();
    private String container = "";

    @BeforeEach
    void putABlob() throws IOException {
        container = calls.container();
        calls.send(put(container + "/blob", new byte[1]));
    }

    @Test
    void everyReaderRefusesEveryDocument() throws IOException {
        for (var operation : operations().entrySet()) {
            for (var document : documents(operation.getKey()).entrySet()) {
                String what = document.getKey() + " as " + operation.getKey();
                Reply reply = calls.send(operation.getValue().body(document.getValue()));
                assertRefused(reply, what);
                assertThat(reply.status()).as(what + ": " + reply).isIn(400, 413);
                assertThat(reply.text()).as(what).doesNotContain("root:");
            }
        }
        calls.assertServes(container);
    }

    @Test
    void theBlobIsAsItWas() throws IOException {
        Reply before = calls.send(BlobCall.of("GET", container + "/blob"));
        BlobCall commit = BlobCall.of("PUT", container + "/blob").query("comp", "blocklist");
        byte[] entity = text("<!DOCTYPE a [<!ENTITY e 'QUFB'>]><BlockList><Latest>&e;</Latest></BlockList>");
        assertRefused(calls.send(commit.body(entity)), 400, "InvalidXmlDocument", "an entity of its own");
        Reply after = calls.send(BlobCall.of("GET", container + "/blob"));
        assertThat(after.header("etag")).isEqualTo(before.header("etag"));
        assertThat(after.body()).isEqualTo(before.body());
    }

    /** By root element. */
    private Map<String, BlobCall> operations() {
        BlobCall blob = BlobCall.of("PUT", container + "/blob");
        return Map.of(
                "BlockList", blob.query("comp", "blocklist"),
                "Tags", blob.query("comp", "tags"),
                "SignedIdentifiers",
                        BlobCall.of("PUT", container)
                                .query("restype", "container")
                                .query("comp", "acl"),
                "StorageServiceProperties",
                        BlobCall.of("PUT", "/" + calls.account() + "/")
                                .query("restype", "service")
                                .query("comp", "properties"));
    }

    private static Map<String, byte[]> documents(String root) {
        String open = "<" + root + ">";
        String close = "</" + root + ">";
        Map<String, byte[]> documents = new LinkedHashMap<>();
        documents.put("white space", text(" \r\n "));
        documents.put("no XML", text("{\"a\": 1}"));
        documents.put("another root", text("<Other/>"));
        documents.put("a root never closed", text(open));
        documents.put("a root closed twice", text(open + close + close));
        documents.put("crossed tags", text(open + "<a><b></a></b>" + close));
        documents.put("two roots", text(open + close + open + close));
        documents.put("a bare ampersand", text(open + "<a>&</a>" + close));
        documents.put("an unknown entity", text(open + "<a>&nbsp;</a>" + close));
        documents.put("a character that XML has not", text(open + "<a>&#0;</a>" + close));
        documents.put(
                "bytes that are not UTF-8", bytes(text(open), new byte[] {(byte) 0xC3, (byte) 0x28}, text(close)));
        documents.put("UTF-16", (open + close).getBytes(StandardCharsets.UTF_16));
        documents.put("NULs", new byte[1_000]);
        documents.put(
                "an external entity",
                text("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>" + open + "<a>&e;</a>" + close));
        documents.put("a billion laughs", text(laughs() + open + "<a>&l9;</a>" + close));
        documents.put("depth", text(open + "<a>".repeat(100_000) + "</a>".repeat(100_000) + close));
        documents.put("depth never closed", text(open + "<a>".repeat(300_000)));
        documents.put("an endless attribute", text("<" + root + " a='" + "x".repeat(500_000)));
        documents.put("an endless comment", text(open + "<!--" + "-".repeat(500_000)));
        documents.put("more than any such document", text(open + "<!--" + "x".repeat(20 << 20) + "-->" + close));
        return documents;
    }

    private static String laughs() {
        StringBuilder type = new StringBuilder("<!DOCTYPE a [<!ENTITY l0 'ha'>");
        for (int i = 1; i < 10; i++) {
            type.append("<!ENTITY l")
                    .append(i)
                    .append(" '")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        return type.append("]>").toString();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        List.of(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }
}
