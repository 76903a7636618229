package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.TaggedBlobItem;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.FindBlobsOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TagsTest {
    private final BlobContainerClient container = container("tags");

    private BlobClient tagged(String name, Map<String, String> tags) {
        BlobClient blob = Sdk.blob(container, name, "text");
        blob.setTags(tags);
        return blob;
    }

    private List<String> found(String expression) {
        return container.findBlobsByTags(expression).stream()
                .map(TaggedBlobItem::getName)
                .toList();
    }

    @Test
    void tagsAreReplacedAsAWholeAndLeaveTheETag() {
        BlobClient blob = Sdk.blob(container, "replaced", "text");
        String etag = blob.getProperties().getETag();
        assertThat(blob.getTags()).isEmpty();
        blob.setTags(Map.of("a", "1", "b c", "2+3=5"));
        assertThat(blob.getTags()).containsOnly(Map.entry("a", "1"), Map.entry("b c", "2+3=5"));
        blob.setTags(Map.of("c", ""));
        assertThat(blob.getTags()).containsOnlyKeys("c");
        assertThat(blob.getTags().get("c")).isNullOrEmpty();
        assertThat(blob.getProperties().getTagCount()).isEqualTo(1);
        assertThat(blob.getProperties().getETag()).isEqualTo(etag);
    }

    @Test
    void uploadSetsTagsAndTheNextOneForgetsThem() {
        BlobClient blob = container.getBlobClient("upload");
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromString("text")).setTags(Map.of("x", "y z")),
                null,
                Context.NONE);
        assertThat(blob.getTags()).containsOnly(Map.entry("x", "y z"));
        blob.upload(BinaryData.fromString("text"), true);
        assertThat(blob.getTags()).isEmpty();
    }

    @Test
    void elevenTagsAreTooManyAndForbiddenSignsAreRefused() {
        BlobClient blob = Sdk.blob(container, "many", "text");
        Map<String, String> eleven = new HashMap<>();
        for (int i = 0; i < 11; i++) {
            eleven.put("k" + i, "v");
        }
        assertThat(Sdk.statusOf(() -> blob.setTags(eleven))).isEqualTo(400);
        assertThat(Sdk.statusOf(() -> blob.setTags(Map.of("bad!", "v")))).isEqualTo(400);
        assertThat(Sdk.statusOf(() -> blob.setTags(Map.of("k".repeat(129), "v"))))
                .isEqualTo(400);
        assertThat(blob.getTags()).isEmpty();
    }

    @Test
    void findSelectsByEqualityRangeAndConjunction() {
        tagged("a", Map.of("project", "x", "year", "2024"));
        tagged("b", Map.of("project", "x", "year", "2025"));
        tagged("c", Map.of("project", "y", "year", "2026"));
        assertThat(found("project = 'x'")).containsExactlyInAnyOrder("a", "b");
        assertThat(found("\"year\" >= '2025'")).containsExactlyInAnyOrder("b", "c");
        assertThat(found("year > '2024' AND year < '2026'")).containsExactly("b");
        assertThat(found("project = 'x' and year = '2025'")).containsExactly("b");
        assertThat(found("project = 'none'")).isEmpty();
    }

    @Test
    void findFollowsChangesAndDeletions() {
        BlobClient blob = tagged("moving", Map.of("state", "one"));
        blob.setTags(Map.of("state", "two"));
        assertThat(found("state = 'one'")).isEmpty();
        assertThat(found("state = 'two'")).containsExactly("moving");
        Sdk.blob(container, "moving", "overwritten");
        assertThat(found("state = 'two'")).isEmpty();
        blob.setTags(Map.of("state", "three"));
        blob.delete();
        assertThat(found("state = 'three'")).isEmpty();
    }

    @Test
    void findOverTheAccountTellsTheContainerAndThePagesJoin() {
        String mark = Sdk.name("mark");
        BlobContainerClient other = container("tags-other");
        for (int i = 0; i < 5; i++) {
            tagged("here-" + i, Map.of("mark", mark));
            Sdk.blob(other, "there-" + i, "text").setTags(Map.of("mark", mark));
        }
        List<String> found = new ArrayList<>();
        Sdk.service()
                .findBlobsByTags(
                        new FindBlobsOptions("mark = '" + mark + "'").setMaxResultsPerPage(3), null, Context.NONE)
                .iterableByPage()
                .forEach(page -> page.getValue().forEach(item -> {
                    assertThat(item.getTags()).containsOnly(Map.entry("mark", mark));
                    found.add(item.getContainerName() + "/" + item.getName());
                }));
        assertThat(found).hasSize(10).doesNotHaveDuplicates();
        assertThat(found).contains(other.getBlobContainerName() + "/there-4");
        String inOther = "@container = '" + other.getBlobContainerName() + "' AND mark = '" + mark + "'";
        assertThat(Sdk.service().findBlobsByTags(inOther)).hasSize(5);
    }

    @Test
    void malformedExpressionIsRefused() {
        assertThat(Sdk.statusOf(() -> found("project == 'x'"))).isEqualTo(400);
        assertThat(Sdk.statusOf(() -> found("project = x"))).isEqualTo(400);
        assertThat(Sdk.statusOf(() -> found("project = 'x' OR project = 'y'"))).isEqualTo(400);
    }

    @Test
    void tagsAreACondition() {
        BlobClient blob = tagged("condition", Map.of("lock", "open", "n", "5"));
        var holds = new BlobRequestConditions().setTagsConditions("\"lock\" = 'open' AND n > '4'");
        var fails = new BlobRequestConditions().setTagsConditions("\"lock\" = 'shut'");
        assertThat(blob.getPropertiesWithResponse(holds, null, Context.NONE).getStatusCode())
                .isEqualTo(200);
        refused(412, "ConditionNotMet", () -> blob.getPropertiesWithResponse(fails, null, Context.NONE));
        refused(
                412,
                "ConditionNotMet",
                () -> blob.setMetadataWithResponse(Map.of("a", "b"), fails, null, Context.NONE));
        refused(412, "ConditionNotMet", () -> blob.deleteWithResponse(null, fails, null, Context.NONE));
        blob.deleteWithResponse(null, holds, null, Context.NONE);
    }
}
