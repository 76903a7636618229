package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.BlobContainerProperties;
import com.azure.storage.blob.models.BlobImmutabilityPolicy;
import com.azure.storage.blob.models.BlobImmutabilityPolicyMode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.Appends;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Immutability policies and legal holds, as the SDK asks for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImmutabilityTest {
    private static final Immutability IMMUTABILITY = new Immutability(
            false,
            null,
            Map.of(
                    "versions", new OfContainer(true, null, List.of(), false),
                    "locked", new OfContainer(false, new Policy(5, true, Appends.NONE), List.of(), false),
                    "held", new OfContainer(false, null, List.of("case42"), false)));

    private Lazurite server;

    @BeforeAll
    void start() throws IOException {
        server = Lazurite.start(Config.forTests().withAccounts(account(IMMUTABILITY)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static List<AccountSettings> account(Immutability immutability) {
        Account dev = AccountSettings.dev().account();
        BlobFeatures features = new BlobFeatures(true, 0).withImmutability(immutability);
        return List.of(new AccountSettings(
                new Account(dev.name(), dev.keys(), dev.allowBlobPublicAccess(), dev.subscription(), features),
                List.of()));
    }

    private BlobContainerClient container(String name) {
        return new BlobServiceClientBuilder()
                .connectionString(server.connectionString())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient()
                .createBlobContainerIfNotExists(name);
    }

    private static OffsetDateTime in(int days) {
        return OffsetDateTime.now(ZoneOffset.UTC).plusDays(days).truncatedTo(ChronoUnit.SECONDS);
    }

    @Test
    void policiesAndHoldsAreSetReadListedAndHold() {
        BlobContainerClient container = container("versions");
        BlobClient blob = Sdk.blob(container, "a", "one");
        OffsetDateTime until = in(3);
        BlobImmutabilityPolicy set = blob.setImmutabilityPolicy(
                new BlobImmutabilityPolicy().setExpiryTime(until).setPolicyMode(BlobImmutabilityPolicyMode.UNLOCKED));
        assertThat(set.getExpiryTime()).isEqualTo(until);
        assertThat(set.getPolicyMode()).isEqualTo(BlobImmutabilityPolicyMode.UNLOCKED);
        assertThat(blob.setLegalHold(true).hasLegalHold()).isTrue();
        BlobProperties properties = blob.getProperties();
        assertThat(properties.getImmutabilityPolicy().getExpiryTime()).isEqualTo(until);
        assertThat(properties.hasLegalHold()).isTrue();
        BlobItem item = container
                .listBlobs(
                        new ListBlobsOptions()
                                .setDetails(new BlobListDetails()
                                        .setRetrieveImmutabilityPolicy(true)
                                        .setRetrieveLegalHold(true)),
                        null)
                .iterator()
                .next();
        assertThat(item.getProperties().getImmutabilityPolicy().getPolicyMode())
                .isEqualTo(BlobImmutabilityPolicyMode.UNLOCKED);
        assertThat(item.getProperties().hasLegalHold()).isTrue();
        String version = properties.getVersionId();
        blob.upload(BinaryData.fromString("two"), true);
        BlobClient old = blob.getVersionClient(version);
        refused(409, "BlobImmutableDueToPolicy", old::delete);
        blob.getVersionClient(version).deleteImmutabilityPolicy();
        refused(409, "BlobImmutableDueToPolicy", old::delete);
        assertThat(old.setLegalHold(false).hasLegalHold()).isFalse();
        old.delete();
        refused(409, "ContainerImmutableStorageWithVersioningEnabled", container::delete);
    }

    @Test
    void aLockedPolicyComesWithTheUploadAndOnlyGrows() {
        BlobClient blob = container("versions").getBlobClient("locked");
        BlobImmutabilityPolicy locked =
                new BlobImmutabilityPolicy().setExpiryTime(in(2)).setPolicyMode(BlobImmutabilityPolicyMode.LOCKED);
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString("one"))
                        .setImmutabilityPolicy(locked)
                        .setLegalHold(true),
                null,
                Context.NONE);
        assertThat(blob.getProperties().getImmutabilityPolicy().getPolicyMode())
                .isEqualTo(BlobImmutabilityPolicyMode.LOCKED);
        assertThat(blob.getProperties().hasLegalHold()).isTrue();
        refused(409, "BlobImmutableDueToPolicy", blob::deleteImmutabilityPolicy);
        refused(
                409,
                "BlobImmutableDueToPolicy",
                () -> blob.setImmutabilityPolicy(new BlobImmutabilityPolicy()
                        .setExpiryTime(in(1))
                        .setPolicyMode(BlobImmutabilityPolicyMode.LOCKED)));
        refused(409, "BlobImmutableDueToPolicy", () -> blob.setMetadata(Map.of("k", "v")));
        blob.setTags(Map.of("k", "v"));
        refused(
                400,
                "InvalidHeaderValue",
                () -> blob.setImmutabilityPolicy(new BlobImmutabilityPolicy()
                        .setExpiryTime(in(-1))
                        .setPolicyMode(BlobImmutabilityPolicyMode.LOCKED)));
    }

    @Test
    void aSasNeedsTheLetterForImmutability() {
        BlobClient blob = Sdk.blob(container("versions"), "sas", "one");
        String write = blob.generateSas(new BlobServiceSasSignatureValues(
                Sdk.minutesFromNow(5), new BlobSasPermission().setWritePermission(true)));
        String immutability = blob.generateSas(new BlobServiceSasSignatureValues(
                Sdk.minutesFromNow(5), new BlobSasPermission().setImmutabilityPolicyPermission(true)));
        refused(
                403,
                "AuthorizationPermissionMismatch",
                () -> signed(blob, write).setLegalHold(true));
        refused(
                403,
                "AuthorizationPermissionMismatch",
                () -> signed(blob, write)
                        .getBlockBlobClient()
                        .uploadWithResponse(
                                new BlockBlobSimpleUploadOptions(BinaryData.fromString("x")).setLegalHold(true),
                                null,
                                Context.NONE));
        assertThat(signed(blob, immutability).setLegalHold(true).hasLegalHold()).isTrue();
        blob.setLegalHold(false);
    }

    private static BlobClient signed(BlobClient blob, String sas) {
        return new BlobClientBuilder()
                .endpoint(blob.getBlobUrl() + "?" + sas)
                .retryOptions(Sdk.ONE_TRY)
                .buildClient();
    }

    @Test
    void containersTellWhatProtectsThemAndKeepTheirBlobs() {
        BlobContainerProperties versions = container("versions").getProperties();
        assertThat(versions.isImmutableStorageWithVersioningEnabled()).isTrue();
        assertThat(versions.hasImmutabilityPolicy()).isFalse();
        BlobContainerClient locked = container("locked");
        assertThat(locked.getProperties().hasImmutabilityPolicy()).isTrue();
        BlobClient blob = Sdk.blob(locked, "a", "one");
        refused(409, "BlobImmutableDueToPolicy", () -> blob.upload(BinaryData.fromString("two"), true));
        refused(409, "BlobImmutableDueToPolicy", blob::delete);
        refused(409, "ContainerImmutabilityPolicyLocked", locked::delete);
        refused(409, "FeatureNotSupportedForAccount", () -> blob.setLegalHold(true));
        BlobContainerClient held = container("held");
        assertThat(held.getProperties().hasLegalHold()).isTrue();
        refused(409, "ContainerHasLegalHold", held::delete);
        assertThat(Sdk.text(blob)).isEqualTo("one");
    }

    @Test
    void aConfigurationThatUnlocksIsRefusedWhileServing() {
        assertThatThrownBy(() -> server.replaceAccounts(account(Immutability.NONE)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("locked");
    }
}
