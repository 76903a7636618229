package lazurite.service.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Target;
import org.junit.jupiter.api.Test;

/** Whatever stands in a request's head, the answer is a grant of nothing or a refusal. */
class CredentialFuzzTest {
    private static final int ROUNDS = 20_000;
    private static final String[] SAS = {
        "sv",
        "ss",
        "srt",
        "sr",
        "sp",
        "st",
        "se",
        "si",
        "sip",
        "spr",
        "ses",
        "skoid",
        "sdd",
        "rscc",
        "rsct",
        "sig",
        "snapshot",
        "versionid",
        "api-version",
        "comp",
        "SIG"
    };
    private static final String[] VALUES = {
        "",
        "r",
        "b",
        "c",
        "bs",
        "bv",
        "d",
        "2026-10-06",
        "2012-02-12",
        "2026-11-22",
        "2026-11-21T10:00Z",
        "https",
        "10.0.0.1-",
        "%00",
        "%F0%9F%98%80",
        "a%0Ab",
        ",",
        "+",
        "-",
        "%2B",
        "sco",
        "devstoreaccount1",
        "::1",
        "2015-04-05"
    };
    private static final String[] AUTHORIZATION = {
        "SharedKey",
        "SharedKeyLite",
        "Bearer",
        " ",
        ":",
        "devstoreaccount1",
        "=",
        "c2lnbmF0dXJl",
        ",",
        "\t",
        "sharedkey"
    };
    private static final String[] HEADERS = {
        "x-ms-date",
        "Date",
        "x-ms-version",
        "Content-Length",
        "Content-Encoding",
        "Content-Language",
        "x-ms-meta-a-b",
        "x-ms-meta-a_b",
        "x-ms-",
        "X-MS-Meta-AB",
        "Range",
        "If-Match"
    };

    @Test
    void nothingButAzuresErrorsComeOut() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int anonymous = 0;
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            try {
                Target target = Given.target(pick(random, "GET", "PUT", "M"), uri(random), headers(random));
                Operation.Resource resource =
                        random.nextBoolean() ? Operation.Resource.SERVICE : Given.blob("c", "b\\" + i);
                Grant grant =
                        Given.authenticator().authenticate(target, resource, pick(random, "2009-09-19", "2026-10-06"));
                assertThat(grant).as("seed %d, round %d", seed, i).isEqualTo(new Grant.Anonymous());
                anonymous++;
            } catch (StorageException e) {
                assertThat(e.status()).as("seed %d, round %d", seed, i).isBetween(400, 499);
                refused++;
            }
        }
        assertThat(anonymous).isPositive();
        assertThat(refused).isPositive();
    }

    private static String uri(Random random) {
        StringBuilder uri = new StringBuilder(pick(random, "/devstoreaccount1", "/devstoreaccount1-secondary", "/x"));
        uri.append(pick(random, "", "/", "/c/b", "//%2e%2e/", "/%C3%A4")).append('?');
        for (int count = random.nextInt(12); count > 0; count--) {
            uri.append(pick(random, SAS)).append(pick(random, "=", "==", "")).append(pick(random, VALUES));
            uri.append(pick(random, "&", "&&", "&%41="));
        }
        return uri.toString();
    }

    private static Headers headers(Random random) {
        Headers headers = new Headers();
        if (random.nextBoolean()) {
            headers.add("x-ms-date", Given.DATE);
        }
        for (int count = random.nextInt(6); count > 0; count--) {
            headers.add(pick(random, HEADERS), pick(random, "", "0", "1", Given.DATE, "ä\u0001", "a,b"));
        }
        if (random.nextBoolean()) {
            StringBuilder authorization = new StringBuilder();
            for (int count = random.nextInt(7); count > 0; count--) {
                authorization.append(pick(random, AUTHORIZATION));
            }
            headers.add("Authorization", authorization.toString());
        }
        return headers;
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
