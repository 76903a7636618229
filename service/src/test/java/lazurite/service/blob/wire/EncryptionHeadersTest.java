package lazurite.service.blob.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.http.Headers;
import lazurite.http.Request;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Query;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.service.account.Target;
import lazurite.service.blob.Requests;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.CustomerKey;
import lazurite.service.blob.operation.RequestedKeys;
import lazurite.service.blob.record.ContainerEncryption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How keys and encryption scopes come on the wire, and how little is said of them in refusals. */
final class EncryptionHeadersTest {
    private static final byte[] BYTES = bytes();
    private static final String KEY = Base64.getEncoder().encodeToString(BYTES);
    private static final String SHA256 = new CustomerKey(BYTES).sha256();
    private static final String PUT = "PUT /con/b";
    private static final List<String> BLOB = List.of("x-ms-blob-type: AppendBlob", "Content-Length: 0");

    private static byte[] bytes() {
        byte[] bytes = new byte[CustomerKey.BYTES];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static List<String> key(String prefix) {
        return List.of(prefix + ": " + KEY, prefix + "-sha256: " + SHA256, algorithm(prefix) + ": AES256");
    }

    private static String algorithm(String prefix) {
        return prefix.substring(0, prefix.length() - "key".length()) + "algorithm";
    }

    private static String[] all(List<String> one, List<String> two) {
        List<String> both = new ArrayList<>(one);
        both.addAll(two);
        return both.toArray(String[]::new);
    }

    private static StorageException refusal(List<String> headers) {
        return Requests.refusal(PUT, all(BLOB, headers));
    }

    private static Target target(boolean secure, boolean overHttp) {
        Headers fields = new Headers();
        for (String header : all(BLOB, key("x-ms-encryption-key"))) {
            int colon = header.indexOf(':');
            fields.add(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        Request request = new Request("PUT", "/con/b", fields, Body.empty(), InetAddress.getLoopbackAddress(), secure);
        BlobFeatures features = BlobFeatures.NONE.withKeys(overHttp, List.of());
        Account account = new Account("acct", List.of(new byte[64]), true, Subscription.DEFAULT, features);
        return new Target(request, ServiceKind.BLOB, account, false, "/con/b", Query.parse(""), Requests.ENDPOINT);
    }

    @Test
    void aKeyIsReadWithItsHash() {
        Target target = Requests.target(PUT, all(BLOB, key("X-MS-Encryption-Key")));
        assertThat(BlobApi.parse(target)).isInstanceOf(BlobOperation.CreateAppendBlob.class);
        RequestedKeys keys = EncryptionHeaders.of(target);
        assertThat(Objects.requireNonNull(keys.key()).sha256()).isEqualTo(SHA256);
        assertThat(keys.sourceKey()).isNull();
        assertThat(keys.scope()).isNull();
        assertThat(keys.toString()).doesNotContain(KEY).doesNotContain(SHA256);
        assertThat(EncryptionHeaders.of(Requests.target(PUT, all(BLOB, List.of()))))
                .isSameAs(RequestedKeys.NONE);
    }

    @Test
    void aKeyNeedsTlsUnlessTheAccountSaysOtherwise() {
        assertThat(Requests.refusal(target(false, false)).code()).isEqualTo(ErrorCode.AccountRequiresHttps);
        assertThat(BlobApi.parse(target(false, true))).isNotNull();
        assertThat(BlobApi.parse(target(true, false))).isNotNull();
    }

    @Test
    void theThreeHeadersComeTogether() {
        for (int left = 0; left < 3; left++) {
            List<String> two = new ArrayList<>(key("x-ms-encryption-key"));
            String name = two.remove(left);
            StorageException refused = refusal(two);
            assertThat(refused.code()).isEqualTo(ErrorCode.MissingRequiredHeader);
            assertThat(refused.details()).containsEntry("HeaderName", name.substring(0, name.indexOf(':')));
        }
    }

    @Test
    void noRefusalShowsTheKey() {
        String other = Base64.getEncoder().encodeToString(new byte[32]);
        String shortKey = Base64.getEncoder().encodeToString(new byte[31]);
        List<List<String>> malformed = List.of(
                List.of("x-ms-encryption-key: " + shortKey, sha256(SHA256), "x-ms-encryption-algorithm: AES256"),
                List.of("x-ms-encryption-key: " + KEY, sha256(other), "x-ms-encryption-algorithm: AES256"),
                List.of("x-ms-encryption-key: " + KEY, sha256(SHA256), "x-ms-encryption-algorithm: None"),
                List.of("x-ms-encryption-key: " + KEY, "x-ms-encryption-key: " + other, sha256(SHA256)));
        for (List<String> headers : malformed) {
            StorageException refused = refusal(headers);
            assertThat(refused.code()).isEqualTo(ErrorCode.InvalidHeaderValue);
            assertThat(refused.details().values()).doesNotContain(KEY, shortKey);
        }
    }

    private static String sha256(String value) {
        return "x-ms-encryption-key-sha256: " + value;
    }

    @Test
    void aKeyAndAScopeExcludeEachOther() {
        List<String> both = new ArrayList<>(key("x-ms-encryption-key"));
        both.add("x-ms-encryption-scope: ward");
        assertThat(refusal(both).code()).isEqualTo(ErrorCode.InvalidHeaderValue);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE /con/b",
                "GET /con/b?comp=tags",
                "GET /con/b?comp=blocklist",
                "GET /con/b?comp=pagelist",
                "PUT /con/b?comp=properties",
                "PUT /con/b?comp=undelete",
                "GET /con?restype=container",
                "GET /?comp=list"
            })
    void operationsWithoutUseForAKeyRefuseIt(String line) {
        StorageException refused =
                Requests.refusal(line, key("x-ms-encryption-key").toArray(String[]::new));
        assertThat(refused.code()).isEqualTo(ErrorCode.UnsupportedHeader);
        assertThat(refused.details().values()).doesNotContain(KEY);
        assertThat(Requests.refusal(line, "x-ms-encryption-scope: ward").code()).isEqualTo(ErrorCode.UnsupportedHeader);
    }

    @Test
    void copiesTakeAScopeOnlyWhereTheyAnswerAtTheirEnd() {
        String source = "x-ms-copy-source: https://acct.blob.core.windows.net/c/s";
        assertThat(Requests.parse(PUT, source, "x-ms-requires-sync: true", "x-ms-encryption-scope: ward"))
                .isInstanceOf(CopyOperation.CopyBlob.class);
        assertThat(Requests.refusal(PUT, source, "x-ms-encryption-scope: ward").code())
                .isEqualTo(ErrorCode.UnsupportedHeader);
        String[] withKey = all(key("x-ms-encryption-key"), List.of(source, "x-ms-requires-sync: true"));
        assertThat(Requests.refusal(PUT, withKey).code()).isEqualTo(ErrorCode.UnsupportedHeader);
    }

    @Test
    void aSourcesKeyIsTakenByWritesFromAUrlSinceItsVersion() {
        String source = "x-ms-copy-source: https://acct.blob.core.windows.net/c/s";
        List<String> from = List.of(source, "x-ms-blob-type: BlockBlob");
        String[] now = all(key("x-ms-source-encryption-key"), from);
        assertThat(Requests.parse(PUT, now)).isInstanceOf(CopyOperation.PutBlobFromUrl.class);
        assertThat(EncryptionHeaders.of(Requests.target(PUT, now)).sourceKey()).isNotNull();
        List<String> before = List.of(source, "x-ms-blob-type: BlockBlob", "x-ms-version: 2026-02-06");
        assertThat(Requests.refusal(PUT, all(key("x-ms-source-encryption-key"), before))
                        .code())
                .isEqualTo(ErrorCode.UnsupportedHeader);
        assertThat(refusal(key("x-ms-source-encryption-key")).code()).isEqualTo(ErrorCode.UnsupportedHeader);
    }

    @Test
    void oldVersionsHaveNoKeys() {
        List<String> old = new ArrayList<>(key("x-ms-encryption-key"));
        old.add("x-ms-version: 2018-11-09");
        assertThat(refusal(old).code()).isEqualTo(ErrorCode.UnsupportedHeader);
    }

    @Test
    void aContainerSaysBothOrNeither() {
        String line = "PUT /con?restype=container";
        String scope = "x-ms-default-encryption-scope: ward";
        String deny = "x-ms-deny-encryption-scope-override: true";
        BlobOperation.CreateContainer create = (BlobOperation.CreateContainer) Requests.parse(line, scope, deny);
        assertThat(create.encryption()).isEqualTo(new ContainerEncryption("ward", true));
        assertThat(Requests.refusal(line, scope).code()).isEqualTo(ErrorCode.MissingRequiredHeader);
        assertThat(Requests.refusal(line, deny).code()).isEqualTo(ErrorCode.MissingRequiredHeader);
        assertThat(((BlobOperation.CreateContainer) Requests.parse(line)).encryption())
                .isEqualTo(ContainerEncryption.ACCOUNT);
        String usual = "x-ms-default-encryption-scope: $account-encryption-key";
        create = (BlobOperation.CreateContainer) Requests.parse(line, usual, deny);
        assertThat(create.encryption()).isEqualTo(new ContainerEncryption(null, true));
    }
}
