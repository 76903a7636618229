package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import lazurite.service.account.ServiceKind;
import lazurite.service.auth.Caller;
import lazurite.terms.document.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A website as HTTP clients meet it, in front of the Blob service. */
class WebsiteTest {
    private static final String PAGES =
            "<IndexDocument>index.html</IndexDocument><ErrorDocument404Path>errors/404.html</ErrorDocument404Path>";

    private RestrictedServer server;
    private AccountClient owner;

    @BeforeEach
    void start() throws Exception {
        server = new RestrictedServer();
        owner = server.clinic;
        assertThat(owner.signed("PUT", "/$web?restype=container", "").statusCode())
                .isEqualTo(201);
        put("index.html", "<p>home</p>", "x-ms-blob-content-type", "text/html", "x-ms-meta-secret", "s");
        put("docs/index.html", "<p>docs</p>", "x-ms-blob-content-type", "text/html");
        put("data.bin", "0123456789", "x-ms-blob-cache-control", "max-age=60");
        put("errors/404.html", "<p>lost</p>", "x-ms-blob-content-type", "text/html; charset=utf-8");
        assertThat(owner.signed("PUT", "/private?restype=container", "").statusCode())
                .isEqualTo(201);
        assertThat(owner.signed("PUT", "/private/b", "hidden", "x-ms-blob-type", "BlockBlob")
                        .statusCode())
                .isEqualTo(201);
        website("true", PAGES);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void put(String name, String body, String... headers) throws Exception {
        String[] all = List.of("x-ms-blob-type", "BlockBlob").toArray(new String[headers.length + 2]);
        System.arraycopy(headers, 0, all, 2, headers.length);
        assertThat(owner.signed("PUT", "/$web/" + name, body, all).statusCode()).isEqualTo(201);
    }

    private void website(String enabled, String pages) throws Exception {
        properties("<StaticWebsite><Enabled>" + enabled + "</Enabled>" + pages + "</StaticWebsite>");
    }

    private void properties(String inside) throws Exception {
        assertThat(owner.signed(
                                "PUT",
                                "/?restype=service&comp=properties",
                                "<StorageServiceProperties>" + inside + "</StorageServiceProperties>")
                        .statusCode())
                .isEqualTo(202);
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return owner.send("GET", server.site() + path, "", headers);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/index.html", "/?comp=list&restype=container&sig=x&timeout=-1", "/%69ndex.html"})
    void anybodyReadsAPageAndNoQueryMatters(String path) throws Exception {
        HttpResponse<String> page =
                get(path, "Authorization", "Basic eDp5", "x-ms-version", "soon", "x-ms-if-tags", "nonsense");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo("<p>home</p>");
        assertThat(header(page, "Content-Type")).isEqualTo("text/html");
        assertThat(header(page, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(page, "x-ms-version")).isEqualTo("2018-03-28");
        assertThat(page.headers().map()).doesNotContainKeys("x-ms-meta-secret", "x-ms-blob-type", "x-ms-lease-state");
    }

    @Test
    void foldersHaveAnIndexAndNamesAreExact() throws Exception {
        assertThat(get("/docs/").body()).isEqualTo("<p>docs</p>");
        assertThat(get("/docs").statusCode()).isEqualTo(404);
        assertThat(get("/Index.html").statusCode()).isEqualTo(404);
        HttpResponse<String> bytes = get("/data.bin");
        assertThat(header(bytes, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(bytes, "Cache-Control")).isEqualTo("max-age=60");
    }

    @Test
    void aHeadTellsTheSameWithoutABody() throws Exception {
        HttpResponse<String> page = owner.send("HEAD", server.site() + "/data.bin", "", "Range", "bytes=1-2");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "Content-Length")).isEqualTo("10");
        assertThat(header(page, "ETag")).isEqualTo(header(get("/data.bin"), "ETag"));
        HttpResponse<String> missing = owner.send("HEAD", server.site() + "/no", "");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/no", "/private/b", "/$web/index.html", "/../private/b", "/%2e%2e/private/b", "/no/"})
    void whatIsNotThereIsTheErrorDocumentUnder404(String path) throws Exception {
        HttpResponse<String> missing = get(path, "Range", "bytes=0-1", "If-None-Match", "\"x\"");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("<p>lost</p>");
        assertThat(header(missing, "Content-Type")).isEqualTo("text/html; charset=utf-8");
        assertThat(header(missing, "ETag")).isEmpty();
    }

    @Test
    void withoutAnErrorDocumentItIsAPageOfTheService() throws Exception {
        website("true", "<ErrorDocument404Path>gone.html</ErrorDocument404Path>");
        for (String path : List.of("/", "/no")) {
            HttpResponse<String> missing = get(path);
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.body()).startsWith("<!DOCTYPE html>").contains("ErrorCode: WebContentNotFound");
            assertThat(header(missing, "x-ms-error-code")).isEqualTo("WebContentNotFound");
        }
    }

    @Test
    void aDefaultIndexStandsForAllThatIsMissing() throws Exception {
        website("true", "<DefaultIndexDocumentPath>/docs/index.html</DefaultIndexDocumentPath>");
        for (String path : List.of("/", "/some/route", "/some/folder/")) {
            HttpResponse<String> page = get(path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).isEqualTo("<p>docs</p>");
        }
        assertThat(get("/data.bin").body()).isEqualTo("0123456789");
    }

    @Test
    void rangesAndConditionsAreThoseOfHttp() throws Exception {
        HttpResponse<String> whole = get("/data.bin");
        String etag = header(whole, "ETag");
        HttpResponse<String> part = get("/data.bin", "Range", "bytes=2-4");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(header(part, "Content-Range")).isEqualTo("bytes 2-4/10");
        HttpResponse<String> beyond = get("/data.bin", "Range", "bytes=10-");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(header(beyond, "Content-Range")).isEqualTo("bytes */10");
        HttpResponse<String> same = get("/data.bin", "If-None-Match", "W/" + etag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(header(same, "ETag")).isEqualTo(etag);
        assertThat(get("/data.bin", "If-Modified-Since", header(whole, "Last-Modified"))
                        .statusCode())
                .isEqualTo(304);
        assertThat(get("/data.bin", "If-Match", "\"other\"").statusCode()).isEqualTo(412);
        assertThat(get("/data.bin", "Range", "bytes=2-4", "If-Range", etag).body())
                .isEqualTo("234");
        assertThat(get("/data.bin", "Range", "bytes=2-4", "If-Range", "\"other\"")
                        .body())
                .isEqualTo("0123456789");
        assertThat(get("/data.bin", "Range", "bytes=2-4", "If-Range", header(whole, "Last-Modified"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH"})
    void otherMethodsAreRefused(String method) throws Exception {
        HttpResponse<String> refused = owner.send(method, server.site() + "/index.html", "x");
        assertThat(refused.statusCode()).isEqualTo(405);
        assertThat(refused.body()).contains("ErrorCode: UnsupportedHttpVerb");
        assertThat(header(refused, "Allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void whileItIsOffThereIsNothing() throws Exception {
        website("false", PAGES);
        HttpResponse<String> off = get("/");
        assertThat(off.statusCode()).isEqualTo(404);
        assertThat(off.body()).contains("WebContentNotFound").doesNotContain("lost");
        website("true", PAGES);
        assertThat(owner.signed("DELETE", "/$web?restype=container", "").statusCode())
                .isEqualTo(202);
        assertThat(get("/").statusCode()).isEqualTo(404);
    }

    @Test
    void theServicesCorsRulesAreTheWebsites() throws Exception {
        properties("<Cors><CorsRule><AllowedOrigins>https://a.example</AllowedOrigins><AllowedMethods>GET"
                + "</AllowedMethods><AllowedHeaders>*</AllowedHeaders><ExposedHeaders>etag</ExposedHeaders>"
                + "<MaxAgeInSeconds>5</MaxAgeInSeconds></CorsRule></Cors>");
        HttpResponse<String> page = get("/", "Origin", "https://a.example");
        assertThat(header(page, "Access-Control-Allow-Origin")).isEqualTo("https://a.example");
        assertThat(header(page, "Vary")).isEqualTo("Origin");
        String[] asked = {"Origin", "https://a.example", "Access-Control-Request-Method", "GET"};
        assertThat(owner.send("OPTIONS", server.site() + "/", "", asked).statusCode())
                .isEqualTo(200);
        asked[3] = "PUT";
        assertThat(owner.send("OPTIONS", server.site() + "/", "", asked).statusCode())
                .isEqualTo(403);
    }

    @Test
    void anOrderRefusesTheWebsiteAtOnce() throws Exception {
        server.order(Level.NO_GROWTH);
        assertThat(get("/").statusCode()).isEqualTo(200);
        for (Level level : List.of(Level.EXPORT_ONLY, Level.DISABLED)) {
            server.order(level, server.grant());
            HttpResponse<String> refused = get("/");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("AccountIsDisabled").doesNotContain("c-7");
        }
        server.lift();
        assertThat(get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void eachRequestIsRecordedAsReadOfTheAccount() throws Exception {
        get("/docs/");
        RequestRecord record = server.records.take();
        while (!"GetWebContent".equals(record.operation())) {
            record = server.records.take();
        }
        assertThat(record.account()).isEqualTo("ward");
        assertThat(record.subscription()).isEqualTo("clinic");
        assertThat(record.service()).isEqualTo(ServiceKind.BLOB);
        assertThat(record.auth()).isEqualTo(Caller.Kind.ANONYMOUS);
        assertThat(record.bytesOut()).isEqualTo("<p>docs</p>".length());
    }
}
