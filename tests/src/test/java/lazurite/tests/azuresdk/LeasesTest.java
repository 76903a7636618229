package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.LeaseDurationType;
import com.azure.storage.blob.models.LeaseStateType;
import com.azure.storage.blob.models.LeaseStatusType;
import com.azure.storage.blob.options.BlobBreakLeaseOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.specialized.BlobLeaseClient;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LeasesTest {
    private static final String OTHER = UUID.randomUUID().toString();

    private final BlobContainerClient container = container("lease");
    private final BlobClient blob = Sdk.blob(container, "leased", "text");

    private BlobLeaseClient lease() {
        return new BlobLeaseClientBuilder().blobClient(blob).buildClient();
    }

    private BlobLeaseClient leaseOf(String id) {
        return new BlobLeaseClientBuilder().blobClient(blob).leaseId(id).buildClient();
    }

    private void write(BlobRequestConditions conditions) {
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString("new")).setRequestConditions(conditions),
                null,
                Context.NONE);
    }

    private static BlobRequestConditions with(String lease) {
        return new BlobRequestConditions().setLeaseId(lease);
    }

    @Test
    void leasedBlobIsWrittenOnlyWithItsLease() {
        String id = lease().acquireLease(-1);
        refused(412, "LeaseIdMissing", () -> write(new BlobRequestConditions()));
        refused(412, "LeaseIdMismatchWithBlobOperation", () -> write(with(OTHER)));
        refused(412, "LeaseIdMissing", () -> blob.setMetadata(Map.of("a", "b")));
        refused(412, "LeaseIdMissing", blob::delete);
        write(with(id));
        assertThat(Sdk.text(blob)).isEqualTo("new");
        assertThat(blob.getProperties().getLeaseState()).isEqualTo(LeaseStateType.LEASED);
    }

    @Test
    void readingNeedsNoLeaseButAWrongOneIsRefused() {
        String id = lease().acquireLease(15);
        assertThat(Sdk.text(blob)).isEqualTo("text");
        assertThat(blob.getPropertiesWithResponse(with(id), null, Context.NONE).getStatusCode())
                .isEqualTo(200);
        refused(
                412,
                "LeaseIdMismatchWithBlobOperation",
                () -> blob.getPropertiesWithResponse(with(OTHER), null, Context.NONE));
    }

    @Test
    void leaseShowsInTheProperties() {
        lease().acquireLease(60);
        var fixed = blob.getProperties();
        assertThat(fixed.getLeaseStatus()).isEqualTo(LeaseStatusType.LOCKED);
        assertThat(fixed.getLeaseDuration()).isEqualTo(LeaseDurationType.FIXED);
        leaseOf(OTHER)
                .breakLeaseWithResponse(new BlobBreakLeaseOptions().setBreakPeriod(Duration.ZERO), null, Context.NONE);
        assertThat(blob.getProperties().getLeaseState()).isEqualTo(LeaseStateType.BROKEN);
        assertThat(blob.getProperties().getLeaseStatus()).isEqualTo(LeaseStatusType.UNLOCKED);
    }

    @Test
    void secondLeaseIsRefusedButTheSameIdIsAcquiredAgain() {
        String id = lease().acquireLease(-1);
        refused(409, "LeaseAlreadyPresent", () -> leaseOf(OTHER).acquireLease(-1));
        assertThat(leaseOf(id).acquireLease(30)).isEqualTo(id);
        assertThat(blob.getProperties().getLeaseDuration()).isEqualTo(LeaseDurationType.FIXED);
    }

    @Test
    void renewAndReleaseNeedTheirId() {
        String id = lease().acquireLease(15);
        assertThat(leaseOf(id).renewLease()).isEqualTo(id);
        refused(409, "LeaseIdMismatchWithLeaseOperation", () -> leaseOf(OTHER).renewLease());
        refused(409, "LeaseIdMismatchWithLeaseOperation", () -> leaseOf(OTHER).releaseLease());
        leaseOf(id).releaseLease();
        assertThat(blob.getProperties().getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
        write(new BlobRequestConditions());
        refused(412, "LeaseNotPresentWithBlobOperation", () -> write(with(id)));
    }

    @Test
    void changeMovesTheLeaseToAnotherId() {
        String id = lease().acquireLease(-1);
        assertThat(leaseOf(id).changeLease(OTHER)).isEqualTo(OTHER);
        assertThat(leaseOf(id).changeLease(OTHER)).isEqualTo(OTHER);
        refused(412, "LeaseIdMismatchWithBlobOperation", () -> write(with(id)));
        write(with(OTHER));
    }

    @Test
    void breakingLeaseHoldsForItsPeriodAndCannotBeTaken() {
        String id = lease().acquireLease(-1);
        int seconds = leaseOf(id)
                .breakLeaseWithResponse(
                        new BlobBreakLeaseOptions().setBreakPeriod(Duration.ofSeconds(30)), null, Context.NONE)
                .getValue();
        assertThat(seconds).isBetween(28, 30);
        assertThat(blob.getProperties().getLeaseState()).isEqualTo(LeaseStateType.BREAKING);
        refused(409, "LeaseIsBreakingAndCannotBeAcquired", () -> leaseOf(id).acquireLease(-1));
        refused(409, "LeaseIsBreakingAndCannotBeChanged", () -> leaseOf(id).changeLease(OTHER));
        refused(409, "LeaseIsBrokenAndCannotBeRenewed", () -> leaseOf(id).renewLease());
        refused(409, "LeaseAlreadyPresent", () -> leaseOf(OTHER).acquireLease(-1));
        refused(412, "LeaseIdMissing", () -> write(new BlobRequestConditions()));
        write(with(id));
    }

    @Test
    void brokenLeaseIsLostAndTheBlobFree() {
        String id = lease().acquireLease(-1);
        leaseOf(id).breakLease();
        refused(412, "LeaseLost", () -> write(with(id)));
        write(new BlobRequestConditions());
        assertThat(lease().acquireLease(-1)).isNotNull();
    }

    @Test
    void withoutLeaseTheOperationsOnItAreRefused() {
        refused(409, "LeaseIdMismatchWithLeaseOperation", () -> leaseOf(OTHER).renewLease());
        refused(409, "LeaseIdMismatchWithLeaseOperation", () -> leaseOf(OTHER).releaseLease());
        refused(409, "LeaseNotPresentWithLeaseOperation", () -> leaseOf(OTHER).breakLease());
        refused(
                409,
                "LeaseNotPresentWithLeaseOperation",
                () -> leaseOf(OTHER).changeLease(UUID.randomUUID().toString()));
    }

    @Test
    void durationsOutsideTheirRangeAreRefused() {
        refused(400, "InvalidHeaderValue", () -> lease().acquireLease(14));
        refused(400, "InvalidHeaderValue", () -> lease().acquireLease(61));
    }

    @Test
    void leaseNeverMovesTheETag() {
        String etag = blob.getProperties().getETag();
        String id = lease().acquireLease(-1);
        leaseOf(id).releaseLease();
        assertThat(blob.getProperties().getETag()).isEqualTo(etag);
    }

    @Test
    void leasedContainerIsDeletedOnlyWithItsLease() {
        BlobLeaseClient lease =
                new BlobLeaseClientBuilder().containerClient(container).buildClient();
        String id = lease.acquireLease(-1);
        assertThat(container.getProperties().getLeaseState()).isEqualTo(LeaseStateType.LEASED);
        refused(412, "LeaseIdMissing", container::delete);
        refused(
                412,
                "LeaseIdMismatchWithContainerOperation",
                () -> container.deleteWithResponse(with(OTHER), null, Context.NONE));
        Sdk.blob(container, "free", "blobs are written without it");
        container.deleteWithResponse(with(id), null, Context.NONE);
        assertThat(container.exists()).isFalse();
    }
}
