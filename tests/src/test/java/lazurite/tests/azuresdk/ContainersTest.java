package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.name;
import static lazurite.tests.azuresdk.Sdk.refused;
import static lazurite.tests.azuresdk.Sdk.service;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobAccessPolicy;
import com.azure.storage.blob.models.BlobContainerItem;
import com.azure.storage.blob.models.BlobContainerListDetails;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobSignedIdentifier;
import com.azure.storage.blob.models.LeaseStateType;
import com.azure.storage.blob.models.ListBlobContainersOptions;
import com.azure.storage.blob.models.PublicAccessType;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ContainersTest {
    @Test
    void containerIsThereOnceCreatedAndGoneOnceDeleted() {
        BlobContainerClient container = service().getBlobContainerClient(name("life"));
        assertThat(container.exists()).isFalse();
        container.create();
        assertThat(container.exists()).isTrue();
        container.delete();
        assertThat(container.exists()).isFalse();
        refused(404, "ContainerNotFound", container::getProperties);
    }

    @Test
    void secondCreationIsRefused() {
        BlobContainerClient container = container("twice");
        refused(409, "ContainerAlreadyExists", container::create);
        assertThat(container.createIfNotExists()).isFalse();
    }

    @Test
    void nameCanBeMadeAgainAtOnceAfterDeletionAndIsEmpty() {
        BlobContainerClient container = container("again");
        Sdk.blob(container, "left-over", "old");
        container.delete();
        container.create();
        assertThat(container.listBlobs()).isEmpty();
        refused(404, "BlobNotFound", () -> container.getBlobClient("left-over").getProperties());
    }

    @Test
    void deletingWhatIsNotThereIsRefused() {
        BlobContainerClient container = service().getBlobContainerClient(name("never"));
        refused(404, "ContainerNotFound", container::delete);
        assertThat(container.deleteIfExists()).isFalse();
    }

    @Test
    void metadataIsKeptWithItsCaseAndReplacedAsAWhole() {
        BlobContainerClient container = service().getBlobContainerClient(name("meta"));
        container.createWithResponse(Map.of("first", "1", "camelCase", "two words"), null, null, Context.NONE);
        var created = container.getProperties();
        assertThat(created.getMetadata()).containsOnly(Map.entry("first", "1"), Map.entry("camelCase", "two words"));
        container.setMetadata(Map.of("second", "2"));
        var changed = container.getProperties();
        assertThat(changed.getMetadata()).containsOnly(Map.entry("second", "2"));
        assertThat(changed.getETag()).isNotEqualTo(created.getETag());
    }

    @Test
    void newContainerHasItsDefaults() {
        var properties = container("defaults").getProperties();
        assertThat(properties.getLeaseState()).isEqualTo(LeaseStateType.AVAILABLE);
        assertThat(properties.getBlobPublicAccess()).isNull();
        assertThat(properties.hasImmutabilityPolicy()).isFalse();
        assertThat(properties.hasLegalHold()).isFalse();
        assertThat(properties.getLastModified())
                .isBetween(
                        OffsetDateTime.now(ZoneOffset.UTC).minusMinutes(5),
                        OffsetDateTime.now(ZoneOffset.UTC).plusMinutes(5));
    }

    @Test
    void writingBlobsLeavesTheContainersETag() {
        BlobContainerClient container = container("still");
        String before = container.getProperties().getETag();
        Sdk.blob(container, "a", "text");
        assertThat(container.getProperties().getETag()).isEqualTo(before);
    }

    @Test
    void accessPolicyIsReadAsWritten() {
        BlobContainerClient container = container("acl");
        var start = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);
        var identifier = new BlobSignedIdentifier()
                .setId("reader")
                .setAccessPolicy(new BlobAccessPolicy()
                        .setStartsOn(start)
                        .setExpiresOn(start.plusYears(10))
                        .setPermissions("rl"));
        container.setAccessPolicy(PublicAccessType.BLOB, List.of(identifier));
        var policies = container.getAccessPolicy();
        assertThat(policies.getBlobAccessType()).isEqualTo(PublicAccessType.BLOB);
        var read = policies.getIdentifiers().getFirst();
        assertThat(read.getId()).isEqualTo("reader");
        assertThat(read.getAccessPolicy().getStartsOn()).isEqualTo(start);
        assertThat(read.getAccessPolicy().getExpiresOn()).isEqualTo(start.plusYears(10));
        assertThat(read.getAccessPolicy().getPermissions()).isEqualTo("rl");
        container.setAccessPolicy(null, null);
        assertThat(container.getAccessPolicy().getIdentifiers()).isNullOrEmpty();
        assertThat(container.getAccessPolicy().getBlobAccessType()).isNull();
    }

    @Test
    void sixAccessPoliciesAreTooMany() {
        BlobContainerClient container = container("acl6");
        List<BlobSignedIdentifier> six = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            six.add(new BlobSignedIdentifier()
                    .setId("id" + i)
                    .setAccessPolicy(new BlobAccessPolicy().setPermissions("r")));
        }
        refused(400, "InvalidXmlDocument", () -> container.setAccessPolicy(null, six));
    }

    @Test
    void listingPagesThroughContainersWithOnePrefix() {
        String prefix = name("page");
        for (int i = 0; i < 7; i++) {
            service()
                    .getBlobContainerClient(prefix + "-" + i)
                    .createWithResponse(Map.of("index", "v" + i), null, null, Context.NONE);
        }
        var options = new ListBlobContainersOptions()
                .setPrefix(prefix)
                .setMaxResultsPerPage(3)
                .setDetails(new BlobContainerListDetails().setRetrieveMetadata(true));
        List<Integer> sizes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (PagedResponse<BlobContainerItem> page :
                service().listBlobContainers(options, null).iterableByPage()) {
            sizes.add(page.getValue().size());
            page.getValue()
                    .forEach(item ->
                            names.add(item.getName() + "=" + item.getMetadata().get("index")));
        }
        assertThat(sizes).containsExactly(3, 3, 1);
        assertThat(names).hasSize(7).isSorted().doesNotHaveDuplicates().allMatch(n -> n.matches(prefix + "-(.)=v\\1"));
    }

    @Test
    void deletionObeysItsConditions() {
        BlobContainerClient container = container("cond");
        var modified = container.getProperties().getLastModified();
        refused(
                412,
                "ConditionNotMet",
                () -> container.deleteWithResponse(
                        new BlobRequestConditions().setIfModifiedSince(modified.plusDays(1)), null, Context.NONE));
        container.deleteWithResponse(
                new BlobRequestConditions().setIfUnmodifiedSince(modified.plusDays(1)), null, Context.NONE);
        assertThat(container.exists()).isFalse();
    }

    @Test
    void malformedNamesAreRefused() {
        refused(
                400,
                "InvalidResourceName",
                () -> service().getBlobContainerClient("under_score").create());
        refused(
                400,
                "InvalidResourceName",
                () -> service().getBlobContainerClient("two--dashes").create());
        refused(
                400,
                "OutOfRangeInput",
                () -> service().getBlobContainerClient("ab").create());
        refused(
                400,
                "OutOfRangeInput",
                () -> service().getBlobContainerClient("a".repeat(64)).create());
    }
}
