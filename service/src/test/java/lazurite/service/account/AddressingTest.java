package lazurite.service.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressingTest {
    private static final Account ACCOUNT = new Account("acct1", List.of(new byte[] {1}), true);
    private static final Addressing ADDRESSING =
            new Addressing(new Accounts(Map.of("acct1", ACCOUNT)), List.of("Storage.example.org"));

    private static final Addressing SITES =
            Addressing.ofWebsites(new Accounts(Map.of("acct1", ACCOUNT)), List.of("Storage.example.org"));

    @ParameterizedTest
    @CsvSource({
        "acct1.blob.storage.example.org, /c/b, /c/b, false, http://acct1.blob.storage.example.org/",
        "acct1.blob.storage.example.org:10000, /, /, false, http://acct1.blob.storage.example.org:10000/",
        "ACCT1.Blob.Storage.Example.Org, /c, /c, false, http://ACCT1.Blob.Storage.Example.Org/",
        "acct1-secondary.blob.localhost:10000, /c, /c, true, http://acct1-secondary.blob.localhost:10000/",
        "127.0.0.1:10000, /acct1/c/b%20c, /c/b%20c, false, http://127.0.0.1:10000/acct1/",
        "[::1]:10000, /acct1, /, false, http://[::1]:10000/acct1/",
        "[::1], /acct1/, /, false, http://[::1]/acct1/",
        "localhost, /acct1-secondary/c, /c, true, http://localhost/acct1-secondary/",
        "any.example.com, /acct1//c/../b, //c/../b, false, http://any.example.com/acct1/",
    })
    void findsTheAccountByHostOrPath(String host, String path, String resource, boolean secondary, String endpoint) {
        Target target = ADDRESSING.resolve(request(host, path + "?a=b"), ServiceKind.BLOB);

        assertThat(target.account()).isSameAs(ACCOUNT);
        assertThat(target.resourcePath()).isEqualTo(resource);
        assertThat(target.secondary()).isEqualTo(secondary);
        assertThat(target.endpoint()).isEqualTo(endpoint);
        assertThat(target.query().first("A")).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, /other/c",
        "127.0.0.1, /",
        "acct1.queue.localhost, /c",
        "other.blob.localhost, /acct1/c",
        "x.acct1.blob.localhost, /acct1",
    })
    void anUnknownAccountIsNotFound(String host, String path) {
        StorageException refused = catchThrowableOfType(
                StorageException.class, () -> ADDRESSING.resolve(request(host, path), ServiceKind.BLOB));

        assertThat(refused.code()).isEqualTo(ErrorCode.ResourceNotFound);
        assertThat(ADDRESSING.find(request(host, path), ServiceKind.BLOB)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "acct1.web.localhost:10000, /c/b, /c/b, false",
        "acct1.z13.web.storage.example.org, /, /, false",
        "ACCT1-secondary.Z1.web.Storage.example.org, /, /, true",
        "127.0.0.1:10003, /acct1/c, /c, false",
    })
    void findsAWebsiteByHostOrPath(String host, String path, String resource, boolean secondary) {
        Target target = SITES.resolve(request(host, path), ServiceKind.BLOB);

        assertThat(target.account()).isSameAs(ACCOUNT);
        assertThat(target.resourcePath()).isEqualTo(resource);
        assertThat(target.secondary()).isEqualTo(secondary);
        assertThat(SITES.isHostStyle(request(host, path), ServiceKind.BLOB)).isEqualTo(!path.startsWith("/acct1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"acct1.blob.localhost", "acct1.blob.web.localhost", "acct1.z.web.localhost", "z1.web.localhost"})
    void anotherHostIsNoWebsite(String host) {
        assertThat(SITES.find(request(host, "/c"), ServiceKind.BLOB)).isNull();
    }

    @Test
    void aKeyIsReplacedWithoutARestart() {
        Accounts accounts = new Accounts(Map.of("acct1", ACCOUNT));
        Addressing addressing = new Addressing(accounts, List.of());
        Account renewed = new Account("acct1", List.of(new byte[] {2}), true);
        accounts.replace(Map.of("acct1", renewed));

        assertThat(addressing
                        .resolve(request("localhost", "/acct1"), ServiceKind.BLOB)
                        .account())
                .isSameAs(renewed);
    }

    @Test
    void queriesAreSplitAndDecoded() {
        Query query = Query.parse("comp=list&&prefix=a%2Fb+c%C3%A4&flag&x==&Prefix=2&=v");

        assertThat(query.parameters())
                .containsExactly(
                        new Query.Parameter("comp", "list", "list"),
                        new Query.Parameter("prefix", "a%2Fb+c%C3%A4", "a/b+cä"),
                        new Query.Parameter("flag", "", ""),
                        new Query.Parameter("x", "=", "="),
                        new Query.Parameter("Prefix", "2", "2"),
                        new Query.Parameter("", "v", "v"));
        assertThat(query.present("flag")).isNull();
        assertThat(query.has("FLAG")).isTrue();
        assertThat(Query.parse("").parameters()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%4g", "%zz=1", "a=%ff", "a=%C3", "a=%ED%A0%80", "a=%C0%AF", "a=%%41"})
    void brokenEscapesAreAnInvalidUri(String query) {
        assertThat(catchThrowableOfType(StorageException.class, () -> Query.parse(query))
                        .code())
                .isEqualTo(ErrorCode.InvalidUri);
    }

    private static Request request(String host, String target) {
        Headers headers = new Headers().add("Host", host);
        return new Request("GET", target, headers, Body.empty(), InetAddress.getLoopbackAddress(), false);
    }
}
