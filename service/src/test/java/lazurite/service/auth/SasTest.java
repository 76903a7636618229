package lazurite.service.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.azure.core.http.HttpClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import com.azure.storage.common.sas.SasIpRange;
import com.azure.storage.common.sas.SasProtocol;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Query;
import lazurite.service.account.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Signatures that the Java SDK makes, and what becomes of them when a field is changed. */
class SasTest {
    private static final OffsetDateTime EXPIRY = Given.NOW.plusSeconds(3600).atOffset(ZoneOffset.UTC);
    private static final HttpClient NO_NETWORK = request -> Mono.error(new IllegalStateException("no network here"));

    private final BlobServiceClient service = new BlobServiceClientBuilder()
            .endpoint("http://127.0.0.1:10000/devstoreaccount1")
            .credential(new StorageSharedKeyCredential(Given.NAME, Given.KEY))
            .httpClient(NO_NETWORK)
            .buildClient();
    private final BlobContainerClient container = service.getBlobContainerClient("c");

    @Test
    void anAccountSasOfTheSdkIsAccepted() {
        String sas = service.generateAccountSas(accountValues()
                .setSasIpRange(SasIpRange.parse("127.0.0.0-127.0.0.9"))
                .setProtocol(SasProtocol.HTTPS_HTTP)
                .setStartTime(EXPIRY.minusHours(2)));

        assertThat(grant(sas, "c", "b")).isEqualTo(new Grant.Account("rwl", "sco", null));
    }

    @Test
    void aContainerSasOfTheSdkIsGoodForItsBlobs() {
        String sas = container.generateSas(
                new BlobServiceSasSignatureValues(EXPIRY, BlobContainerSasPermission.parse("racwdl")));

        assertThat(grant(sas, "c", "a b/c")).isEqualTo(new Grant.Service(true, "racwdl", ResponseOverrides.NONE, null));
        assertThat(refusal(sas, "other", "b").code()).isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void aBlobSasOfTheSdkIsGoodForThatBlobOnly() {
        String sas = container
                .getBlobClient("folder\\ä+b/c d")
                .generateSas(blobValues()
                        .setContentType("text/html; charset=utf-8")
                        .setContentDisposition("attachment; filename=\"x y.txt\"")
                        .setCacheControl("no-cache")
                        .setContentEncoding("gzip")
                        .setContentLanguage("de")
                        .setProtocol(SasProtocol.HTTPS_HTTP)
                        .setSasIpRange(SasIpRange.parse("127.0.0.1"))
                        .setStartTime(EXPIRY.minusHours(2)));

        ResponseOverrides overrides = new ResponseOverrides(
                "no-cache", "attachment; filename=\"x y.txt\"", "gzip", "de", "text/html; charset=utf-8");
        assertThat(grant(sas, "c", "folder\\ä+b/c d")).isEqualTo(new Grant.Service(false, "r", overrides, null));
        assertThat(refusal(sas, "c", "folder/ä+b").code()).isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void aSnapshotSasOpensNeitherTheBaseNorAnotherSnapshot() {
        String moment = "2026-11-20T10:11:12.1234567Z";
        String sas = container.getBlobClient("b").getSnapshotClient(moment).generateSas(blobValues());

        assertThat(grant(sas + "&snapshot=" + moment, "c", "b"))
                .isEqualTo(new Grant.Service(false, "r", ResponseOverrides.NONE, null));
        assertThat(refusal(sas, "c", "b").code()).isEqualTo(ErrorCode.AuthenticationFailed);
        assertThat(refusal(sas + "&snapshot=2026-11-20T10:11:12.1234568Z", "c", "b")
                        .code())
                .isEqualTo(ErrorCode.AuthenticationFailed);
        assertThat(refusal(sas + "&versionid=" + moment, "c", "b").code()).isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void aVersionSasOpensThatVersion() {
        String moment = "2026-11-20T10:11:12.1234567Z";
        String sas = container.getBlobClient("b").getVersionClient(moment).generateSas(blobValues());

        assertThat(grant(sas + "&versionid=" + moment, "c", "b"))
                .isEqualTo(new Grant.Service(false, "r", ResponseOverrides.NONE, null));
        assertThat(refusal(sas + "&snapshot=" + moment, "c", "b").code()).isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void aBlobSasDoesNotOpenSnapshots() {
        String sas = container.getBlobClient("b").generateSas(blobValues());
        Target target = at(sas + "&snapshot=2026-11-20T10:11:12.1234567Z");
        Operation.Resource snapshot = new Operation.Resource("c", "b", "2026-11-20T10:11:12.1234567Z");

        assertThat(catchThrowableOfType(
                                StorageException.class,
                                () -> Given.authenticator().authenticate(target, snapshot, Given.VERSION))
                        .code())
                .isEqualTo(ErrorCode.AuthenticationFailed);
    }

    @Test
    void eachFieldOfASasIsSigned() {
        List<String> good = List.of(
                service.generateAccountSas(accountValues()
                        .setSasIpRange(SasIpRange.parse("127.0.0.1"))
                        .setProtocol(SasProtocol.HTTPS_HTTP)
                        .setStartTime(EXPIRY.minusHours(2))),
                container
                        .getBlobClient("b")
                        .generateSas(blobValues()
                                .setContentType("text/html")
                                .setContentDisposition("inline")
                                .setCacheControl("no-cache")
                                .setContentEncoding("gzip")
                                .setContentLanguage("de")
                                .setProtocol(SasProtocol.HTTPS_HTTP)
                                .setSasIpRange(SasIpRange.parse("127.0.0.1"))
                                .setStartTime(EXPIRY.minusHours(2))));
        for (String sas : good) {
            grant(sas, "c", "b");
            for (Query.Parameter field : Query.parse(sas).parameters()) {
                String without = sas.replace(field.name() + "=" + field.rawValue(), field.name() + "_=1");
                String changed = sas.replace(
                        field.name() + "=" + field.rawValue(), field.name() + "=" + other(field.name(), field.value()));
                assertThat(refusal(changed, "c", "b").code())
                        .as(field.name())
                        .isEqualTo(ErrorCode.AuthenticationFailed);
                if (!field.name().equals("sig")) {
                    assertThat(refusal(without, "c", "b").code())
                            .as("without " + field.name())
                            .isEqualTo(ErrorCode.AuthenticationFailed);
                }
            }
        }
    }

    private static String other(String name, String value) {
        return switch (name) {
            case "st", "se" -> "2026-11-21T10:30:00Z";
            case "sip" -> "127.0.0.0-127.0.0.255";
            case "spr" -> "https";
            case "sv" -> "2021-08-06";
            case "sr" -> "c";
            case "ss" -> "q";
            case "srt" -> "s";
            case "sp" -> "rw";
            default -> value + "a";
        };
    }

    @Test
    void timeIsChecked() {
        String expired = container.generateSas(new BlobServiceSasSignatureValues(
                Given.NOW.atOffset(ZoneOffset.UTC), BlobContainerSasPermission.parse("r")));
        String early =
                container.generateSas(new BlobServiceSasSignatureValues(EXPIRY, BlobContainerSasPermission.parse("r"))
                        .setStartTime(Given.NOW.plusSeconds(1).atOffset(ZoneOffset.UTC)));
        String reversed =
                container.generateSas(new BlobServiceSasSignatureValues(EXPIRY, BlobContainerSasPermission.parse("r"))
                        .setStartTime(EXPIRY.plusSeconds(1)));

        assertThat(detail(refusal(expired, "c", "b")))
                .isEqualTo("Signature not valid in the specified time frame: Start [] - Expiry [" + Given.DATE
                        + "] - Current [" + Given.DATE + "]");
        assertThat(detail(refusal(early, "c", "b"))).startsWith("Signature not valid in the specified time frame");
        assertThat(detail(refusal(reversed, "c", "b")))
                .isEqualTo("Signed expiry time [Sat, 21 Nov 2026 11:00:00 GMT] must be after signed start time"
                        + " [Sat, 21 Nov 2026 11:00:01 GMT]");
    }

    @Test
    void addressProtocolAndServiceAreChecked() {
        String here = service.generateAccountSas(accountValues().setSasIpRange(SasIpRange.parse("10.0.0.1-10.0.0.9")));
        String secure = service.generateAccountSas(accountValues().setProtocol(SasProtocol.HTTPS_ONLY));
        String queues = service.generateAccountSas(new AccountSasSignatureValues(
                EXPIRY,
                AccountSasPermission.parse("r"),
                AccountSasService.parse("q"),
                AccountSasResourceType.parse("sco")));

        StorageException elsewhere = refusal(here, "c", "b");
        assertThat(elsewhere.code()).isEqualTo(ErrorCode.AuthorizationSourceIPMismatch);
        assertThat(elsewhere.getMessage()).endsWith("using this source IP 127.0.0.1.");
        assertThat(authenticate(Given.target("GET", "/devstoreaccount1/c/b?" + here, new Headers(), "10.0.0.5", false)))
                .isInstanceOf(Grant.Account.class);
        assertThat(refusal(secure, "c", "b").code()).isEqualTo(ErrorCode.AuthorizationProtocolMismatch);
        assertThat(authenticate(
                        Given.target("GET", "/devstoreaccount1/c/b?" + secure, new Headers(), "127.0.0.1", true)))
                .isInstanceOf(Grant.Account.class);
        assertThat(refusal(queues, "c", "b").code()).isEqualTo(ErrorCode.AuthorizationServiceMismatch);
    }

    @Test
    void aStoredPolicyGivesWhatTheSasLeavesOut() {
        String sas = container.generateSas(new BlobServiceSasSignatureValues("policy"));
        ContainerPolicy.SignedIdentifier whole =
                new ContainerPolicy.SignedIdentifier("policy", "2026-11-21", "2026-11-22T00:00:00.0000000Z", "rl");
        ContainerPolicy.SignedIdentifier timeless = new ContainerPolicy.SignedIdentifier("policy", null, null, "rl");
        ContainerPolicy.SignedIdentifier expired =
                new ContainerPolicy.SignedIdentifier("policy", null, "2026-11-21", "rl");

        assertThat(withPolicy(sas, whole)).isEqualTo(new Grant.Service(true, "rl", ResponseOverrides.NONE, null));
        assertThat(detail(refusalWithPolicy(sas, timeless))).isEqualTo("se is mandatory. Cannot be empty");
        assertThat(detail(refusalWithPolicy(sas, expired))).startsWith("Signature not valid");
        assertThat(refusal(sas, "c", "b").code()).isEqualTo(ErrorCode.AuthorizationFailure);
        assertThat(refusalWithPolicy(sas, new ContainerPolicy.SignedIdentifier("other", null, null, "rl"))
                        .code())
                .isEqualTo(ErrorCode.AuthorizationFailure);
    }

    @Test
    void aFieldInBothSasAndPolicyIsRefused() {
        String sas =
                container.generateSas(new BlobServiceSasSignatureValues(EXPIRY, BlobContainerSasPermission.parse("r"))
                        .setIdentifier("policy"));
        ContainerPolicy.SignedIdentifier empty = new ContainerPolicy.SignedIdentifier("policy", null, null, null);

        assertThat(withPolicy(sas, empty)).isInstanceOf(Grant.Service.class);
        assertThat(detail(refusalWithPolicy(
                        sas, new ContainerPolicy.SignedIdentifier("policy", null, "2026-11-22", null))))
                .contains("'se'");
        assertThat(detail(refusalWithPolicy(sas, new ContainerPolicy.SignedIdentifier("policy", null, null, "r"))))
                .contains("'sp'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig=",
                "sig=a",
                "sv=2026-10-06&sr=b&sp=r&se=2027-01-01",
                "sv=2026-10-06&sr=b&sp=r&se=2027-01-01&sig=a&sig=b",
                "sv=2026-10-06&sr=x&sp=r&se=2027-01-01&sig=a",
                "sv=2026-10-06&sr=d&sdd=1&sp=r&se=2027-01-01&sig=a",
                "sv=2017-11-09&sr=bs&sp=r&se=2027-01-01&sig=a",
                "sv=2026-1-06&sr=b&sp=r&se=2027-01-01&sig=a",
                "sv=2026-10-06&sr=b&se=2027-01-01&sig=a",
                "sv=2026-10-06&sr=b&sp=r!&se=2027-01-01&sig=a",
                "sv=2026-10-06&sr=b&sp=r&se=2027-01-01&sip=10.1&sig=a",
                "sv=2026-10-06&sr=b&sp=r&se=2027-01-01&spr=http&sig=a",
                "sv=2026-10-06&sr=b&sp=r&se=2027-01-01&rscc=a%0D%0Ab&sig=a",
                "sv=2026-10-06&ss=b&sp=r&se=2027-01-01&sig=a",
                "sv=2026-10-06&ss=x&srt=o&sp=r&se=2027-01-01&sig=a",
                "sv=2014-02-14&ss=b&srt=o&sp=r&se=2027-01-01&sig=a",
                "sv=2026-10-06&ss=b&srt=o&sp=r&sig=a",
                "sv=2026-10-06&sr=b&sp=r&se=2027-01-01&skoid=x&sig=a",
            })
    void whatIsNoSasIsRefused(String sas) {
        if (sas.contains("sig=")) {
            assertThat(refusal(sas, "c", "b").code()).isEqualTo(ErrorCode.AuthenticationFailed);
        } else {
            assertThat(grant(sas, "c", "b")).isEqualTo(new Grant.Anonymous());
        }
    }

    private static AccountSasSignatureValues accountValues() {
        return new AccountSasSignatureValues(
                EXPIRY,
                AccountSasPermission.parse("rwl"),
                AccountSasService.parse("bq"),
                AccountSasResourceType.parse("sco"));
    }

    private static BlobServiceSasSignatureValues blobValues() {
        return new BlobServiceSasSignatureValues(EXPIRY, BlobSasPermission.parse("r"));
    }

    private static Target at(String query) {
        return Given.target("GET", "/devstoreaccount1/c/b?" + query, new Headers());
    }

    private static Grant authenticate(Target target) {
        return Given.authenticator().authenticate(target, Given.blob("c", "b"), Given.VERSION);
    }

    private static Grant grant(String sas, String container, String blob) {
        return Given.authenticator().authenticate(at(sas), Given.blob(container, blob), Given.VERSION);
    }

    private static StorageException refusal(String sas, String container, String blob) {
        return catchThrowableOfType(StorageException.class, () -> grant(sas, container, blob));
    }

    private static Grant withPolicy(String sas, ContainerPolicy.SignedIdentifier identifier) {
        ContainerPolicy policy = new ContainerPolicy(Permission.PublicRead.NEVER, List.of(identifier));
        return Given.authenticator((account, name) -> name.equals("c") ? policy : null)
                .authenticate(at(sas), Given.blob("c", "b"), Given.VERSION);
    }

    private static StorageException refusalWithPolicy(String sas, ContainerPolicy.SignedIdentifier identifier) {
        return catchThrowableOfType(StorageException.class, () -> withPolicy(sas, identifier));
    }

    private static String detail(StorageException refused) {
        return refused.details().getOrDefault("AuthenticationErrorDetail", "");
    }
}
