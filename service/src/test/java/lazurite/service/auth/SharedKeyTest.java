package lazurite.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedKeyTest {
    private static final String PATH = "/devstoreaccount1/c1";

    @Test
    void theDigestsWorkedExampleIsWhatIsSigned() {
        Target target = Given.target(
                "GET",
                "/c1?comp=list&restype=container&include=metadata",
                Given.dated("Host", "devstoreaccount1.blob.storage.example.org"));

        assertThat(new SharedKeyStrings(target, Given.VERSION).usual())
                .isEqualTo("GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Sat, 21 Nov 2026 10:00:00 GMT"
                        + "\nx-ms-version:2026-10-06\n/devstoreaccount1/c1\ncomp:list\ninclude:metadata"
                        + "\nrestype:container");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/c1?restype=container",
                "/c1?restype=container&comp=list&prefix=a%2Fb&include=snapshots%2Cmetadata",
                "/c1?restype=container&comp=list&include=tags,snapshots,metadata&marker=2%21MDAw%2D",
                "/c1/a%20b%2Bc+d%C3%A4?comp=block&blockid=QUJD%2B%2F%3D%3D",
                "/c1/b?snapshot=2026-11-21T10%3A11%3A12.1234567Z&timeout=30",
                "/c1/b?comp=metadata&empty=",
            })
    void whatTheJavaSdkSignsIsAccepted(String tail) {
        for (String account : List.of(PATH.substring(0, 17), "")) {
            String host = account.isEmpty() ? "devstoreaccount1.blob.storage.example.org" : "127.0.0.1:10000";
            String uri = account + tail;
            Headers headers = Given.dated(
                    "Host", host,
                    "Content-Length", "11",
                    "Content-Type", "text/plain; charset=utf-8",
                    "Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==",
                    "If-Match", "\"0x8D6D4195D4EB8C6\"",
                    "x-ms-meta-ab", "1",
                    "x-ms-meta-a_z", "two words",
                    "x-ms-meta-a-z", "3",
                    "x-ms-client-request-id", "17");
            Target signed = bySdk("PUT", uri, headers, Given.KEY);

            assertThat(authenticate(signed)).isEqualTo(new Grant.Key());
        }
    }

    @Test
    void theSecondKeyIsAsGoodAsTheFirst() {
        assertThat(authenticate(bySdk("GET", PATH + "/b", Given.dated(), Given.KEY_2)))
                .isEqualTo(new Grant.Key());
    }

    @Test
    void anotherKeyIsRefusedWithTheStringThatWasSigned() {
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        StorageException refused = refusal(bySdk("GET", PATH + "/b", Given.dated(), other));

        assertThat(refused.code()).isEqualTo(ErrorCode.AuthenticationFailed);
        assertThat(refused.details().get("AuthenticationErrorDetail"))
                .contains("The MAC signature found in the HTTP request '")
                .contains("x-ms-date:" + Given.DATE)
                .contains("/devstoreaccount1" + PATH + "/b");
    }

    @Test
    void eachSignedPartIsCovered() {
        String[] fields = {
            "Content-Encoding", "gzip",
            "Content-Language", "en",
            "Content-Length", "5",
            "Content-MD5", "XrY7u+Ae7tCTyyK7j1rNww==",
            "Content-Type", "text/plain",
            "If-Modified-Since", Given.DATE,
            "If-Match", "a",
            "If-None-Match", "b",
            "If-Unmodified-Since", Given.DATE,
            "Range", "bytes=0-1",
            "x-ms-meta-a", "1",
            "x-ms-date", Given.DATE,
            "x-ms-version", Given.VERSION,
        };
        String uri = PATH + "/b?comp=metadata&timeout=3";
        Target good = bySdk("PUT", uri, Given.headers(fields), Given.KEY);
        assertThat(authenticate(good)).isEqualTo(new Grant.Key());

        List<Target> tampered = new ArrayList<>();
        tampered.add(withHeaders("POST", uri, good.request().headers()));
        tampered.add(withHeaders(
                "PUT", PATH + "/c?comp=metadata&timeout=3", good.request().headers()));
        tampered.add(withHeaders(
                "PUT", PATH + "/b?comp=metadata&timeout=4", good.request().headers()));
        tampered.add(
                withHeaders("PUT", PATH + "/b?comp=metadata", good.request().headers()));
        tampered.add(withHeaders("PUT", uri + "&a=1", good.request().headers()));
        for (int i = 0; i < fields.length; i += 2) {
            String changed = fields[i].equals("x-ms-date") ? "Sat, 21 Nov 2026 10:00:01 GMT" : fields[i + 1] + "1";
            tampered.add(withHeaders("PUT", uri, copy(good.request().headers()).set(fields[i], changed)));
        }
        tampered.add(withHeaders("PUT", uri, copy(good.request().headers()).add("x-ms-meta-b", "1")));
        tampered.add(withHeaders("PUT", uri, copy(good.request().headers()).remove("x-ms-meta-a")));

        assertThat(tampered)
                .allSatisfy(target -> assertThat(refusal(target).code()).isEqualTo(ErrorCode.AuthenticationFailed));
    }

    @Test
    void clientsThatSignTheSameRequestDifferentlyAreAllUnderstood() {
        String query = "?prefix=a%2Cb+c&comp=list&include=tags&include=metadata&marker=";
        String head = "GET\n\n\n\n\n\n\n\n\n\n\n\n";
        String path = "/devstoreaccount1" + PATH;
        String ordinal = "x-ms-date:" + Given.DATE + "\nx-ms-meta-a-z:1\nx-ms-meta-ab:2\nx-ms-version:2026-10-06\n";
        String culture = "x-ms-date:" + Given.DATE + "\nx-ms-meta-ab:2\nx-ms-meta-a-z:1\nx-ms-version:2026-10-06\n";
        List<String> resources = List.of(
                "\ncomp:list\ninclude:metadata,tags\nmarker:\nprefix:a,b+c",
                "\ncomp:list\ninclude:tags\nprefix:a,b+c",
                "\ncomp:list\ninclude:metadata,tags\nmarker:\nprefix:a,b c");

        for (String headers : List.of(ordinal, culture)) {
            for (String resource : resources) {
                Target target = byHand(
                        "GET",
                        PATH + query,
                        head + headers + path + resource,
                        "x-ms-meta-ab",
                        "2",
                        "x-ms-meta-a-z",
                        "1");
                assertThat(authenticate(target)).isEqualTo(new Grant.Key());
            }
        }
    }

    @Test
    void languageAndEncodingMayBeSignedInEitherOrder() {
        String rest =
                "\n\n\n\n\n\n\n\n\n\nx-ms-date:" + Given.DATE + "\nx-ms-version:2026-10-06\n/devstoreaccount1" + PATH;
        for (String first : List.of("gzip\n", "\ngzip")) {
            Target target = byHand("PUT", PATH, "PUT\n" + first + rest, "Content-Encoding", "gzip");
            assertThat(authenticate(target)).isEqualTo(new Grant.Key());
        }
    }

    @Test
    void emptyBodiesSignTheirLengthByVersion() {
        String rest = "\n\n\n\n\n\n\n\n\nx-ms-date:" + Given.DATE + "\n/devstoreaccount1" + PATH;
        Headers headers = Given.headers("x-ms-date", Given.DATE, "Content-Length", "0");
        Target old = sign("PUT", PATH, headers, "SharedKey", "PUT\n\n\n0" + rest);

        assertThat(Given.authenticator().authenticate(old, Operation.Resource.SERVICE, "2014-02-14"))
                .isEqualTo(new Grant.Key());
        assertThatThrownBy(() -> authenticate(old)).isInstanceOf(StorageException.class);
    }

    @Test
    void aPathStyleSecondaryIsSignedUnderEitherName() {
        String uri = "/devstoreaccount1-secondary/c/b";
        String head = "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:" + Given.DATE + "\nx-ms-version:2026-10-06\n";
        for (String path : List.of(uri, "/devstoreaccount1/c/b")) {
            assertThat(authenticate(byHand("GET", uri, head + "/devstoreaccount1" + path)))
                    .isEqualTo(new Grant.Key());
        }
    }

    @Test
    void liteSignsLess() {
        String string = "PUT\nmd5\ntext/plain\n\nx-ms-date:" + Given.DATE
                + "\nx-ms-version:2026-10-06\n/devstoreaccount1" + PATH + "/b?comp=metadata";
        Headers headers = Given.dated("Content-MD5", "md5", "Content-Type", "text/plain", "Range", "bytes=0-1");
        Target target = sign("PUT", PATH + "/b?comp=metadata&timeout=3", headers, "SharedKeyLite", string);
        assertThat(authenticate(target)).isEqualTo(new Grant.Key());

        Target tampered =
                withHeaders("PUT", PATH + "/b?comp=acl", target.request().headers());
        assertThat(refusal(tampered).code()).isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void theDateHeaderIsSignedWhereThereIsNoOther() {
        String string = "GET\n\n\n\n\n\n" + Given.DATE + "\n\n\n\n\n\n/devstoreaccount1" + PATH;
        Headers headers = Given.headers("Date", Given.DATE);

        assertThat(authenticate(sign("GET", PATH, headers, "SharedKey", string)))
                .isEqualTo(new Grant.Key());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sat, 21 Nov 2026 09:44:59 GMT",
                "Sat, 21 Nov 2026 10:15:01 GMT",
                "2026-11-21T10:00:00Z",
                "Sat, 41 Nov 2026 10:00:00 GMT",
                "Sat, 21 ovD 2026 10:00:00 GMT",
                "",
            })
    void aRequestSignedLongAgoOrForLaterIsRefused(String date) {
        Headers headers = Given.headers("x-ms-date", date, "x-ms-version", Given.VERSION);
        StorageException refused = refusal(bySdk("GET", PATH, headers, Given.KEY));

        assertThat(refused.code()).isEqualTo(ErrorCode.AuthenticationFailed);
        assertThat(refused.details().get("AuthenticationErrorDetail")).contains("ate header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sat, 21 Nov 2026 09:45:01 GMT", "Sat, 21 Nov 2026 10:14:59 GMT"})
    void aQuarterOfAnHourIsTolerated(String date) {
        Headers headers = Given.headers("x-ms-date", date, "x-ms-version", Given.VERSION);

        assertThat(authenticate(bySdk("GET", PATH, headers, Given.KEY))).isEqualTo(new Grant.Key());
    }

    @Test
    void aRequestWithoutDateIsRefused() {
        assertThat(refusal(bySdk("GET", PATH, Given.headers(), Given.KEY)).code())
                .isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void theKeyOfAnotherAccountDoesNotOpenThisOne() {
        Headers headers = Given.dated("Authorization", "SharedKey other:c2ln");

        assertThat(refusal(Given.target("GET", PATH, headers)).code()).isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SharedKey",
                "SharedKey ",
                "SharedKey a",
                "SharedKey :c2ln",
                "SharedKey a:",
                "Basic YTpi",
                "Negotiate",
                "SharedKeyLite a",
                "AWS4-HMAC-SHA256 x"
            })
    void whatIsNoCredentialOfOursIsMalformed(String authorization) {
        Headers headers = Given.dated("Authorization", authorization);

        assertThat(refusal(Given.target("GET", PATH, headers)).code()).isEqualTo(ErrorCode.InvalidAuthenticationInfo);
    }

    @Test
    void twoCredentialsAreNone() {
        Headers twice = Given.dated("Authorization", "SharedKey a:b", "Authorization", "SharedKey a:b");
        Headers beside = Given.dated("Authorization", "SharedKey a:b");

        assertThat(refusal(Given.target("GET", PATH, twice)).code()).isEqualTo(ErrorCode.InvalidAuthenticationInfo);
        assertThat(refusal(Given.target("GET", PATH + "?sig=abc", beside)).code())
                .isEqualTo(ErrorCode.InvalidAuthenticationInfo);
    }

    @Test
    void bearerTokensAreChallenged() {
        Headers headers = Given.dated("Authorization", "Bearer eyJ0eXAi");
        StorageException refused = refusal(Given.target("GET", PATH, headers));

        assertThat(refused.code()).isEqualTo(ErrorCode.InvalidBearerToken);
        assertThat(refused.status()).isEqualTo(401);
    }

    @Test
    void aForgedSignatureCostsABoundedNumberOfTries() {
        StringBuilder query = new StringBuilder("?a=+,&b=");
        for (int i = 0; i < 100; i++) {
            query.append("&a=").append(i).append("%2C+");
        }
        Headers headers = Given.dated("Content-Encoding", "x", "x-ms-a-b", "", "x-ms-ab", "1", "Content-Length", "0");
        Target target = Given.target("GET", "/devstoreaccount1-secondary/c" + query, headers);

        assertThat(new SharedKeyStrings(target, "2014-02-14").others()).hasSize(SharedKeyStrings.VARIANTS_MAX);
    }

    private static Grant authenticate(Target target) {
        return Given.authenticator().authenticate(target, Operation.Resource.SERVICE, Given.VERSION);
    }

    private static StorageException refusal(Target target) {
        return catchThrowableOfType(StorageException.class, () -> authenticate(target));
    }

    private static Target bySdk(String method, String uri, Headers headers, String key) {
        if (!headers.has("Content-Length")) {
            headers.add("Content-Length", "0");
        }
        HttpHeaders sdk = new HttpHeaders();
        for (int i = 0; i < headers.size(); i++) {
            sdk.add(HttpHeaderName.fromString(headers.name(i)), headers.value(i));
        }
        String host = headers.first("Host");
        String authority = host == null ? "127.0.0.1:10000" : host;
        try {
            String authorization = new StorageSharedKeyCredential(Given.NAME, key)
                    .generateAuthorizationHeader(
                            URI.create("http://" + authority + uri).toURL(), method, sdk, false);
            return withHeaders(method, uri, headers.add("Authorization", authorization));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(uri, e);
        }
    }

    private static Target byHand(String method, String uri, String stringToSign, String... namesAndValues) {
        return sign(method, uri, Given.dated(namesAndValues), "SharedKey", stringToSign);
    }

    private static Target sign(String method, String uri, Headers headers, String scheme, String stringToSign) {
        String signature = new StorageSharedKeyCredential(Given.NAME, Given.KEY).computeHmac256(stringToSign);
        return withHeaders(method, uri, headers.add("Authorization", scheme + " " + Given.NAME + ":" + signature));
    }

    private static Target withHeaders(String method, String uri, Headers headers) {
        return Given.target(method, uri, headers);
    }

    private static Headers copy(Headers headers) {
        Headers copy = new Headers();
        for (int i = 0; i < headers.size(); i++) {
            copy.add(headers.name(i), headers.value(i));
        }
        return copy;
    }
}
