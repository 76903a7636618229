package lazurite.service.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import lazurite.base.Platform;
import lazurite.http.Body;
import lazurite.http.Exchange;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.http.Response;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.Permission.PublicRead;
import org.junit.jupiter.api.Test;

/** Heads put together at random are answered, never with a 500. */
class GatewayFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String[] PATH = {
        "/",
        "acct1",
        "acct1-secondary",
        "c",
        "b",
        "%2F",
        "%",
        "%C3%A4",
        "%ff",
        "..",
        "\\",
        "healthz",
        "?",
        "&",
        "=",
        "comp=batch",
        "sig=x",
        "sv=2026-10-06",
        "sr=c",
        "sr=b",
        "sp=r",
        "se=2099-01-01",
        "si=id",
        "api-version=1",
        "snapshot=",
        "ss=b&srt=sco"
    };
    private static final String[] NAMES = {
        "Host",
        "Origin",
        "Authorization",
        "x-ms-version",
        "x-ms-date",
        "x-ms-client-request-id",
        "x-ms-copy-source",
        "x-ms-copy-source-authorization",
        "Access-Control-Request-Method",
        "Access-Control-Request-Headers",
        "Date"
    };
    private static final String[] VALUES = {
        "",
        "acct1.blob.localhost",
        "localhost:1",
        "[::1",
        ":",
        "https://a.example.org",
        "SharedKey acct1:x",
        "Bearer x",
        "2026-10-06",
        "9999-99-99",
        "http://localhost/acct1/c/b",
        "http://acct1.blob.localhost",
        "http://?",
        "https:///",
        "GET",
        "x-ms-a,,*",
        "\u0000\u00e4",
        "http://localhost/acct1/c/b?sig=%"
    };

    private record Sent(Request request, List<Response> responses) implements Exchange {
        @Override
        public void send(Response response) {
            responses.add(response);
        }

        @Override
        public long bytesReceived() {
            return 0;
        }

        @Override
        public long bytesSent() {
            return 0;
        }
    }

    @Test
    void everyHeadIsAnsweredOnce() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        ScrapFrontend scraps = new ScrapFrontend();
        scraps.policies.put("c", new ContainerPolicy(PublicRead.CONTAINER, List.of()));
        scraps.scraps.put("acct1/c/b", new byte[1]);
        scraps.corsRules.add(new CorsRule(List.of("*"), List.of("GET"), List.of("*"), List.of("*"), 1));
        Account account = new Account("acct1", List.of("key".getBytes(StandardCharsets.UTF_8)), true);
        Gateway<ScrapFrontend.Scrap> gateway = new Gateway<>(
                scraps,
                new Addressing(new Accounts(Map.of("acct1", account)), List.of("example.org")),
                Platform.system(),
                Gateway.Options.standard());
        Set<Integer> statuses = new HashSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            Sent sent = new Sent(request(random), new ArrayList<>());
            gateway.handle(sent);

            assertThat(sent.responses()).as("seed %d, round %d", seed, i).hasSize(1);
            int status = sent.responses().getFirst().status();
            assertThat(status)
                    .as("seed %d, round %d: %s", seed, i, sent.request())
                    .isNotEqualTo(500);
            statuses.add(status);
        }
        assertThat(statuses).as("seed %d", seed).contains(400, 403, 404);
        Sent good = new Sent(request("GET", "/acct1/c/b", new Headers(), false), new ArrayList<>());
        gateway.handle(good);
        assertThat(good.responses().getFirst().status()).isEqualTo(200);
    }

    private static Request request(Random random) {
        StringBuilder target = new StringBuilder(random.nextInt(20) == 0 ? "" : "/acct1");
        for (int parts = random.nextInt(10); parts > 0; parts--) {
            target.append(random.nextBoolean() ? pick(random, "/", "&", "?") : "")
                    .append(pick(random, PATH));
        }
        Headers headers = new Headers();
        for (int count = random.nextInt(5); count > 0; count--) {
            headers.add(pick(random, NAMES), pick(random, VALUES));
        }
        return request(
                pick(random, "GET", "GET", "HEAD", "PUT", "POST", "OPTIONS", "DELETE", "x"),
                target.toString(),
                headers,
                random.nextBoolean());
    }

    private static Request request(String method, String target, Headers headers, boolean secure) {
        Body body = Body.of("GET /acct1/c/b\nGET %\n");
        return new Request(method, target, headers, body, InetAddress.getLoopbackAddress(), secure);
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
