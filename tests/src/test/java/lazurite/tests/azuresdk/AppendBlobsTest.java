package lazurite.tests.azuresdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static lazurite.tests.azuresdk.Sdk.container;
import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.AppendBlobItem;
import com.azure.storage.blob.models.AppendBlobRequestConditions;
import com.azure.storage.blob.models.BlobType;
import com.azure.storage.blob.options.AppendBlobAppendBlockOptions;
import com.azure.storage.blob.options.AppendBlobSealOptions;
import com.azure.storage.blob.specialized.AppendBlobClient;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

final class AppendBlobsTest {
    private final BlobContainerClient container = container("append");

    private AppendBlobClient blob(String name) {
        AppendBlobClient blob = container.getBlobClient(name).getAppendBlobClient();
        blob.create();
        return blob;
    }

    private static AppendBlobItem append(AppendBlobClient blob, String text) {
        return append(blob, options(text));
    }

    private static AppendBlobItem append(AppendBlobClient blob, String text, AppendBlobRequestConditions conditions) {
        return append(blob, options(text).setRequestConditions(conditions));
    }

    private static AppendBlobItem append(AppendBlobClient blob, AppendBlobAppendBlockOptions options) {
        return blob.appendBlockWithResponse(options, null, Context.NONE).getValue();
    }

    private static AppendBlobAppendBlockOptions options(String text) {
        return new AppendBlobAppendBlockOptions(BinaryData.fromString(text));
    }

    @Test
    void appendsFollowEachOtherAndTellTheirOffset() {
        AppendBlobClient blob = blob("order");
        assertThat(append(blob, "one").getBlobAppendOffset()).isEqualTo("0");
        AppendBlobItem second = append(blob, "second");
        assertThat(second.getBlobAppendOffset()).isEqualTo("3");
        assertThat(second.getBlobCommittedBlockCount()).isEqualTo(2);
        assertThat(blob.downloadContent().toString()).isEqualTo("onesecond");
        var properties = blob.getProperties();
        assertThat(properties.getBlobType()).isEqualTo(BlobType.APPEND_BLOB);
        assertThat(properties.getCommittedBlockCount()).isEqualTo(2);
        assertThat(properties.getBlobSize()).isEqualTo(9);
    }

    @Test
    void manyAppendsAreReadAsOne() {
        AppendBlobClient blob = blob("many");
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            append(blob, "line " + i + "\n");
            expected.append("line ").append(i).append('\n');
        }
        assertThat(blob.downloadContent().toString()).isEqualTo(expected.toString());
        assertThat(blob.getProperties().getCommittedBlockCount()).isEqualTo(300);
    }

    @Test
    void appendPositionIsACondition() {
        AppendBlobClient blob = blob("position");
        append(blob, "12345", new AppendBlobRequestConditions().setAppendPosition(0L));
        refused(
                412,
                "AppendPositionConditionNotMet",
                () -> append(blob, "x", new AppendBlobRequestConditions().setAppendPosition(0L)));
        append(blob, "67", new AppendBlobRequestConditions().setAppendPosition(5L));
        assertThat(blob.downloadContent().toString()).isEqualTo("1234567");
    }

    @Test
    void maximumSizeIsACondition() {
        AppendBlobClient blob = blob("maxsize");
        append(blob, "12345", new AppendBlobRequestConditions().setMaxSize(5L));
        refused(
                412,
                "MaxBlobSizeConditionNotMet",
                () -> append(blob, "6", new AppendBlobRequestConditions().setMaxSize(5L)));
        assertThat(blob.getProperties().getBlobSize()).isEqualTo(5);
    }

    @Test
    void sealedBlobTakesNoMore() {
        AppendBlobClient blob = blob("sealed");
        append(blob, "all");
        blob.seal();
        assertThat(blob.getProperties().isSealed()).isTrue();
        refused(409, "BlobIsSealed", () -> append(blob, "more"));
        blob.sealWithResponse(new AppendBlobSealOptions(), null, Context.NONE);
        assertThat(blob.downloadContent().toString()).isEqualTo("all");
    }

    @Test
    void md5OfABlockIsChecked() throws Exception {
        AppendBlobClient blob = blob("md5");
        byte[] bytes = "checked".getBytes(UTF_8);
        byte[] md5 = MessageDigest.getInstance("MD5").digest(bytes);
        append(blob, options("checked").setContentMd5(md5));
        byte[] wrong = md5.clone();
        wrong[3] ^= 1;
        refused(400, "Md5Mismatch", () -> append(blob, options("checked").setContentMd5(wrong)));
        assertThat(blob.getProperties().getBlobSize()).isEqualTo(bytes.length);
    }

    @Test
    void eTagIsACondition() {
        AppendBlobClient blob = blob("etag");
        String before = blob.getProperties().getETag();
        append(blob, "one");
        AppendBlobRequestConditions stale = new AppendBlobRequestConditions();
        stale.setIfMatch(before);
        refused(412, "ConditionNotMet", () -> append(blob, "two", stale));
    }

    @Test
    void creatingAgainEmptiesUnlessConditioned() {
        AppendBlobClient blob = blob("recreate");
        append(blob, "gone");
        refused(409, "BlobAlreadyExists", () -> blob.create(false));
        blob.create(true);
        assertThat(blob.getProperties().getBlobSize()).isZero();
        assertThat(blob.getProperties().getCommittedBlockCount()).isZero();
    }

    @Test
    void blobTypesDoNotMix() {
        AppendBlobClient blob = blob("type");
        refused(
                409,
                "InvalidBlobType",
                () -> container
                        .getBlobClient("type")
                        .getBlockBlobClient()
                        .stageBlock("AAAA", BinaryData.fromString("x")));
        AppendBlobClient block = Sdk.blob(container, "block", "text").getAppendBlobClient();
        refused(409, "InvalidBlobType", () -> append(block, "x"));
        refused(
                404,
                "BlobNotFound",
                () -> append(container.getBlobClient("none").getAppendBlobClient(), "x"));
        assertThat(blob.exists()).isTrue();
    }
}
