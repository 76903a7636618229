package lazurite.service.auth;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Target;

/** What the tests of this package start from. */
final class Given {
    static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    static final String DATE = "Sat, 21 Nov 2026 10:00:00 GMT";
    static final String VERSION = "2026-10-06";
    static final String NAME = "devstoreaccount1";
    static final String KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    static final String KEY_2 = Base64.getEncoder().encodeToString("the other key".getBytes(StandardCharsets.UTF_8));
    static final Account ACCOUNT = new Account(
            NAME, List.of(Base64.getDecoder().decode(KEY), Base64.getDecoder().decode(KEY_2)), true);
    static final Addressing ADDRESSING =
            new Addressing(new Accounts(Map.of(NAME, ACCOUNT)), List.of("storage.example.org"));
    static final ContainerPolicy.Source NO_POLICIES = (account, container) -> null;

    private Given() {}

    static Authenticator authenticator() {
        return authenticator(NO_POLICIES);
    }

    static Authenticator authenticator(ContainerPolicy.Source policies) {
        return new Authenticator(policies, InstantSource.fixed(NOW));
    }

    static Headers headers(String... namesAndValues) {
        Headers headers = new Headers();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    static Headers dated(String... namesAndValues) {
        return headers(namesAndValues).add("x-ms-date", DATE).add("x-ms-version", VERSION);
    }

    static Target target(String method, String target, Headers headers) {
        return target(method, target, headers, "127.0.0.1", false);
    }

    static Target target(String method, String target, Headers headers, String remote, boolean secure) {
        if (!headers.has("Host")) {
            headers.add("Host", "127.0.0.1:10000");
        }
        Request request = new Request(method, target, headers, Body.empty(), InetAddress.ofLiteral(remote), secure);
        return ADDRESSING.resolve(request, ServiceKind.BLOB);
    }

    static Operation.Resource blob(String container, String blob) {
        return new Operation.Resource(container, blob, null);
    }
}
