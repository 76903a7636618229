package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.bytes;
import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.core.util.polling.LongRunningOperationStatus;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.models.BlockListType;
import com.azure.storage.blob.models.CopyStatusType;
import com.azure.storage.blob.options.BlobBeginCopyOptions;
import com.azure.storage.blob.options.BlobCopyFromUrlOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlobClientBase;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CopiesTest {
    private final BlobContainerClient container = container("copy");

    private static void copy(BlobClient target, String source) {
        var status = target.beginCopy(source, Duration.ofMillis(50))
                .waitForCompletion(Duration.ofSeconds(30))
                .getStatus();
        assertThat(status).isEqualTo(LongRunningOperationStatus.SUCCESSFULLY_COMPLETED);
    }

    private static String readUrl(BlobClient blob) {
        var values = new BlobServiceSasSignatureValues(
                Sdk.minutesFromNow(60), new BlobSasPermission().setReadPermission(true));
        return blob.getBlobUrl() + "?" + blob.generateSas(values);
    }

    @Test
    void copyHasContentHeadersMetadataAndItsStatus() {
        byte[] content = bytes(11, 3_000_000);
        BlobClient source = container.getBlobClient("source");
        source.uploadWithResponse(
                new BlobParallelUploadOptions(BinaryData.fromBytes(content))
                        .setHeaders(new BlobHttpHeaders().setContentType("x/y").setCacheControl("c"))
                        .setMetadata(Map.of("from", "source")),
                null,
                Context.NONE);
        BlobClient target = container.getBlobClient("target");
        copy(target, source.getBlobUrl());
        assertThat(target.downloadContent().toBytes()).isEqualTo(content);
        var properties = target.getProperties();
        assertThat(properties.getContentType()).isEqualTo("x/y");
        assertThat(properties.getCacheControl()).isEqualTo("c");
        assertThat(properties.getMetadata()).containsOnly(Map.entry("from", "source"));
        assertThat(properties.getCopyStatus()).isEqualTo(CopyStatusType.SUCCESS);
        assertThat(properties.getCopyId()).isNotEmpty();
        assertThat(properties.getCopySource()).contains("/source");
        assertThat(properties.getCopyProgress()).isEqualTo("3000000/3000000");
        assertThat(properties.getContentMd5()).isEqualTo(source.getProperties().getContentMd5());
    }

    @Test
    void givenMetadataReplacesTheSources() {
        BlobClient source = Sdk.blob(container, "source", "text");
        source.setMetadata(Map.of("from", "source"));
        BlobClient target = container.getBlobClient("target");
        target.beginCopy(new BlobBeginCopyOptions(source.getBlobUrl())
                        .setMetadata(Map.of("given", "1"))
                        .setTags(Map.of("t", "v"))
                        .setPollInterval(Duration.ofMillis(50)))
                .waitForCompletion(Duration.ofSeconds(30));
        assertThat(target.getProperties().getMetadata()).containsOnly(Map.entry("given", "1"));
        assertThat(target.getTags()).containsOnly(Map.entry("t", "v"));
    }

    @Test
    void copyOutlivesItsSource() {
        BlobClient source = Sdk.blob(container, "source", "x".repeat(100_000));
        BlobClient target = container.getBlobClient("target");
        copy(target, source.getBlobUrl());
        source.delete();
        assertThat(Sdk.text(target)).isEqualTo("x".repeat(100_000));
    }

    @Test
    void snapshotIsCopiedOverItsBase() {
        BlobClient blob = Sdk.blob(container, "base", "old");
        BlobClientBase snapshot = blob.createSnapshot();
        Sdk.blob(container, "base", "new");
        copy(blob, snapshot.getBlobUrl());
        assertThat(Sdk.text(blob)).isEqualTo("old");
    }

    @Test
    void blockListAndAppendCountAreCopied() {
        var blocks = container.getBlobClient("blocks").getBlockBlobClient();
        String id = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
        blocks.stageBlock(id, BinaryData.fromString("block"));
        blocks.commitBlockList(List.of(id));
        BlobClient target = container.getBlobClient("blocks-copy");
        copy(target, blocks.getBlobUrl());
        assertThat(target.getBlockBlobClient()
                        .listBlocks(BlockListType.COMMITTED)
                        .getCommittedBlocks())
                .extracting(block -> block.getName())
                .containsExactly(id);
        var log = container.getBlobClient("log").getAppendBlobClient();
        log.create();
        log.appendBlock(BinaryData.fromString("a").toStream(), 1);
        log.appendBlock(BinaryData.fromString("b").toStream(), 1);
        BlobClient logCopy = container.getBlobClient("log-copy");
        copy(logCopy, log.getBlobUrl());
        assertThat(logCopy.getProperties().getBlobType()).isEqualTo(BlobType.APPEND_BLOB);
        assertThat(logCopy.getProperties().getCommittedBlockCount()).isEqualTo(2);
        logCopy.getAppendBlobClient().appendBlock(BinaryData.fromString("c").toStream(), 1);
        assertThat(Sdk.text(logCopy)).isEqualTo("abc");
        assertThat(log.downloadContent().toString()).isEqualTo("ab");
    }

    @Test
    void synchronousCopyFromASignedUrl() {
        BlobClient source = Sdk.blob(container, "source", "by url");
        BlobClient target = container.getBlobClient("target");
        String copyId = target.copyFromUrl(readUrl(source));
        assertThat(copyId).isNotEmpty();
        assertThat(Sdk.text(target)).isEqualTo("by url");
        assertThat(target.getProperties().getCopyStatus()).isEqualTo(CopyStatusType.SUCCESS);
    }

    @Test
    void sourceAndTargetConditionsAreObeyed() {
        BlobClient source = Sdk.blob(container, "source", "text");
        BlobClient target = Sdk.blob(container, "target", "kept");
        refused(
                412,
                "SourceConditionNotMet",
                () -> target.beginCopy(new BlobBeginCopyOptions(source.getBlobUrl())
                                .setSourceRequestConditions(
                                        new com.azure.storage.blob.models.BlobBeginCopySourceRequestConditions()
                                                .setIfMatch("\"0x8D0000000000000\"")))
                        .poll());
        refused(
                409,
                "BlobAlreadyExists",
                () -> target.copyFromUrlWithResponse(
                        new BlobCopyFromUrlOptions(readUrl(source))
                                .setDestinationRequestConditions(new BlobRequestConditions().setIfNoneMatch("*")),
                        null,
                        Context.NONE));
        assertThat(Sdk.text(target)).isEqualTo("kept");
    }

    @Test
    void missingSourceIsRefused() {
        BlobClient target = container.getBlobClient("target");
        String missing = container.getBlobClient("missing").getBlobUrl();
        assertThat(Sdk.statusOf(
                        () -> target.beginCopy(missing, Duration.ofMillis(50)).poll()))
                .isEqualTo(404);
        assertThat(target.exists()).isFalse();
    }

    @Test
    void abortWithoutPendingCopyIsRefused() {
        BlobClient source = Sdk.blob(container, "source", "text");
        BlobClient target = container.getBlobClient("target");
        copy(target, source.getBlobUrl());
        String id = target.getProperties().getCopyId();
        refused(409, "NoPendingCopyOperation", () -> target.abortCopyFromUrl(id));
    }

    @Test
    void laterWriteForgetsTheCopy() {
        BlobClient source = Sdk.blob(container, "source", "text");
        BlobClient target = container.getBlobClient("target");
        copy(target, source.getBlobUrl());
        Sdk.blob(container, "target", "written");
        assertThat(target.getProperties().getCopyId()).isNull();
    }
}
