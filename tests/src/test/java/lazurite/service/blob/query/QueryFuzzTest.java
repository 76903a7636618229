package lazurite.service.blob.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import lazurite.base.Platform;
import lazurite.base.StorageException;

/** Any text is a statement or refused, and any statement comes to an end over any bytes. */
class QueryFuzzTest {
    private static final TextFormat.Delimited HEADED = new TextFormat.Delimited(",", "\"", "\n", "\\", true);
    private static final TextFormat.Json JSON = new TextFormat.Json("\n");
    private static final byte[] ROWS =
            "{\"a\":1,\"b\":\"x\",\"c\":[{\"d\":null}],\"t\":\"2020-01-01T00:00Z\"}\n{\"a\":-2.5,\"b\":true}\n7\n"
                    .getBytes(StandardCharsets.UTF_8);

    @FuzzTest(maxDuration = "2m30s")
    void aStatementIsRunOrRefused(byte[] bytes) throws IOException {
        String sql = new String(bytes, StandardCharsets.UTF_8);
        answered(sql, JSON, HEADED, ROWS);
        answered(sql, TextFormat.USUAL, JSON, ROWS);
    }

    @FuzzTest(maxDuration = "2m30s")
    void anyBytesAreRows(byte[] bytes) throws IOException {
        answered("SELECT * FROM BlobStorage", HEADED, JSON, bytes);
        answered("SELECT COUNT(_1), MIN(_2), SUM(_1) FROM BlobStorage WHERE _1 <> ''", HEADED, HEADED, bytes);
        answered("SELECT a, a.b[0] FROM BlobStorage WHERE a IS NOT MISSING", JSON, HEADED, bytes);
        answered("SELECT * FROM BlobStorage[*].a[*]", JSON, JSON, bytes);
    }

    private static void answered(String sql, TextFormat input, TextFormat output, byte[] blob) throws IOException {
        QueryRequest request;
        try {
            request = QueryRequest.of(sql, input, output);
        } catch (StorageException refused) {
            assertThat(refused.status()).isEqualTo(400);
            return;
        }
        try (QueryStream answer =
                new QueryStream(request, new ByteArrayInputStream(blob), blob.length, Platform.system(), () -> {})) {
            assertThat(answer.readAllBytes()).startsWith('O', 'b', 'j', 1);
        }
    }
}
