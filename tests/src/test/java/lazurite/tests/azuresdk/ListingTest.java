package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.container;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobListDetails;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.specialized.BlobLeaseClientBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ListingTest {
    private final BlobContainerClient container = container("list");

    private void put(String... names) {
        for (String name : names) {
            Sdk.blob(container, name, "content of " + name);
        }
    }

    private static List<String> names(PagedIterable<BlobItem> items) {
        return items.stream()
                .map(item -> Boolean.TRUE.equals(item.isPrefix()) ? "[" + item.getName() + "]" : item.getName())
                .toList();
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    private static ListBlobsOptions details(BlobListDetails details) {
        return new ListBlobsOptions().setDetails(details);
    }

    @Test
    void namesComeInTheOrderOfTheirBytes() {
        put("b", "a", "a/b", "a-b", "B", "a0", "ä", "z");
        assertThat(names(container.listBlobs())).containsExactly("B", "a", "a-b", "a/b", "a0", "b", "z", "ä");
    }

    @Test
    void pagesJoinWithoutLossOrRepetition() {
        List<String> expected =
                IntStream.range(0, 57).mapToObj("n%03d"::formatted).toList();
        expected.parallelStream().forEach(this::put);
        List<Integer> sizes = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        for (PagedResponse<BlobItem> page : container
                .listBlobs(new ListBlobsOptions().setMaxResultsPerPage(10), null)
                .iterableByPage()) {
            sizes.add(page.getValue().size());
            page.getValue().forEach(item -> seen.add(item.getName()));
        }
        assertThat(seen).isEqualTo(expected);
        assertThat(sizes).containsExactly(10, 10, 10, 10, 10, 7);
    }

    @Test
    void prefixIsLiteral() {
        put("a", "a%", "a%b", "ab", "a&<b>");
        assertThat(names(container.listBlobs(new ListBlobsOptions().setPrefix("a%"), null)))
                .containsExactly("a%", "a%b");
        assertThat(names(container.listBlobs(new ListBlobsOptions().setPrefix("a&<"), null)))
                .containsExactly("a&<b>");
        assertThat(names(container.listBlobs(new ListBlobsOptions().setPrefix("nothing"), null)))
                .isEmpty();
    }

    @Test
    void namesThatXmlCannotHoldComeBackAsTheyWere() {
        List<String> names = List.of(
                "\u0001",
                "dir\u0002x/1",
                "dir\u0002x/2",
                "line\nfeed\tand\rreturn",
                " spaces around ",
                "per%25cent\u0003%",
                "noncharacter\uFFFF",
                "emoji😀\uFFFE",
                "+ & <x> \"y\" 'z'");
        put(names.toArray(String[]::new));
        assertThat(names(container.listBlobs())).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names(container.listBlobs(
                        new ListBlobsOptions().setPrefix("dir\u0002").setMaxResultsPerPage(1), null)))
                .containsExactly("dir\u0002x/1", "dir\u0002x/2");
        assertThat(names(container.listBlobsByHierarchy("")))
                .contains("[dir\u0002x/]", "\u0001")
                .hasSize(names.size() - 1);
        assertThat(names(container.listBlobsByHierarchy("\u0002", new ListBlobsOptions(), null)))
                .contains("[dir\u0002]");
    }

    @Test
    void backslashIsASlash() {
        put("a\\b");
        assertThat(names(container.listBlobs())).containsExactly("a/b");
        assertThat(Sdk.text(container.getBlobClient("a\\b"))).isEqualTo("content of a\\b");
    }

    @Test
    void delimiterFoldsWhatFollowsIt() {
        put("a", "dir/1", "dir/2", "dir/sub/3", "dir2/4", "z");
        assertThat(names(container.listBlobsByHierarchy(""))).containsExactlyInAnyOrder("a", "[dir/]", "[dir2/]", "z");
        assertThat(names(container.listBlobsByHierarchy("dir/")))
                .containsExactlyInAnyOrder("dir/1", "dir/2", "[dir/sub/]");
        assertThat(names(container.listBlobsByHierarchy("dir/sub/"))).containsExactly("dir/sub/3");
    }

    @Test
    void delimiterMayBeAnyText() {
        put("x--1", "x--2", "x-3", "y");
        assertThat(names(container.listBlobsByHierarchy("--", new ListBlobsOptions(), null)))
                .containsExactlyInAnyOrder("[x--]", "x-3", "y");
    }

    @Test
    void pagesOfAHierarchyNeverRepeatAPrefix() {
        for (int folder = 0; folder < 9; folder++) {
            put("f" + folder + "/a", "f" + folder + "/b", "f" + folder + "/c", "g" + folder);
        }
        List<String> seen = new ArrayList<>();
        for (PagedResponse<BlobItem> page : container
                .listBlobsByHierarchy("/", new ListBlobsOptions().setMaxResultsPerPage(4), null)
                .iterableByPage()) {
            assertThat(page.getValue()).hasSizeLessThanOrEqualTo(4);
            page.getValue().forEach(item -> seen.add(item.getName()));
        }
        assertThat(seen).hasSize(18).doesNotHaveDuplicates();
    }

    @Test
    void itemsTellWhatPropertiesTell() {
        put("told");
        BlobItem item = container.listBlobs().stream().findFirst().orElseThrow();
        var properties = container.getBlobClient("told").getProperties();
        assertThat(unquoted(item.getProperties().getETag())).isEqualTo(unquoted(properties.getETag()));
        assertThat(item.getProperties().getContentLength()).isEqualTo(properties.getBlobSize());
        assertThat(item.getProperties().getContentType()).isEqualTo(properties.getContentType());
        assertThat(item.getProperties().getContentMd5()).isEqualTo(properties.getContentMd5());
        assertThat(item.getProperties().getLastModified()).isEqualTo(properties.getLastModified());
        assertThat(item.getProperties().getCreationTime()).isEqualTo(properties.getCreationTime());
        assertThat(item.getProperties().getBlobType()).isEqualTo(BlobType.BLOCK_BLOB);
        assertThat(item.getProperties().getLeaseState()).isEqualTo(properties.getLeaseState());
        assertThat(item.getMetadata()).isNullOrEmpty();
    }

    @Test
    void metadataTagsAndCopiesAreIncludedWhenAsked() {
        container
                .getBlobClient("full")
                .uploadWithResponse(
                        new BlobParallelUploadOptions(BinaryData.fromString("text"))
                                .setMetadata(Map.of("k", "v<&>"))
                                .setTags(Map.of("tag one", "value/1")),
                        null,
                        Context.NONE);
        var copy = container.getBlobClient("full-copy");
        copy.beginCopy(container.getBlobClient("full").getBlobUrl(), java.time.Duration.ofMillis(50))
                .waitForCompletion();
        var items = container
                .listBlobs(
                        details(new BlobListDetails()
                                .setRetrieveMetadata(true)
                                .setRetrieveTags(true)
                                .setRetrieveCopy(true)),
                        null)
                .stream()
                .toList();
        assertThat(items.getFirst().getMetadata()).containsOnly(Map.entry("k", "v<&>"));
        assertThat(items.getFirst().getTags()).containsOnly(Map.entry("tag one", "value/1"));
        assertThat(items.getLast().getProperties().getCopyId())
                .isEqualTo(copy.getProperties().getCopyId());
        assertThat(items.getLast().getMetadata()).containsOnly(Map.entry("k", "v<&>"));
    }

    @Test
    void uncommittedBlobsAreIncludedWhenAsked() {
        put("committed");
        container.getBlobClient("staged").getBlockBlobClient().stageBlock("AAAA", BinaryData.fromString("x"));
        assertThat(names(container.listBlobs())).containsExactly("committed");
        assertThat(names(container.listBlobs(details(new BlobListDetails().setRetrieveUncommittedBlobs(true)), null)))
                .containsExactly("committed", "staged");
    }

    @Test
    void leasesShowInItems() {
        put("leased");
        new BlobLeaseClientBuilder()
                .blobClient(container.getBlobClient("leased"))
                .buildClient()
                .acquireLease(-1);
        var item = container.listBlobs().stream().findFirst().orElseThrow().getProperties();
        assertThat(item.getLeaseState().toString()).isEqualTo("leased");
        assertThat(item.getLeaseDuration().toString()).isEqualTo("infinite");
    }

    @Test
    void emptyContainerListsNothing() {
        assertThat(container.listBlobs()).isEmpty();
        assertThat(container.listBlobsByHierarchy("")).isEmpty();
    }

    @Test
    void listingStartsFromAName() {
        put("a", "b", "c/1", "c/2", "d");
        assertThat(names(container.listBlobs(new ListBlobsOptions().setStartFrom("b"), null)))
                .containsExactly("b", "c/1", "c/2", "d");
    }
}
