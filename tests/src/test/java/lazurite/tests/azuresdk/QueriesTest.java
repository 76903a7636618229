package lazurite.tests.azuresdk;

import static lazurite.tests.azuresdk.Sdk.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobQueryDelimitedSerialization;
import com.azure.storage.blob.models.BlobQueryError;
import com.azure.storage.blob.models.BlobQueryJsonSerialization;
import com.azure.storage.blob.models.BlobQueryParquetSerialization;
import com.azure.storage.blob.models.BlobQueryProgress;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlobQueryOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Query Blob Contents by the SDK's own reader of the answer. */
final class QueriesTest {
    private final BlobContainerClient container = Sdk.container("queried");

    private static String queried(BlobClient blob, BlobQueryOptions options) {
        blob.getBlockBlobClient().queryWithResponse(options, null, Context.NONE);
        return options.getOutputStream().toString();
    }

    private static BlobQueryOptions options(String expression) {
        return new BlobQueryOptions(expression, new ByteArrayOutputStream());
    }

    private static BlobQueryDelimitedSerialization commas(boolean headers) {
        return new BlobQueryDelimitedSerialization()
                .setColumnSeparator(',')
                .setFieldQuote('"')
                .setRecordSeparator('\n')
                .setEscapeChar('\\')
                .setHeadersPresent(headers);
    }

    @Test
    void aWholeBlobIsStreamedWithItsProgress() throws IOException {
        byte[] rows = "100,200,300,400\n300,400,500,600\n".repeat(1 << 18).getBytes(StandardCharsets.US_ASCII);
        BlobClient blob = container.getBlobClient("big");
        blob.upload(BinaryData.fromBytes(rows));
        try (InputStream in = blob.getBlockBlobClient().openQueryInputStream("SELECT * FROM BlobStorage")) {
            assertThat(in.readAllBytes()).isEqualTo(rows);
        }
        List<BlobQueryProgress> progress = new ArrayList<>();
        String count = queried(
                blob, options("SELECT COUNT(*) FROM BlobStorage WHERE _1 > 250").setProgressConsumer(progress::add));
        assertThat(count).isEqualTo((1 << 18) + "\n");
        assertThat(progress).hasSizeGreaterThan(2);
        assertThat(progress.getLast().getBytesScanned()).isEqualTo(rows.length);
        assertThat(progress).allSatisfy(each -> assertThat(each.getTotalBytes()).isEqualTo(rows.length));
    }

    @Test
    void delimitedTextAndJsonTurnIntoEachOther() {
        BlobClient table = Sdk.blob(container, "table", "Name,Stock\nmouse,3\n\"big, cat\",1\n");
        BlobQueryJsonSerialization json = new BlobQueryJsonSerialization().setRecordSeparator('\n');
        assertThat(queried(
                        table,
                        options("SELECT Name, CAST(Stock AS INT) AS n FROM BlobStorage WHERE Name LIKE '%cat'")
                                .setInputSerialization(commas(true))
                                .setOutputSerialization(json)))
                .isEqualTo("{\"Name\":\"big, cat\",\"n\":1}\n");
        BlobClient lines = Sdk.blob(container, "lines", "{\"a\":{\"b\":[1,2]},\"c\":\"x\"}\n{\"c\":\"y\"}\n");
        assertThat(queried(
                        lines,
                        options("SELECT a.b[1], c FROM BlobStorage[*]")
                                .setInputSerialization(json)
                                .setOutputSerialization(commas(false))))
                .isEqualTo("2,x\n,y\n");
    }

    @Test
    void errorsComeToTheirConsumerAndRowsGoOn() {
        BlobClient blob = Sdk.blob(container, "ragged", "1,a\nx,b\n2\n3,c\n");
        List<BlobQueryError> errors = new ArrayList<>();
        String text =
                queried(blob, options("SELECT _2 FROM BlobStorage WHERE _1 > 0").setErrorConsumer(errors::add));
        assertThat(text).isEqualTo("a\nc\n");
        assertThat(errors)
                .extracting(each -> each.isFatal() + " " + each.getName() + " " + each.getPosition())
                .containsExactly("false InvalidTypeConversion 4", "false InvalidColumnOrdinal 8");
        errors.clear();
        queried(
                blob,
                options("SELECT * FROM BlobStorage")
                        .setInputSerialization(new BlobQueryJsonSerialization().setRecordSeparator('\n'))
                        .setErrorConsumer(errors::add));
        assertThat(errors)
                .extracting(each -> each.isFatal() + " " + each.getName())
                .containsExactly("true ParseError");
    }

    @Test
    void whatIsNotThereIsRefused() {
        BlobClient blob = Sdk.blob(container, "rows", "1\n");
        refused(400, "InvalidInput", () -> queried(blob, options("SELECT * FROM Elsewhere")));
        refused(
                409,
                "FeatureNotSupportedForAccount",
                () -> queried(
                        blob,
                        options("SELECT * FROM BlobStorage")
                                .setInputSerialization(new BlobQueryParquetSerialization())));
        refused(
                412,
                "ConditionNotMet",
                () -> queried(
                        blob,
                        options("SELECT * FROM BlobStorage")
                                .setRequestConditions(new BlobRequestConditions().setIfMatch("\"0x1\""))));
        refused(
                404,
                "BlobNotFound",
                () -> queried(container.getBlobClient("none"), options("SELECT * FROM BlobStorage")));
        container.getBlobClient("log").getAppendBlobClient().create();
        refused(
                409,
                "InvalidBlobType",
                () -> queried(container.getBlobClient("log"), options("SELECT * FROM BlobStorage")));
    }
}
