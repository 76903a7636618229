package lazurite.http.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReadingTest {
    private static final String HOST = "Host: a\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "//host/path",
                "/a//b",
                "/a/./b/../c",
                "/../..",
                "/..",
                "/a%2Fb%2f",
                "/%00",
                "/a%zz%",
                "/a;x=1/b;y",
                "/a?b=c&d=%26+%20&sig=a/b+c%3D",
                "/a?",
                "/a??b?",
                "/a?comp=list&prefix=//../%2e%2E",
                "/%2e%2e/%2E",
                "/%C3%A9%ff",
                "/a\\b",
                "/a|b\"<>^`{}",
                "/a/http://x",
            })
    void targetArrivesAsSent(String target) throws IOException {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            client.send("GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n");

            assertThat(client.answer().text()).isEqualTo("GET " + target + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/p%2Fq?r=%41", "/", "//x"})
    void absoluteFormIsReducedToPathAndQuery(String target) throws IOException {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            client.send("GET http://a" + target + " HTTP/1.1\r\n" + HOST + "\r\n");

            assertThat(client.answer().text()).isEqualTo("GET " + target + " ");
        }
    }

    @Test
    void absoluteFormWithoutPathIsTheRoot() throws IOException {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            client.send("GET http://a HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.answer().text()).isEqualTo("GET / ");
            client.send("GET http://a?b=c HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.answer().text()).isEqualTo("GET /?b=c ");
        }
    }

    @Test
    void httpsInTheTargetMakesNothingSecure() throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    told.add(exchange.request().secure());
                    exchange.send(Response.empty(200, new Headers()));
                });
                RawClient client = served.connect()) {
            client.send("GET https://a/ HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(served.next()).isEqualTo(false);
        }
    }

    @Test
    void optionsStarIsAnsweredAndKeepsTheConnection() throws IOException {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            client.send("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.answer().status()).isEqualTo(200);
            client.send("OPTIONS /x HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(client.answer().text()).isEqualTo("OPTIONS /x ");
        }
    }

    @Test
    void headersArriveAsSentEvenWhenSpeltDifferentlyBefore() throws Exception {
        List<String> lines = List.of(
                "host: a",
                "content-TYPE: Text/Plain; charset=UTF-8",
                "X-Ms-Meta-Foo: Bar",
                "x-ms-meta-FOO: bar",
                "connection: Keep-Alive",
                "ACCEPT: */*",
                "accept-Encoding: GZIP",
                "x-ms-empty:",
                "If-Match: \"a\", \"b\"",
                "x-bytes: \u00e9\u00ff",
                "Content-length: 0");
        try (Served served = Served.with((exchange, told) -> {
                    told.add(lines(exchange.request()));
                    exchange.send(Response.empty(200, new Headers()));
                });
                RawClient client = served.connect()) {
            for (boolean lower : new boolean[] {false, true, false}) {
                List<String> sent =
                        lower ? lines.stream().map(RequestReadingTest::lower).toList() : lines;
                client.send("PUT / HTTP/1.1\r\n" + String.join("\r\n", sent) + "\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(200);
                assertThat(served.next())
                        .isEqualTo(sent.stream()
                                .map(RequestReadingTest::usualSpelling)
                                .toList());
            }
        }
    }

    /** Jetty spells some standard names its own way; nothing depends on it. */
    private static String usualSpelling(String line) {
        String tight = line.replace(": ", ":");
        return tight.startsWith("x-") || tight.startsWith("X-")
                ? tight
                : lower(tight.substring(0, tight.indexOf(':'))) + tight.substring(tight.indexOf(':'));
    }

    private static String lower(String line) {
        return line.toLowerCase(java.util.Locale.ROOT);
    }

    private static List<String> lines(Request request) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < request.headers().size(); i++) {
            lines.add(usualSpelling(
                    request.headers().name(i) + ":" + request.headers().value(i)));
        }
        return lines;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\n\n",
                "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX : b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: b\u0000c\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
                "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET x HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n",
                "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: +4\r\n\r\nabcd",
                "PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\nabcd",
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "PUT / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            })
    void brokenHeadsAreRefusedBarelyAndTheConnectionEnds(String head) throws Exception {
        try (Served served = Served.with((exchange, told) -> {
                    told.add("served");
                    exchange.send(Response.empty(200, new Headers()));
                });
                RawClient client = served.connect()) {
            client.send(head + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");

            String answer = new String(client.rest(), java.nio.charset.StandardCharsets.ISO_8859_1);

            assertThat(answer)
                    .containsPattern("^HTTP/1.1 (4|505)")
                    .doesNotContainIgnoringCase("jetty", "<html", "Server:");
            assertThat(answer.split("HTTP/1.1 ")).hasSize(2);
            assertThat(served.told).isEmpty();
        }
    }

    @Test
    void headsTooLargeAreRefusedAndTheAnswerArrives() throws IOException {
        try (Served served = Served.echo()) {
            String big = "a".repeat(40 * 1024);
            try (RawClient client = served.connect()) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + big + "\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(431);
            }
            try (RawClient client = served.connect()) {
                client.send("GET /" + big + " HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(414);
            }
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws IOException {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                all.append("PUT /" + i + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy");
            }
            client.send(all.toString());
            for (int i = 0; i < 50; i++) {
                assertThat(client.answer().text()).isEqualTo("PUT /" + i + " xy");
            }
        }
    }

    @Test
    void http10IsAnsweredAndClosed() throws IOException {
        try (Served served = Served.echo();
                RawClient client = served.connect()) {
            client.send("GET /x HTTP/1.0\r\n\r\n");
            assertThat(client.answer().text()).isEqualTo("GET /x ");
            assertThat(client.rest()).isEmpty();
        }
    }
}
