package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.auth.Caller;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.Permission;
import lazurite.service.auth.RequestDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayTest {
    private Served served;

    @BeforeEach
    void serve() throws IOException {
        served = Served.standard();
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void whatIsPutIsFoundAgainWithTheCommonHeaders() throws Exception {
        HttpResponse<String> put = served.signed("PUT", "/c/a%20b", "hello", "x-ms-client-request-id", "id-1");
        RequestRecord record = next();
        HttpResponse<String> get = served.signed("GET", "/c/a%20b", "");

        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(get.body()).isEqualTo("hello");
        assertThat(header(put, "x-ms-version")).isEqualTo(Served.VERSION);
        assertThat(header(put, "x-ms-client-request-id")).isEqualTo("id-1");
        assertThat(header(put, "Server")).isEqualTo("Lazurite-Blob/1.0");
        assertThat(header(put, "Date")).isNotEmpty();
        assertThat(header(put, "x-ms-request-id")).hasSize(36).isNotEqualTo(header(get, "x-ms-request-id"));
        assertThat(get.headers().firstValue("x-ms-client-request-id")).isEmpty();

        assertThat(record.operation()).isEqualTo("PutScrap");
        assertThat(record.account()).isEqualTo("acct1");
        assertThat(record.status()).isEqualTo(201);
        assertThat(record.errorCode()).isNull();
        assertThat(record.bytesIn()).isEqualTo(5);
        assertThat(record.auth()).isEqualTo(Caller.Kind.SHARED_KEY);
        assertThat(record.requestId()).isEqualTo(header(put, "x-ms-request-id"));
        assertThat(record.clientRequestId()).isEqualTo("id-1");
        assertThat(record.remote()).isEqualTo("127.0.0.1");
        assertThat(record.resource()).isEqualTo("/c/a%20b");
        assertThat(record.aborted()).isFalse();
        assertThat(next().bytesOut()).isEqualTo(5);
    }

    @Test
    void aRefusalSaysWhyAndReadsNoBody() throws Exception {
        HttpResponse<String> refused = served.send(
                "PUT",
                served.url("/c/b"),
                "hello",
                "Authorization",
                "SharedKey acct1:AAAA",
                "x-ms-version",
                Served.VERSION,
                "x-ms-date",
                RequestDate.render(Instant.now()));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(header(refused, "x-ms-error-code")).isEqualTo("AuthenticationFailed");
        assertThat(header(refused, "Content-Type")).isEqualTo("application/xml");
        assertThat(refused.body())
                .startsWith(
                        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>AuthenticationFailed</Code><Message>")
                .contains("RequestId:" + header(refused, "x-ms-request-id"))
                .contains("<AuthenticationErrorDetail>The MAC signature found in the HTTP request 'AAAA'");
        assertThat(next().bytesIn()).isZero();
        assertThat(served.scraps.scraps).isEmpty();
    }

    @Test
    void errorsKeepTheirCodeWithoutABody() throws Exception {
        HttpResponse<String> head = served.signed("HEAD", "/c/none", "");
        HttpResponse<String> unchanged = served.signed("GET", "/c/unchanged", "");

        assertThat(head.statusCode()).isEqualTo(404);
        assertThat(header(head, "x-ms-error-code")).isEqualTo("BlobNotFound");
        assertThat(head.headers().firstValue("Content-Type")).isEmpty();
        assertThat(unchanged.statusCode()).isEqualTo(304);
        assertThat(header(unchanged, "x-ms-error-code")).isEqualTo("ConditionNotMet");
    }

    @Test
    void oldVersionsHaveNoErrorCodeHeader() throws Exception {
        HttpResponse<String> old = served.signed("GET", "/c/none", "", "x-ms-version", "2017-04-17");

        assertThat(old.statusCode()).isEqualTo(404);
        assertThat(header(old, "x-ms-version")).isEqualTo("2017-04-17");
        assertThat(old.headers().firstValue("x-ms-error-code")).isEmpty();
    }

    @Test
    void oldVersionsHaveBareETagsAndOfferNoRanges() throws Exception {
        served.signed("PUT", "/c/b", "1");
        HttpResponse<String> old = served.signed("GET", "/c/b", "", "x-ms-version", "2009-09-19");
        HttpResponse<String> next = served.signed("GET", "/c/b", "", "x-ms-version", "2011-08-18");

        assertThat(header(old, "ETag")).isEqualTo("0x1");
        assertThat(old.headers().firstValue("Accept-Ranges")).isEmpty();
        assertThat(header(next, "ETag")).isEqualTo("\"0x1\"");
        assertThat(header(next, "Accept-Ranges")).isEqualTo("bytes");
    }

    @Test
    void anyDateIsAVersionAndNothingElse() throws Exception {
        assertThat(served.signed("PUT", "/c/b", "1", "x-ms-version", "2099-01-01")
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> bad = served.signed("PUT", "/c/b", "1", "x-ms-version", "latest");

        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(header(bad, "x-ms-error-code")).isEqualTo("InvalidHeaderValue");
        assertThat(bad.body())
                .contains("<Code>InvalidHeaderValue</Code>")
                .contains("<HeaderName>x-ms-version</HeaderName><HeaderValue>latest</HeaderValue>");
    }

    @Test
    void anAccountsDefaultVersionIsForThoseWhoAskForNone() throws Exception {
        assertThat(header(served.send("GET", served.url("/c/b"), ""), "x-ms-version"))
                .isEqualTo("2009-09-19");
        served.scraps.defaultVersion = "2020-02-10";
        HttpResponse<String> plain = served.send("GET", served.url("/c/b"), "");
        HttpResponse<String> asking = served.send("GET", served.url("/c/b"), "", "x-ms-version", "2021-02-12");

        assertThat(header(plain, "x-ms-version")).isEqualTo("2020-02-10");
        assertThat(plain.statusCode()).isEqualTo(401);
        assertThat(header(asking, "x-ms-version")).isEqualTo("2021-02-12");
    }

    @Test
    void anUnknownAccountIsRefusedUnderTheVersionAskedFor() throws Exception {
        String url = served.url("/c/b").replace("acct1", "nobody");
        HttpResponse<String> refused = served.send("HEAD", url, "", "x-ms-version", Served.VERSION);

        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(header(refused, "x-ms-error-code")).isEqualTo("ResourceNotFound");
        assertThat(header(refused, "x-ms-version")).isEqualTo(Served.VERSION);
    }

    @Test
    void strangersAreChallengedOrToldNothing() throws Exception {
        served.signed("PUT", "/c/b", "1");
        HttpResponse<String> modern = served.send("GET", served.url("/c/b"), "", "x-ms-version", Served.VERSION);
        HttpResponse<String> plain = served.send("GET", served.url("/c/b"), "");
        HttpResponse<String> bearer = served.send("GET", served.url("/c/b"), "", "Authorization", "Bearer x");

        assertThat(modern.statusCode()).isEqualTo(401);
        assertThat(header(modern, "WWW-Authenticate")).startsWith("Bearer authorization_uri=https://");
        assertThat(header(modern, "x-ms-error-code")).isEqualTo("NoAuthenticationInformation");
        assertThat(plain.statusCode()).isEqualTo(404);
        assertThat(plain.body()).contains("<Code>ResourceNotFound</Code>");
        assertThat(plain.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(bearer.statusCode()).isEqualTo(401);
        assertThat(header(bearer, "WWW-Authenticate")).contains("resource_id=https://storage.azure.com");
        assertThat(bearer.body()).contains("<Code>InvalidAuthenticationInfo</Code>");
    }

    @Test
    void publicContainersAreReadByAnyone() throws Exception {
        served.signed("PUT", "/c/b", "1");
        served.scraps.policies.put("c", new ContainerPolicy(Permission.PublicRead.BLOB, List.of()));

        assertThat(served.send("GET", served.url("/c/b"), "").body()).isEqualTo("1");
        assertThat(served.send("PUT", served.url("/c/b"), "2").statusCode()).isEqualTo(404);
    }

    @Test
    void aSasReplacesHeadersOfWhatItReads() throws Exception {
        served.signed("PUT", "/c/b", "1");
        String sas = served.blobSas("acct1", "b", "r", "&rsct=text/x");
        HttpResponse<String> get = served.send("GET", served.url("/c/b?" + sas), "");
        HttpResponse<String> write = served.send("PUT", served.url("/c/b?" + sas), "2");

        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(header(get, "Content-Type")).isEqualTo("text/x");
        assertThat(header(get, "x-ms-version")).isEqualTo(Served.VERSION);
        assertThat(header(write, "x-ms-error-code")).isEqualTo("AuthorizationPermissionMismatch");
        assertThat(served.scraps.scraps.get("acct1/c/b")).isEqualTo("1".getBytes(StandardCharsets.UTF_8));
        String none = served.blobSas("acct1", "none", "r", "&rsct=text/x");
        assertThat(header(served.send("GET", served.url("/c/none?" + none), ""), "Content-Type"))
                .isEqualTo("application/xml");
    }

    @Test
    void headersOfASasMayBeOfAnyScript() throws Exception {
        served.signed("PUT", "/c/b", "1");
        String sas = served.blobSas("acct1", "b", "r", "&rsct=text/x;%20n=%C3%A9%D1%84");
        HttpResponse<String> get = served.send("GET", served.url("/c/b?" + sas), "");

        assertThat(get.statusCode()).isEqualTo(200);
        assertThat(header(get, "Content-Type").getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo("text/x; n=\u00e9\u0444".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatGoesWrongInsideIsAnInternalErrorWithoutDetails() throws Exception {
        HttpResponse<String> broken = served.signed("GET", "/c/broken", "");

        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).contains("<Code>InternalError</Code>").doesNotContain("deliberately");
        assertThat(next().errorCode()).isEqualTo("InternalError");
    }

    @Test
    void aBusyStoreAsksToComeBack() throws Exception {
        HttpResponse<String> busy = served.signed("GET", "/c/busy", "");

        assertThat(busy.statusCode()).isEqualTo(503);
        assertThat(header(busy, "Retry-After")).isEqualTo("1");
    }

    @Test
    void probesNeedNoSignature() throws Exception {
        AtomicBoolean writable = new AtomicBoolean(true);
        try (Served probed = new Served(new Limits(1, 1, Duration.ZERO, 0), writable::get, Enforcement.OPEN)) {
            String base = "http://127.0.0.1:" + probed.port();
            assertThat(probed.send("GET", base + "/healthz", "").statusCode()).isEqualTo(200);
            assertThat(probed.send("HEAD", base + "/readyz", "").statusCode()).isEqualTo(200);
            writable.set(false);
            assertThat(probed.send("GET", base + "/healthz", "").statusCode()).isEqualTo(200);
            assertThat(probed.send("GET", base + "/readyz", "").statusCode()).isEqualTo(503);
            assertThat(probed.send("PUT", base + "/healthz", "").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void beyondTheLimitRequestsAreToldToComeBack() throws Exception {
        try (Served full = new Served(new Limits(1, 1, Duration.ZERO, 0), () -> true, Enforcement.OPEN)) {
            full.signed("PUT", "/c/slow", "1");
            CompletableFuture<HttpResponse<String>> slow = full.client()
                    .sendAsync(full.signedRequest("GET", "/c/slow", ""), HttpResponse.BodyHandlers.ofString());
            assertThat(full.scraps.slowStarted.await(20, TimeUnit.SECONDS)).isTrue();
            HttpResponse<String> refused = full.signed("GET", "/c/slow", "");
            full.scraps.slowMayEnd.countDown();

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(header(refused, "x-ms-request-id")).isNotEmpty();
            assertThat(header(refused, "Retry-After")).isEqualTo("1");
            assertThat(refused.body()).contains("<Code>ServerBusy</Code>");
            assertThat(slow.get(20, TimeUnit.SECONDS).body()).isEqualTo("1");
        }
    }

    @Test
    void aRestrictedAccountIsNotServedAndIsNoSource() throws Exception {
        AtomicReference<String> disabled = new AtomicReference<>("");
        Enforcement order = (account, service, needed) -> {
            if (account.name().equals(disabled.get())) {
                throw new StorageException(ErrorCode.AccountIsDisabled);
            }
            return Pass.UNRESTRICTED;
        };
        try (Served restricted = new Served(Limits.standard(), () -> true, order)) {
            restricted.signed("PUT", "/c/b", "1");
            restricted.scraps.scraps.put("acct2/c/b", "2".getBytes(StandardCharsets.UTF_8));
            String source =
                    restricted.url("/c/b").replace("acct1", "acct2") + "?" + restricted.blobSas("acct2", "b", "r", "");
            disabled.set("acct2");
            HttpResponse<String> copy = restricted.signed("PUT", "/c/copy", "", "x-ms-copy-source", source);
            disabled.set("acct1");
            HttpResponse<String> get = restricted.signed("GET", "/c/b", "");

            assertThat(copy.statusCode()).isEqualTo(403);
            assertThat(header(copy, "x-ms-copy-source-error-code")).isEqualTo("AccountIsDisabled");
            assertThat(header(get, "x-ms-error-code")).isEqualTo("AccountIsDisabled");
        }
    }

    @Test
    void eachPartOfABatchIsCheckedByItself() throws Exception {
        served.signed("PUT", "/c/b", "1");
        String sas = served.blobSas("acct1", "b", "r", "");
        String other = served.blobSas("acct2", "b", "r", "");
        HttpResponse<String> batch = served.signed(
                "POST",
                "/?comp=batch",
                "GET /acct1/c/b?" + sas + "\n" + "PUT /acct1/c/b?" + sas + "\n" + "GET /acct1/c/b\n" + "GET /acct2/c/b?"
                        + other + "\n" + "POST /acct1/?comp=batch&sig=x\n" + "GET relative\n");

        assertThat(batch.statusCode()).isEqualTo(202);
        assertThat(batch.body().lines())
                .containsExactly(
                        "200 null",
                        "403 AuthorizationPermissionMismatch",
                        "401 NoAuthenticationInformation",
                        "400 InvalidInput",
                        "403 AuthenticationFailed",
                        "400 InvalidUri");
        assertThat(served.records)
                .filteredOn(record -> record.operation() == null || record.bytesIn() == 0)
                .hasSizeGreaterThanOrEqualTo(6);
    }

    @Test
    void sourcesOfCopiesPassTheChecksOfARead() throws Exception {
        served.signed("PUT", "/c/b", "1");
        served.scraps.scraps.put("acct2/c/b", "2".getBytes(StandardCharsets.UTF_8));
        String foreign = served.url("/c/b").replace("acct1", "acct2");

        assertThat(copy(served.url("/c/b")).statusCode()).isEqualTo(201);
        assertThat(copy(foreign + "?" + served.blobSas("acct2", "b", "r", "")).statusCode())
                .isEqualTo(201);
        assertThat(served.scraps.scraps.get("acct1/c/copy")).isEqualTo("2".getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> closed = copy(foreign);
        assertThat(closed.statusCode()).isEqualTo(401);
        assertThat(header(closed, "x-ms-error-code")).isEqualTo("CannotVerifyCopySource");
        assertThat(header(closed, "x-ms-copy-source-status-code")).isEqualTo("401");
        assertThat(header(closed, "x-ms-copy-source-error-code")).isEqualTo("NoAuthenticationInformation");
        assertThat(closed.headers().firstValue("WWW-Authenticate")).isEmpty();
        assertThat(copy(foreign + "?" + served.blobSas("acct2", "other", "r", ""))
                        .statusCode())
                .isEqualTo(403);
        assertThat(copy("https://elsewhere.example.org/c/b").statusCode()).isEqualTo(404);
        assertThat(copy(served.url("/c/b").replace("127.0.0.1:", "elsewhere.example.org:"))
                        .body())
                .contains("elsewhere");
        assertThat(copy(served.url("/c/b").replace("/acct1", "0/acct1")).body()).contains("elsewhere");
        assertThat(copy(served.url("/c/b").replace("127.0.0.1:", "LocalHost:")).statusCode())
                .isEqualTo(201);
        assertThat(copy("http://acct1.blob.localhost/c/b").statusCode()).isEqualTo(201);
        assertThat(copy(served.url("/c/b") + "?comp=metadata").statusCode()).isEqualTo(400);
        assertThat(copy("c/b").statusCode()).isEqualTo(400);
        assertThat(copy("http://").statusCode()).isEqualTo(400);
        assertThat(header(copy(served.url("/c/%zz")), "x-ms-error-code")).isEqualTo("InvalidHeaderValue");
        served.scraps.policies.put("c", new ContainerPolicy(Permission.PublicRead.BLOB, List.of()));
        assertThat(copy(foreign).statusCode()).isEqualTo(201);
    }

    private HttpResponse<String> copy(String source) throws Exception {
        return served.signed("PUT", "/c/copy", "", "x-ms-copy-source", source);
    }

    @Test
    void hostStyleIsServedWithTheWholePath() throws Exception {
        served.scraps.scraps.put("acct1/c/healthz", "1".getBytes(StandardCharsets.UTF_8));
        served.scraps.policies.put("c", new ContainerPolicy(Permission.PublicRead.BLOB, List.of()));

        assertThat(raw("GET /c/healthz HTTP/1.1\r\nHost: acct1.blob.localhost:1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /healthz HTTP/1.1\r\nHost: acct1.blob.localhost:1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404");
    }

    @Test
    void aBodyThatBreaksOffIsTheClientsFault() throws Exception {
        String head = rawHead(served.signedRequest("PUT", "/c/b", "0123456789"));
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "012").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        RequestRecord record = next();

        assertThat(record.status()).isEqualTo(400);
        assertThat(record.errorCode()).isEqualTo("InvalidInput");
        assertThat(served.scraps.scraps).isEmpty();
    }

    private static String rawHead(HttpRequest request) {
        StringBuilder head =
                new StringBuilder("PUT ").append(request.uri().getRawPath()).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(request.uri().getAuthority()).append("\r\nContent-Length: 10\r\n");
        request.headers()
                .map()
                .forEach((name, values) ->
                        head.append(name).append(": ").append(values.getFirst()).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), served.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void browsersAreToldWhatTheRulesAllow() throws Exception {
        served.signed("PUT", "/c/b", "1");
        served.scraps.corsRules.add(new CorsRule(
                List.of("https://a.example.org"), List.of("GET"), List.of("x-ms-*"), List.of("x-ms-meta-*"), 60));
        HttpResponse<String> preflight = served.send(
                "OPTIONS",
                served.url("/c/b"),
                "",
                "Origin",
                "https://a.example.org",
                "Access-Control-Request-Method",
                "GET",
                "Access-Control-Request-Headers",
                "x-ms-date, x-ms-version");
        HttpResponse<String> other = served.send(
                "OPTIONS",
                served.url("/c/b"),
                "",
                "Origin",
                "https://b.example.org",
                "Access-Control-Request-Method",
                "GET");
        HttpResponse<String> actual = served.signed("GET", "/c/b", "", "Origin", "https://a.example.org");
        HttpResponse<String> failed = served.signed("GET", "/c/none", "", "Origin", "https://a.example.org");
        HttpResponse<String> same = served.signed("GET", "/c/b", "");

        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(header(preflight, "Access-Control-Allow-Headers")).isEqualTo("x-ms-date, x-ms-version");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(header(actual, "Access-Control-Allow-Origin")).isEqualTo("https://a.example.org");
        assertThat(header(actual, "Access-Control-Expose-Headers"))
                .startsWith("x-ms-request-id,Server,x-ms-version,x-ms-meta-kept");
        assertThat(header(failed, "Access-Control-Allow-Origin")).isEqualTo("https://a.example.org");
        assertThat(header(same, "Vary")).isEqualTo("Origin");
        assertThat(same.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private RequestRecord next() throws InterruptedException {
        RequestRecord record = served.records.poll(20, TimeUnit.SECONDS);
        assertThat(record).isNotNull();
        return record;
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
