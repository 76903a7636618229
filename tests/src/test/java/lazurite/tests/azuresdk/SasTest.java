package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobAccessPolicy;
import com.azure.storage.blob.models.BlobSignedIdentifier;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlobClientBase;
import com.azure.storage.common.sas.AccountSasPermission;
import com.azure.storage.common.sas.AccountSasResourceType;
import com.azure.storage.common.sas.AccountSasService;
import com.azure.storage.common.sas.AccountSasSignatureValues;
import com.azure.storage.common.sas.SasIpRange;
import com.azure.storage.common.sas.SasProtocol;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SasTest {
    private final OffsetDateTime tomorrow = Sdk.minutesFromNow(24 * 60);

    private final BlobContainerClient container = container("sas");
    private final BlobClient blob = Sdk.blob(container, "folder/a b ü", "text");

    private static BlobServiceClient service(String sas) {
        return new BlobServiceClientBuilder()
                .endpoint(Sdk.server().endpoint().toString())
                .sasToken(sas)
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }

    private BlobContainerClient containerWith(String sas) {
        return new BlobContainerClientBuilder()
                .endpoint(container.getBlobContainerUrl())
                .sasToken(sas)
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }

    private static BlobClient blobWith(String url, String sas) {
        return new BlobClientBuilder()
                .endpoint(url)
                .sasToken(sas)
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }

    private BlobServiceSasSignatureValues read() {
        return new BlobServiceSasSignatureValues(tomorrow, new BlobSasPermission().setReadPermission(true));
    }

    @Test
    void accountSasReachesWhatItNames() {
        var values = new AccountSasSignatureValues(
                tomorrow,
                AccountSasPermission.parse("rlw"),
                new AccountSasService().setBlobAccess(true),
                AccountSasResourceType.parse("sco"));
        BlobServiceClient service = service(Sdk.service().generateAccountSas(values));
        assertThat(service.listBlobContainers().stream().map(item -> item.getName()))
                .contains(container.getBlobContainerName());
        BlobClient same =
                service.getBlobContainerClient(container.getBlobContainerName()).getBlobClient("folder/a b ü");
        assertThat(Sdk.text(same)).isEqualTo("text");
        same.upload(BinaryData.fromString("new"), true);
        refused(403, "AuthorizationPermissionMismatch", same::delete);
    }

    @Test
    void accountSasOfOtherResourceTypesIsRefused() {
        var values = new AccountSasSignatureValues(
                tomorrow,
                AccountSasPermission.parse("rl"),
                new AccountSasService().setBlobAccess(true),
                AccountSasResourceType.parse("c"));
        BlobServiceClient service = service(Sdk.service().generateAccountSas(values));
        var limited = service.getBlobContainerClient(container.getBlobContainerName());
        assertThat(limited.listBlobs()).hasSize(1);
        refused(403, "AuthorizationResourceTypeMismatch", limited.getBlobClient("folder/a b ü")::downloadContent);
    }

    @Test
    void accountSasOfAnotherServiceIsRefused() {
        var values = new AccountSasSignatureValues(
                tomorrow,
                AccountSasPermission.parse("rl"),
                new AccountSasService().setQueueAccess(true),
                AccountSasResourceType.parse("sco"));
        BlobServiceClient service = service(Sdk.service().generateAccountSas(values));
        refused(
                403,
                "AuthorizationServiceMismatch",
                () -> service.listBlobContainers().stream().toList());
    }

    @Test
    void containerSasGivesItsPermissionsOnly() {
        var values = new BlobServiceSasSignatureValues(tomorrow, BlobContainerSasPermission.parse("rl"));
        BlobContainerClient limited = containerWith(container.generateSas(values));
        assertThat(limited.listBlobs()).hasSize(1);
        assertThat(Sdk.text(limited.getBlobClient("folder/a b ü"))).isEqualTo("text");
        refused(
                403,
                "AuthorizationPermissionMismatch",
                () -> limited.getBlobClient("new").upload(BinaryData.fromString("x")));
        refused(403, "AuthorizationPermissionMismatch", limited.getBlobClient("folder/a b ü")::delete);
    }

    @Test
    void containerSasDoesNotOpenAnotherContainer() {
        var values = new BlobServiceSasSignatureValues(tomorrow, BlobContainerSasPermission.parse("rl"));
        String sas = container.generateSas(values);
        BlobContainerClient other = container("sas-other");
        Sdk.blob(other, "secret", "text");
        refused(
                403,
                "AuthenticationFailed",
                blobWith(other.getBlobClient("secret").getBlobUrl(), sas)::downloadContent);
    }

    @Test
    void blobSasOpensOneBlob() {
        String sas = blob.generateSas(read());
        assertThat(Sdk.text(blobWith(blob.getBlobUrl(), sas))).isEqualTo("text");
        String other = Sdk.blob(container, "other", "text").getBlobUrl();
        refused(403, "AuthenticationFailed", blobWith(other, sas)::downloadContent);
    }

    @Test
    void createPermissionMakesButNeverOverwrites() {
        var values = new BlobServiceSasSignatureValues(tomorrow, BlobSasPermission.parse("c"));
        BlobClient fresh = container.getBlobClient("fresh");
        BlobClient limited = blobWith(fresh.getBlobUrl(), fresh.generateSas(values));
        limited.upload(BinaryData.fromString("made"));
        refused(403, "UnauthorizedBlobOverwrite", () -> limited.upload(BinaryData.fromString("again"), true));
        assertThat(Sdk.text(fresh)).isEqualTo("made");
    }

    @Test
    void snapshotSasOpensTheSnapshot() {
        BlobClientBase snapshot = blob.createSnapshot();
        Sdk.blob(container, "folder/a b ü", "newer");
        String sas = snapshot.generateSas(read());
        BlobClient limited = new BlobClientBuilder()
                .endpoint(container.getBlobContainerUrl().replace("/" + container.getBlobContainerName(), ""))
                .containerName(container.getBlobContainerName())
                .blobName("folder/a b ü")
                .snapshot(snapshot.getSnapshotId())
                .sasToken(sas)
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
        assertThat(Sdk.text(limited)).isEqualTo("text");
    }

    @Test
    void storedPolicyGrantsAndItsRemovalRevokes() {
        var identifier = new BlobSignedIdentifier()
                .setId("policy")
                .setAccessPolicy(new BlobAccessPolicy().setExpiresOn(tomorrow).setPermissions("rl"));
        container.setAccessPolicy(null, List.of(identifier));
        BlobContainerClient limited = containerWith(container.generateSas(new BlobServiceSasSignatureValues("policy")));
        assertThat(limited.listBlobs()).hasSize(1);
        refused(403, "AuthorizationPermissionMismatch", limited.getBlobClient("folder/a b ü")::delete);
        container.setAccessPolicy(null, List.of());
        assertThat(Sdk.statusOf(() -> limited.listBlobs().stream().toList())).isEqualTo(403);
    }

    @Test
    void timesAreObeyed() {
        var expired = new BlobServiceSasSignatureValues(
                Sdk.minutesFromNow(-20), new BlobSasPermission().setReadPermission(true));
        refused(403, "AuthenticationFailed", blobWith(blob.getBlobUrl(), blob.generateSas(expired))::downloadContent);
        var early = read().setStartTime(Sdk.minutesFromNow(60));
        refused(403, "AuthenticationFailed", blobWith(blob.getBlobUrl(), blob.generateSas(early))::downloadContent);
    }

    @Test
    void protocolAndAddressAreObeyed() {
        var https = read().setProtocol(SasProtocol.HTTPS_ONLY);
        assertThat(Sdk.statusOf(blobWith(blob.getBlobUrl(), blob.generateSas(https))::downloadContent))
                .isEqualTo(403);
        var elsewhere = read().setSasIpRange(SasIpRange.parse("203.0.113.1-203.0.113.9"));
        refused(
                403,
                "AuthorizationSourceIPMismatch",
                blobWith(blob.getBlobUrl(), blob.generateSas(elsewhere))::downloadContent);
        var here = read().setSasIpRange(SasIpRange.parse("127.0.0.1"));
        assertThat(Sdk.text(blobWith(blob.getBlobUrl(), blob.generateSas(here))))
                .isEqualTo("text");
    }

    @Test
    void signedHeadersReplaceThoseOfTheBlob() {
        var values = read().setContentType("text/html")
                .setContentDisposition("inline")
                .setCacheControl("no-cache");
        var properties = blobWith(blob.getBlobUrl(), blob.generateSas(values)).getProperties();
        assertThat(properties.getContentType()).isEqualTo("text/html");
        assertThat(properties.getContentDisposition()).isEqualTo("inline");
        assertThat(properties.getCacheControl()).isEqualTo("no-cache");
    }

    @Test
    void tamperedSignatureIsRefused() {
        String sas = blob.generateSas(read());
        String widened = sas.replace("sp=r", "sp=rw");
        assertThat(widened).isNotEqualTo(sas);
        refused(403, "AuthenticationFailed", blobWith(blob.getBlobUrl(), widened)::downloadContent);
    }
}
