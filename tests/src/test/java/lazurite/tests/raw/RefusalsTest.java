package lazurite.tests.raw;

import static lazurite.tests.raw.RawCalls.put;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import lazurite.tests.wire.BlobCall;
import lazurite.tests.wire.Reply;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Well-formed HTTP with values that Azure refuses: each has its status and code, and the server goes on. */
final class RefusalsTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private final RawCalls calls = RawCalls.toSharedServer();
    private String container = "";
    private String blob = "";

    /** What is sent, by the answer expected. */
    private record Row(String expected, BlobCall call) {}

    @BeforeEach
    void putABlob() throws IOException {
        container = calls.container();
        blob = container + "/blob";
        calls.send(put(blob, CONTENT));
    }

    @Test
    void headersOfAPut() throws IOException {
        BlobCall put = put(container + "/new", CONTENT);
        check(Stream.of(
                new Row("400 InvalidHeaderValue", put.header("x-ms-blob-type", "Blob")),
                new Row("400 MissingRequiredHeader", put.header("x-ms-blob-type", "")),
                new Row("400 InvalidMd5", put.header("content-md5", "abc")),
                new Row("400 InvalidMd5", put.header("x-ms-blob-content-md5", "!!!")),
                new Row("400 Md5Mismatch", put.header("content-md5", base64(16))),
                new Row("400 InvalidHeaderValue", put.header("x-ms-content-crc64", "abc")),
                new Row("400 Crc64Mismatch", put.header("x-ms-content-crc64", base64(8))),
                new Row("400 InvalidHeaderValue", put.header("x-ms-lease-id", "mine")),
                new Row("400 InvalidHeaderValue", put.header("if-modified-since", "tomorrow")),
                new Row("400 InvalidHeaderValue", put.header("x-ms-tags", "a")),
                new Row("400 InvalidHeaderValue", put.header("x-ms-if-tags", "a = ")),
                new Row("400 InvalidHeaderValue", put.header("x-ms-access-tier", "Lukewarm")),
                new Row("400 EmptyMetadataKey", put.header("x-ms-meta-", "v")),
                new Row("400 InvalidMetadata", put.header("x-ms-meta-1a", "v")),
                new Row("400 MetadataTooLarge", put.header("x-ms-meta-a", "v".repeat(9_000))),
                new Row("400 UnsupportedHeader", put.header("x-ms-previous-snapshot-url", "http://h/c/b")),
                new Row("400 MissingRequiredHeader", put.header("x-ms-encryption-key", base64(32)))));
    }

    @Test
    void idsOfBlocks() throws IOException {
        BlobCall block =
                BlobCall.of("PUT", container + "/blocks").query("comp", "block").body(CONTENT);
        calls.send(block.query("blockid", base64(8)));
        check(Stream.of(
                new Row("400 MissingRequiredQueryParameter", block),
                new Row("400 MissingRequiredQueryParameter", block.query("blockid", "")),
                new Row("400 InvalidQueryParameterValue", block.query("blockid", "!!!!")),
                new Row("400 InvalidQueryParameterValue", block.query("blockid", "===")),
                new Row("400 InvalidQueryParameterValue", block.query("blockid", base64(65))),
                new Row("400 InvalidBlobOrBlock", block.query("blockid", base64(9)))));
    }

    @Test
    void rangesOfAGet() throws IOException {
        BlobCall get = BlobCall.of("GET", blob);
        check(Stream.of(
                new Row("416 InvalidRange", get.header("range", "bytes=7-")),
                new Row("416 InvalidRange", get.header("range", "bytes=9223372036854775807-")),
                new Row("400 InvalidHeaderValue", get.header("x-ms-range", "bytes=5-2")),
                new Row("400 InvalidHeaderValue", get.header("x-ms-range", "bytes=a-b")),
                new Row("400 InvalidHeaderValue", get.header("x-ms-range", "bytes=-")),
                new Row("416 InvalidRange", get.header("x-ms-range", "bytes=99999999999999999999-")),
                new Row("400 InvalidHeaderValue", get.header("x-ms-range-get-content-md5", "perhaps")),
                new Row("400 InvalidQueryParameterValue", get.query("snapshot", "yesterday")),
                new Row("404 BlobNotFound", get.query("snapshot", "2020-01-01T00:00:00.0000000Z"))));
    }

    @Test
    void parametersOfAListing() throws IOException {
        BlobCall list =
                BlobCall.of("GET", container).query("restype", "container").query("comp", "list");
        check(Stream.of(
                new Row("400 OutOfRangeQueryParameterValue", list.query("maxresults", "0")),
                new Row("400 OutOfRangeQueryParameterValue", list.query("maxresults", "-1")),
                new Row("400 InvalidQueryParameterValue", list.query("maxresults", "many")),
                new Row("400 InvalidMarker", list.query("marker", "\u0000\uFFFF")),
                new Row("400 InvalidQueryParameterValue", list.query("include", "everything")),
                new Row("400 InvalidQueryParameterValue", list.query("comp", "lists")),
                new Row("400 InvalidQueryParameterValue", list.query("restype", "bucket")),
                new Row("400 InvalidQueryParameterValue", list.query("timeout", "soon"))));
    }

    @Test
    void namesAndPaths() throws IOException {
        String account = "/" + calls.account() + "/";
        check(Stream.of(
                new Row("400 InvalidResourceName", container(account + "Upper")),
                new Row("400 InvalidResourceName", container(account + "a--b")),
                new Row("400 OutOfRangeInput", container(account + "ab")),
                new Row("400 OutOfRangeInput", container(account + "a".repeat(64))),
                new Row("400 InvalidUri", put(container + "/%zz", CONTENT)),
                new Row("400 InvalidUri", put(container + "/%ff", CONTENT)),
                new Row("400 InvalidUri", put(container + "/%", CONTENT)),
                new Row("400 OutOfRangeInput", put(container + "/" + "n".repeat(1_025), CONTENT)),
                new Row("404 ResourceNotFound", BlobCall.of("GET", "/nobody/container/blob"))));
    }

    @Test
    void leasesAndAppends() throws IOException {
        BlobCall lease = BlobCall.of("PUT", blob).query("comp", "lease");
        BlobCall acquire = lease.header("x-ms-lease-action", "acquire");
        BlobCall append = BlobCall.of("PUT", blob).query("comp", "appendblock").body(CONTENT);
        check(Stream.of(
                new Row("400 MissingRequiredHeader", lease),
                new Row("400 InvalidHeaderValue", lease.header("x-ms-lease-action", "steal")),
                new Row("400 InvalidHeaderValue", acquire.header("x-ms-lease-duration", "14")),
                new Row("400 InvalidHeaderValue", acquire.header("x-ms-lease-duration", "61")),
                new Row("400 InvalidHeaderValue", acquire.header("x-ms-lease-duration", "long")),
                new Row(
                        "400 InvalidHeaderValue",
                        acquire.header("x-ms-lease-duration", "15").header("x-ms-proposed-lease-id", "mine")),
                new Row("409 InvalidBlobType", append),
                new Row("400 InvalidHeaderValue", append.header("x-ms-blob-condition-appendpos", "-1")),
                new Row("400 InvalidHeaderValue", append.header("x-ms-blob-condition-maxsize", "big"))));
    }

    private static BlobCall container(String path) {
        return BlobCall.of("PUT", path).query("restype", "container");
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private void check(Stream<Row> rows) throws IOException {
        Map<String, Reply> replies = new LinkedHashMap<>();
        SoftAssertions all = new SoftAssertions();
        for (Row row : rows.toList()) {
            BlobCall call = row.call();
            String what = call.method() + " " + call.target() + " " + call.headers();
            Reply reply = calls.send(call);
            replies.put(what, reply);
            all.assertThat(reply.status() + " " + reply.errorCode()).as(what).isEqualTo(row.expected());
        }
        all.assertAll();
        replies.forEach((what, reply) -> RawCalls.assertRefused(reply, what));
        calls.assertServes(container);
    }
}
