package lazurite.tests.azuresdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lazurite.tests.azuresdk.Sdk.bytes;
import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static lazurite.tests.azuresdk.Sdk.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AccessTier;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BlockBlobsTest {
    private final BlobContainerClient container = container("block");

    private static String id(int number) {
        return Base64.getEncoder().encodeToString("block-%05d".formatted(number).getBytes(UTF_8));
    }

    private static void stage(BlockBlobClient blob, int number, String text) {
        blob.stageBlock(id(number), BinaryData.fromString(text));
    }

    @Test
    void emptySmallAndLargeBodiesComeBackAsSent() {
        for (int length : new int[] {0, 1, 16_383, 16_384, 16_385, 4_194_304, 9_000_001}) {
            byte[] sent = bytes(length, length);
            BlobClient blob = container.getBlobClient("size-" + length);
            blob.upload(BinaryData.fromBytes(sent));
            assertThat(blob.downloadContent().toBytes()).as("length %s", length).isEqualTo(sent);
            assertThat(blob.getProperties().getBlobSize()).isEqualTo(length);
        }
    }

    @Test
    void uploadWithoutOverwriteIsRefusedOnceTheBlobIsThere() {
        BlobClient blob = Sdk.blob(container, "once", "first");
        refused(409, "BlobAlreadyExists", () -> blob.upload(BinaryData.fromString("second"), false));
        assertThat(text(blob)).isEqualTo("first");
        blob.upload(BinaryData.fromString("third"), true);
        assertThat(text(blob)).isEqualTo("third");
    }

    @Test
    void parallelUploadInBlocksComesBackAndHasItsBlockList() {
        byte[] sent = bytes(7, 10 * 1024 * 1024 + 17);
        BlobClient blob = container.getBlobClient("parallel");
        var transfer = new ParallelTransferOptions()
                .setBlockSizeLong(1024L * 1024)
                .setMaxSingleUploadSizeLong(1024L)
                .setMaxConcurrency(4);
        blob.uploadWithResponse(
                new BlobParallelUploadOptions(new ByteArrayInputStream(sent))
                        .setParallelTransferOptions(transfer)
                        .setHeaders(new BlobHttpHeaders().setContentType("application/x-sent"))
                        .setMetadata(Map.of("k", "v")),
                null,
                Context.NONE);
        assertThat(blob.downloadContent().toBytes()).isEqualTo(sent);
        var blocks = blob.getBlockBlobClient().listBlocks(BlockListType.ALL);
        assertThat(blocks.getCommittedBlocks()).hasSize(11);
        assertThat(blocks.getUncommittedBlocks()).isEmpty();
        assertThat(blocks.getCommittedBlocks().getLast().getSizeLong()).isEqualTo(17);
        assertThat(blob.getProperties().getContentType()).isEqualTo("application/x-sent");
        assertThat(blob.getProperties().getMetadata()).containsOnly(Map.entry("k", "v"));
    }

    @Test
    void stagedBlocksAreInvisibleUntilCommittedInTheOrderOfTheList() {
        BlockBlobClient blob = container.getBlobClient("staged").getBlockBlobClient();
        stage(blob, 1, "one ");
        stage(blob, 2, "two ");
        stage(blob, 3, "three ");
        assertThat(blob.exists()).isFalse();
        assertThat(container.listBlobs()).isEmpty();
        assertThat(blob.listBlocks(BlockListType.UNCOMMITTED).getUncommittedBlocks())
                .extracting(block -> block.getName() + ":" + block.getSizeLong())
                .containsExactly(id(1) + ":4", id(2) + ":4", id(3) + ":6");
        blob.commitBlockList(List.of(id(3), id(1), id(3)));
        assertThat(blob.downloadContent().toString()).isEqualTo("three one three ");
        assertThat(blob.listBlocks(BlockListType.ALL).getUncommittedBlocks()).isEmpty();
    }

    @Test
    void committedBlocksAreUsedAgainAndAStagedOneReplacesItsNamesake() {
        BlockBlobClient blob = container.getBlobClient("again").getBlockBlobClient();
        stage(blob, 1, "one ");
        stage(blob, 2, "two ");
        blob.commitBlockList(List.of(id(1), id(2)));
        stage(blob, 2, "zwei ");
        stage(blob, 3, "three ");
        blob.commitBlockList(List.of(id(1), id(2), id(3)), true);
        assertThat(blob.downloadContent().toString()).isEqualTo("one zwei three ");
    }

    @Test
    void unknownBlockIsRefusedAndTheBlobStays() {
        BlockBlobClient blob = Sdk.blob(container, "unknown", "kept").getBlockBlobClient();
        stage(blob, 1, "one");
        refused(400, "InvalidBlockList", () -> blob.commitBlockList(List.of(id(1), id(9)), true));
        assertThat(blob.downloadContent().toString()).isEqualTo("kept");
    }

    @Test
    void idsOfOneBlobHaveOneLength() {
        BlockBlobClient blob = container.getBlobClient("ids").getBlockBlobClient();
        stage(blob, 1, "one");
        String longer = Base64.getEncoder().encodeToString("a-longer-block-id".getBytes(UTF_8));
        refused(400, "InvalidBlobOrBlock", () -> blob.stageBlock(longer, BinaryData.fromString("x")));
    }

    @Test
    void blobIsOverwrittenInBlocksWhoseIdsHaveAnotherLength() {
        BlockBlobClient blob = container.getBlobClient("other-ids").getBlockBlobClient();
        stage(blob, 1, "one");
        blob.commitBlockList(List.of(id(1)));
        String longer = Base64.getEncoder().encodeToString("a-longer-block-id".getBytes(UTF_8));
        blob.stageBlock(longer, BinaryData.fromString("two"));
        blob.commitBlockList(List.of(longer), true);
        assertThat(blob.downloadContent().toString()).isEqualTo("two");
    }

    @Test
    void deletingDropsBlocksThatWereNeverCommitted() {
        BlockBlobClient blob = container.getBlobClient("never").getBlockBlobClient();
        stage(blob, 1, "one");
        blob.delete();
        refused(404, "BlobNotFound", () -> blob.listBlocks(BlockListType.ALL));
        refused(404, "BlobNotFound", blob::delete);
    }

    @Test
    void emptyListMakesAnEmptyBlob() {
        BlockBlobClient blob = container.getBlobClient("empty-list").getBlockBlobClient();
        blob.commitBlockList(List.of());
        assertThat(blob.getProperties().getBlobSize()).isZero();
        assertThat(blob.downloadContent().toBytes()).isEmpty();
    }

    @Test
    void plainPutDropsUncommittedBlocks() {
        BlockBlobClient blob = container.getBlobClient("dropped").getBlockBlobClient();
        stage(blob, 1, "one");
        blob.upload(BinaryData.fromString("plain"), true);
        assertThat(blob.listBlocks(BlockListType.ALL).getUncommittedBlocks()).isEmpty();
        refused(400, "InvalidBlockList", () -> blob.commitBlockList(List.of(id(1)), true));
    }

    @Test
    void fiveThousandBlocksMakeOneBlob() {
        BlockBlobClient blob = container.getBlobClient("many").getBlockBlobClient();
        List<String> ids =
                IntStream.range(0, 5_000).mapToObj(BlockBlobsTest::id).toList();
        ids.parallelStream().forEach(id -> blob.stageBlock(id, BinaryData.fromString(id)));
        blob.commitBlockList(ids);
        assertThat(blob.downloadContent().toString()).isEqualTo(String.join("", ids));
        assertThat(blob.listBlocks(BlockListType.COMMITTED).getCommittedBlocks())
                .hasSize(5_000);
    }

    @Test
    void contentMd5IsCheckedAndKept() throws Exception {
        byte[] sent = bytes(5, 100_000);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(sent);
        BlockBlobClient blob = container.getBlobClient("md5").getBlockBlobClient();
        blob.uploadWithResponse(
                new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(sent)).setContentMd5(md5), null, Context.NONE);
        assertThat(blob.getProperties().getContentMd5()).isEqualTo(md5);
        byte[] wrong = md5.clone();
        wrong[0] ^= 1;
        refused(
                400,
                "Md5Mismatch",
                () -> blob.uploadWithResponse(
                        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(sent)).setContentMd5(wrong),
                        null,
                        Context.NONE));
        refused(
                400,
                "Md5Mismatch",
                () -> blob.stageBlockWithResponse(
                        id(1), new ByteArrayInputStream(sent), sent.length, wrong, null, null, Context.NONE));
    }

    @Test
    void commitSetsHeadersMetadataTagsAndObeysConditions() {
        BlockBlobClient blob = container.getBlobClient("commit").getBlockBlobClient();
        stage(blob, 1, "one");
        var options = new BlockBlobCommitBlockListOptions(List.of(id(1)))
                .setHeaders(new BlobHttpHeaders().setContentLanguage("de").setCacheControl("no-store"))
                .setMetadata(Map.of("a", "1"))
                .setTags(Map.of("tag", "value"))
                .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
        blob.commitBlockListWithResponse(options, null, Context.NONE);
        var properties = blob.getProperties();
        assertThat(properties.getContentLanguage()).isEqualTo("de");
        assertThat(properties.getCacheControl()).isEqualTo("no-store");
        assertThat(properties.getContentType()).isEqualTo("application/octet-stream");
        assertThat(properties.getMetadata()).containsOnly(Map.entry("a", "1"));
        assertThat(properties.getTagCount()).isEqualTo(1);
        stage(blob, 2, "two");
        refused(409, "BlobAlreadyExists", () -> blob.commitBlockListWithResponse(options, null, Context.NONE));
    }

    @Test
    void namesOfAnyScriptAndSignAreTheirOwnBlobs() {
        List<String> names = List.of(
                "ä/ö ü.txt",
                "日本語/ファイル",
                "emoji-😀",
                "plus+sign",
                "per%cent",
                "per%25cent",
                "a&b=c?d#e",
                "'quoted'",
                "\"double\"",
                "dots/../x",
                "a//b",
                "tilde~^`",
                "back|pipe",
                "brackets[1]{2}",
                "semi;colon,comma",
                "a:b@c$d!e*(f)");
        for (String name : names) {
            container.getBlobClient(name).upload(BinaryData.fromString("content of " + name));
        }
        for (String name : names) {
            assertThat(text(container.getBlobClient(name))).isEqualTo("content of " + name);
        }
        assertThat(container.listBlobs()).extracting(item -> item.getName()).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void propertiesTellWhatWasStored() {
        BlobClient blob = Sdk.blob(container, "told", "0123456789");
        var properties = blob.getProperties();
        assertThat(properties.getBlobType()).isEqualTo(BlobType.BLOCK_BLOB);
        assertThat(properties.getBlobSize()).isEqualTo(10);
        assertThat(properties.getContentType()).isEqualTo("application/octet-stream");
        assertThat(properties.isServerEncrypted()).isTrue();
        assertThat(properties.getAccessTier()).isEqualTo(AccessTier.HOT);
        assertThat(properties.isAccessTierInferred()).isTrue();
        assertThat(properties.getCreationTime()).isNotNull();
        assertThat(properties.getETag()).matches("\"?0x[0-9A-F]{15,16}\"?");
    }
}
