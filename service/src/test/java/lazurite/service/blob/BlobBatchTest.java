package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.account.Query;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;
import lazurite.service.auth.Caller;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperations;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.settings.ServiceProperties;
import lazurite.service.gateway.Call;
import lazurite.service.gateway.Subrequests;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobBatchTest {
    private static final String BOUNDARY = "batch_6f2";

    /** Answers deletes of blobs named {@code gone} with 404. */
    private static final class Parts implements Subrequests {
        private final List<Request> served = new ArrayList<>();

        @Override
        public Response serve(Request part, Call outer) {
            served.add(part);
            Headers headers =
                    new Headers().add("x-ms-request-id", "id-" + served.size()).add("x-ms-version", outer.version());
            if (!part.rawPath().endsWith("gone")) {
                return Response.empty(202, headers.add("x-ms-delete-type-permanent", "true"));
            }
            headers.add("x-ms-error-code", "BlobNotFound").add("Content-Type", "application/xml");
            return new Response(404, headers, Body.of("<Error><Code>BlobNotFound</Code></Error>"));
        }

        @Override
        public Source resolveSource(String url, Call outer) {
            throw new AssertionError(url);
        }
    }

    /** A service that nobody asks. */
    private static final class NoOperations implements BlobOperations {
        @Override
        public BlobResult run(BlobOperation operation, BlobCall call) {
            throw new AssertionError(operation);
        }

        @Override
        public ServiceProperties properties(String account) {
            throw new AssertionError(account);
        }

        @Override
        public @Nullable ContainerPolicy policy(String account, String container) {
            throw new AssertionError(container);
        }
    }

    private final Parts parts = new Parts();

    @Test
    void answersInTheShapeThatClientsParse() throws IOException {
        Response response = run(
                "POST /acct/?comp=batch",
                part(0, "DELETE /acct/c/b%201?snapshot=x", "Authorization: SharedKey acct:x"),
                part(1, "DELETE /acct/c/gone", "Content-Length: 0"));
        assertThat(response.status()).isEqualTo(202);
        assertThat(parts.served)
                .extracting(Request::target)
                .containsExactly("/acct/c/b%201?snapshot=x", "/acct/c/gone");
        assertThat(parts.served.getFirst().headers().first("Authorization")).isEqualTo("SharedKey acct:x");
        List<SdkAnswer> answers = sdkParse(response);
        assertThat(answers).hasSize(2);
        assertThat(answers.get(0))
                .isEqualTo(new SdkAnswer(
                        0,
                        202,
                        "Accepted",
                        List.of(
                                "x-ms-request-id: id-1",
                                "x-ms-version: " + Requests.VERSION,
                                "x-ms-delete-type-permanent: true"),
                        ""));
        assertThat(answers.get(1).status).isEqualTo(404);
        assertThat(answers.get(1).phrase).isEqualTo("The specified blob does not exist.");
        assertThat(answers.get(1).headers).contains("x-ms-error-code: BlobNotFound", "Content-Length: 40");
        assertThat(answers.get(1).body.strip()).isEqualTo("<Error><Code>BlobNotFound</Code></Error>");
    }

    @Test
    void keepsTheExactFraming() throws IOException {
        String text = Requests.text(run("POST /acct/?comp=batch", part(7, "DELETE /acct/c/b")));
        String boundary = "batchresponse_0a1b2c3d-e01e-0001-7788-99aabb000000";
        assertThat(text)
                .isEqualTo("--" + boundary + "\r\nContent-Type: application/http\r\nContent-ID: 7\r\n\r\n"
                        + "HTTP/1.1 202 Accepted\r\nx-ms-request-id: id-1\r\nx-ms-version: " + Requests.VERSION
                        + "\r\nx-ms-delete-type-permanent: true\r\n\r\n--" + boundary + "--\r\n");
    }

    @Test
    void readsBareLineFeedsAndPartsWithoutId() throws IOException {
        String body = "preamble\n--" + BOUNDARY
                + "\nContent-Type: application/http\n\nPUT /acct/c/b?comp=tier HTTP/1.1\nx-ms-access-tier: Cool\n\n--"
                + BOUNDARY + "--\nepilogue";
        Response response = batch("POST /acct/?comp=batch", body);
        assertThat(Requests.text(response)).doesNotContain("Content-ID");
        assertThat(parts.served.getFirst().headers().first("x-ms-access-tier")).isEqualTo("Cool");
    }

    @Test
    void aContainersBatchStaysInItsContainer() throws IOException {
        assertThat(run("POST /acct/con?restype=container&comp=batch", part(0, "DELETE /acct/con/b"))
                        .status())
                .isEqualTo(202);
        for (String outside : List.of("/acct/other/b", "/acct/con", "/other/con/b", "/acct/con2/b", "/con2/b")) {
            assertThat(refusal("POST /acct/con?restype=container&comp=batch", part(0, "DELETE " + outside)))
                    .as(outside)
                    .isEqualTo(ErrorCode.InvalidInput);
        }
        assertThat(parts.served).hasSize(1);
    }

    @Test
    void aPartMayLeaveTheAccountOut() throws IOException {
        assertThat(run("POST /acct/con?restype=container&comp=batch", part(0, "DELETE /con/b"))
                        .status())
                .isEqualTo(202);
        assertThat(parts.served).hasSize(1);
    }

    @Test
    void holdsOneKindOfRequestAndNoBatch() {
        assertThat(refusal(
                        "POST /acct/?comp=batch",
                        part(0, "DELETE /acct/c/b"),
                        part(1, "PUT /acct/c/b?comp=tier", "x-ms-access-tier: Hot")))
                .isEqualTo(ErrorCode.AllRequestsMustBeSameType);
        for (String other : List.of(
                "POST /acct/?comp=batch", "PUT /acct/c/b", "GET /acct/c/b", "DELETE /acct/c?restype=container")) {
            assertThat(refusal("POST /acct/?comp=batch", part(0, other))).isEqualTo(ErrorCode.InvalidInput);
        }
        assertThat(parts.served).isEmpty();
    }

    @Test
    void holdsTwoHundredAndFiftySixRequests() throws IOException {
        String[] full = new String[256];
        for (int i = 0; i < full.length; i++) {
            full[i] = part(i, "DELETE /acct/c/" + i);
        }
        assertThat(sdkParse(run("POST /acct/?comp=batch", full))).hasSize(256);
        String[] more = Arrays.copyOf(full, 257);
        more[256] = part(256, "DELETE /acct/c/256");
        assertThat(refusal("POST /acct/?comp=batch", more)).isEqualTo(ErrorCode.InvalidInput);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--batch_6f2--\r\n",
                "--batch_6f2\r\n",
                "--batch_6f2\r\nContent-Type: application/http\r\n\r\n--batch_6f2--\r\n",
                "--batch_6f2\r\nContent-Type: text/plain\r\n\r\nDELETE /c/b HTTP/1.1\r\n\r\n--batch_6f2--\r\n",
                "--batch_6f2\r\nContent-Type: application/http\r\n\r\nDELETE c/b HTTP/1.1\r\n\r\n--batch_6f2--\r\n",
                "--batch_6f2\r\nContent-Type: application/http\r\n\r\nDELETE /c/b\r\n\r\n--batch_6f2--\r\n",
                "--batch_6f2\r\nContent-Type: application/http\r\n\r\nDELETE /c/b HTTP/1.1\r\nbad header\r\n\r\n--batch_6f2--\r\n",
                "--batch_6f2\r\nContent-Type: application/http\r\n\r\nDELETE /c/b HTTP/1.1\r\n: x\r\n\r\n--batch_6f2--\r\n",
                "--batch_6f2\r\nContent-Type: application/http\r\n\r\nDELETE /c/b HTTP/1.1\r\n\r\nbody\r\n--batch_6f2--\r\n",
                "--batch_6f2\r\nContent-Type: application/http\r\n\r\nDELETE /c/b HTTP/1.1\r\nContent-Length: 0\r\n"
            })
    void malformedBatchesAreRefusedWhole(String body) {
        StorageException error =
                Assertions.catchThrowableOfType(StorageException.class, () -> batch("POST /acct/?comp=batch", body));
        assertThat(error.code()).isEqualTo(ErrorCode.InvalidInput);
        assertThat(parts.served).isEmpty();
    }

    private static String part(int id, String request, String... headers) {
        StringBuilder part = new StringBuilder("Content-Type: application/http\r\n"
                + "Content-Transfer-Encoding: binary\r\nContent-ID: " + id + "\r\n\r\n" + request + " HTTP/1.1\r\n");
        for (String header : headers) {
            part.append(header).append("\r\n");
        }
        return part.append("\r\n").toString();
    }

    private Response run(String line, String... requests) {
        StringBuilder body = new StringBuilder();
        for (String request : requests) {
            body.append("--" + BOUNDARY + "\r\n").append(request);
        }
        return batch(line, body.append("--" + BOUNDARY + "--\r\n").toString());
    }

    private ErrorCode refusal(String line, String... requests) {
        return Assertions.catchThrowableOfType(StorageException.class, () -> run(line, requests))
                .code();
    }

    private Response batch(String line, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        Request request = Requests.target(
                        line,
                        Body.of(bytes),
                        "Content-Length: " + bytes.length,
                        "Content-Type: multipart/mixed; boundary=" + BOUNDARY)
                .request();
        Target target = new Target(
                request,
                ServiceKind.BLOB,
                new Account("acct", List.of(new byte[64]), true),
                false,
                request.rawPath().substring("/acct".length()),
                Query.parse(request.rawQuery()),
                Requests.ENDPOINT);
        Call plain = Requests.call(target);
        Call call = new Call(target, plain.caller(), plain.version(), plain.requestId(), plain.pass(), parts);
        BlobFrontend frontend = new BlobFrontend(new NoOperations(), Instant::now);
        assertThat(call.caller().kind()).isEqualTo(Caller.Kind.SHARED_KEY);
        return frontend.serve(frontend.parse(target), call);
    }

    // ---- how the SDKs read the answer: split at the boundary, then at blank lines

    private record SdkAnswer(int id, int status, String phrase, List<String> headers, String body) {}

    private static List<SdkAnswer> sdkParse(Response response) throws IOException {
        String type = Objects.requireNonNull(response.headers().first("Content-Type"));
        assertThat(type).startsWith("multipart/mixed; boundary=batchresponse_");
        String boundary = type.substring(type.indexOf('=') + 1);
        List<SdkAnswer> answers = new ArrayList<>();
        for (String section : Requests.text(response).split("--" + boundary, -1)) {
            if (section.isEmpty() || section.startsWith("--")) {
                continue;
            }
            String[] blocks = section.split("\r\n\r\n", -1);
            assertThat(blocks).as(section).hasSize(3);
            assertThat(blocks[0]).startsWith("\r\nContent-Type: application/http\r\nContent-ID: ");
            int id = Integer.parseInt(blocks[0].substring(blocks[0].lastIndexOf(' ') + 1));
            List<String> lines = List.of(blocks[1].split("\r\n", -1));
            assertThat(lines.getFirst()).matches("HTTP/\\d\\.\\d \\d{3} \\w+.*");
            String[] status = lines.getFirst().split(" ", 3);
            answers.add(new SdkAnswer(
                    id, Integer.parseInt(status[1]), status[2], lines.subList(1, lines.size()), blocks[2]));
        }
        return answers;
    }
}
