package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.ArchiveStatus;
import com.azure.storage.blob.models.BlobItemProperties;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.models.RehydratePriority;
import com.azure.storage.blob.options.BlobBeginCopyOptions;
import com.azure.storage.blob.options.BlobSetAccessTierOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import lazurite.server.Lazurite;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.Config;
import lazurite.service.account.Account;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The archive, times of last access and expiry, as the SDK and, where it has no call, a plain client ask for them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AgingTest {
    private Lazurite slow;
    private Lazurite quick;

    @BeforeAll
    void start() throws IOException {
        slow = start(new Aging(Duration.ofHours(15), Duration.ofHours(1), false, false, null));
        quick = start(new Aging(Duration.ZERO, Duration.ZERO, true, true, null));
    }

    @AfterAll
    void stop() {
        slow.close();
        quick.close();
    }

    private static Lazurite start(Aging aging) throws IOException {
        Account dev = AccountSettings.dev().account();
        Account account = new Account(
                dev.name(),
                dev.keys(),
                dev.allowBlobPublicAccess(),
                dev.subscription(),
                BlobFeatures.NONE.withAging(aging));
        return Lazurite.start(Config.forTests().withAccounts(List.of(new AccountSettings(account, List.of()))));
    }

    private static BlobContainerClient container(Lazurite server, String name) {
        return new BlobServiceClientBuilder()
                .connectionString(server.connectionString())
                .retryOptions(Sdk.ONE_TRY)
                .buildClient()
                .createBlobContainer(name);
    }

    @Test
    void anArchivedBlobIsAskedBack() {
        BlobContainerClient container = container(slow, "archived");
        BlobClient blob = Sdk.blob(container, "a", "content");
        blob.setAccessTier(AccessTier.ARCHIVE);
        refused(409, "BlobArchived", blob::downloadContent);
        assertThat(blob.getProperties().getAccessTier()).isEqualTo(AccessTier.ARCHIVE);
        assertThat(blob.getProperties().getArchiveStatus()).isNull();
        int status = blob.setAccessTierWithResponse(new BlobSetAccessTierOptions(AccessTier.COOL), null, null)
                .getStatusCode();
        assertThat(status).isEqualTo(202);
        BlobProperties pending = blob.getProperties();
        assertThat(pending.getAccessTier()).isEqualTo(AccessTier.ARCHIVE);
        assertThat(pending.getArchiveStatus()).isEqualTo(ArchiveStatus.REHYDRATE_PENDING_TO_COOL);
        assertThat(pending.getRehydratePriority()).isEqualTo(RehydratePriority.STANDARD);
        refused(409, "BlobBeingRehydrated", blob::downloadContent);
        refused(409, "BlobBeingRehydrated", () -> blob.setAccessTier(AccessTier.HOT));
        blob.setAccessTierWithResponse(
                new BlobSetAccessTierOptions(AccessTier.COOL).setPriority(RehydratePriority.HIGH), null, null);
        BlobItemProperties listed = container.listBlobs().iterator().next().getProperties();
        assertThat(listed.getArchiveStatus()).isEqualTo(ArchiveStatus.REHYDRATE_PENDING_TO_COOL);
        assertThat(listed.getRehydratePriority()).isEqualTo(RehydratePriority.HIGH);
    }

    @Test
    void anArchivedBlobIsCopiedOutOfTheArchive() {
        BlobContainerClient container = container(slow, "copied");
        BlobClient source = Sdk.blob(container, "source", "content");
        source.setAccessTier(AccessTier.ARCHIVE);
        BlobClient copy = container.getBlobClient("copy");
        refused(
                409,
                "BlobArchived",
                () -> copy.beginCopy(source.getBlobUrl(), null).waitForCompletion());
        BlobBeginCopyOptions out = new BlobBeginCopyOptions(source.getBlobUrl())
                .setTier(AccessTier.HOT)
                .setRehydratePriority(RehydratePriority.HIGH);
        assertThat(copy.beginCopy(out).waitForCompletion().getValue().getCopyStatus())
                .isEqualTo(CopyStatusType.SUCCESS);
        assertThat(copy.getProperties().getArchiveStatus()).isEqualTo(ArchiveStatus.REHYDRATE_PENDING_TO_HOT);
        refused(409, "BlobBeingRehydrated", copy::downloadContent);
    }

    @Test
    void aBlobThatIsBackIsRead() {
        BlobClient blob = Sdk.blob(container(quick, "back"), "a", "content");
        blob.setAccessTier(AccessTier.ARCHIVE);
        blob.setAccessTier(AccessTier.HOT);
        assertThat(Sdk.text(blob)).isEqualTo("content");
        BlobProperties properties = blob.getProperties();
        assertThat(properties.getAccessTier()).isEqualTo(AccessTier.HOT);
        assertThat(properties.getArchiveStatus()).isNull();
        assertThat(properties.getLastAccessedTime()).isNotNull();
    }

    @Test
    void aBlobIsGivenATimeAtWhichItIsGone() throws Exception {
        BlobContainerClient container = container(quick, "expiring");
        BlobClient blob = Sdk.blob(container, "a", "content");
        Instant time = Instant.now().plusSeconds(7200);
        assertThat(expire(blob, "Absolute", date(time)).statusCode()).isEqualTo(200);
        assertThat(blob.getProperties().getExpiresOn().toEpochSecond()).isEqualTo(time.getEpochSecond());
        assertThat(expire(blob, "RelativeToNow", "1").statusCode()).isEqualTo(200);
        while (blob.exists()) {
            Thread.onSpinWait();
        }
        assertThat(container.listBlobs()).isEmpty();
        BlobClient other = Sdk.blob(container(slow, "lasting"), "a", "content");
        HttpResponse<String> refused = expire(other, "NeverExpire", null);
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.headers().firstValue("x-ms-error-code")).contains("HierarchicalNamespaceNotEnabled");
    }

    /** Set Blob Expiry, which the SDK has for accounts with a hierarchical namespace only. */
    private static HttpResponse<String> expire(BlobClient blob, String option, @Nullable String time)
            throws IOException, InterruptedException {
        String sas = blob.generateSas(new BlobServiceSasSignatureValues(
                Sdk.minutesFromNow(5), new BlobSasPermission().setWritePermission(true)));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(blob.getBlobUrl() + "?comp=expiry&" + sas))
                .header("x-ms-version", "2025-11-05")
                .header("x-ms-expiry-option", option)
                .PUT(HttpRequest.BodyPublishers.noBody());
        if (time != null) {
            request.header("x-ms-expiry-time", time);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String date(Instant time) {
        return DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .format(time.atZone(ZoneOffset.UTC));
    }
}
