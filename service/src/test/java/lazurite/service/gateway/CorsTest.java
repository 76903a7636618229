package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorsTest {
    private static final List<CorsRule> RULES = List.of(
            new CorsRule(
                    List.of("http://one.example.org", "https://*.example.org"),
                    List.of("GET", "PUT"),
                    List.of("x-ms-meta-*", "Content-Type"),
                    List.of("x-ms-meta-*"),
                    200),
            new CorsRule(List.of("*"), List.of("GET"), List.of("*"), List.of("*"), 100));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://one.example.org | PUT | x-ms-meta-a, content-type | http://one.example.org | 200",
                "https://two.example.org | PUT | | https://two.example.org | 200",
                "https://a.b.example.org | GET | X-MS-META-A | https://a.b.example.org | 200",
                "http://one.example.org | GET | x-ms-date | * | 100",
                "https://example.com | GET | | * | 100",
                "https://.example.org | GET | | * | 100",
            })
    void theFirstRuleThatFitsAnswers(String origin, String method, String headers, String allowed, String age) {
        Response response = Cors.preflight(preflight(origin, method, headers), RULES);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers().first("Access-Control-Allow-Origin")).isEqualTo(allowed);
        assertThat(response.headers().first("Access-Control-Allow-Methods")).isEqualTo(method);
        assertThat(response.headers().first("Access-Control-Allow-Headers")).isEqualTo(headers);
        assertThat(response.headers().first("Access-Control-Max-Age")).isEqualTo(age);
        assertThat(response.headers().first("Access-Control-Allow-Credentials"))
                .isEqualTo(allowed.equals("*") ? null : "true");
    }

    @ParameterizedTest
    @CsvSource({
        "http://one.example.org, DELETE, , CorsPreflightFailure",
        "http://one.example.org, PUT, x-ms-date, CorsPreflightFailure",
        "HTTP://one.example.org, PUT, , CorsPreflightFailure",
        "https://example.com, put, , CorsPreflightFailure",
        ", GET, , InvalidHeaderValue",
        "http://one.example.org, , , InvalidHeaderValue",
    })
    void otherPreflightsFail(String origin, String method, String headers, ErrorCode code) {
        assertThat(catchThrowableOfType(
                                StorageException.class, () -> Cors.preflight(preflight(origin, method, headers), RULES))
                        .code())
                .isEqualTo(code);
    }

    @Test
    void anActualRequestIsAnsweredByOriginAndMethodAlone() {
        Headers response = new Headers().add("x-ms-meta-a", "1").add("ETag", "x");
        Cors.apply(actual("http://one.example.org", "PUT"), RULES, response);

        assertThat(response.first("Access-Control-Allow-Origin")).isEqualTo("http://one.example.org");
        assertThat(response.first("Access-Control-Expose-Headers"))
                .isEqualTo("x-ms-request-id,Server,x-ms-version,x-ms-meta-a,Content-Length,Date,Transfer-Encoding");
        assertThat(response.first("Vary")).isEqualTo("Origin");
    }

    @Test
    void anActualRequestThatNoRuleFitsIsServedWithoutHeaders() {
        Headers response = new Headers();
        Cors.apply(actual("https://example.com", "PUT"), RULES, response);
        Cors.apply(actual("https://example.com", "PUT"), List.of(), response);

        assertThat(response.has("Access-Control-Allow-Origin")).isFalse();
        assertThat(response.all("Vary")).hasSize(1);
    }

    @Test
    void aPreflightsAnswerNamesItsOriginOnce() {
        List<CorsRule> rules = List.of(
                new CorsRule(List.of("http://one.example.org"), List.of("OPTIONS", "PUT"), List.of(), List.of(), 1));
        Request preflight = preflight("http://one.example.org", "PUT", null);
        Headers answer = Cors.preflight(preflight, rules).headers();
        Cors.apply(preflight, rules, answer);

        assertThat(answer.all("Access-Control-Allow-Origin")).containsExactly("http://one.example.org");
        assertThat(answer.all("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(answer.has("Access-Control-Expose-Headers")).isFalse();
    }

    private static Request preflight(String origin, String method, @Nullable String headers) {
        return request(
                "OPTIONS",
                new Headers()
                        .addIfPresent("Origin", origin)
                        .addIfPresent("Access-Control-Request-Method", method)
                        .addIfPresent("Access-Control-Request-Headers", headers));
    }

    private static Request actual(String origin, String method) {
        return request(method, new Headers().add("Origin", origin));
    }

    private static Request request(String method, Headers headers) {
        return new Request(method, "/", headers, Body.empty(), InetAddress.getLoopbackAddress(), false);
    }
}
