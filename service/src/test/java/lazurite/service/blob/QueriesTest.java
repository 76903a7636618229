package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.read.Queries;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.wire.BlobApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueriesTest {
    private static final String EXPRESSION =
            "<QueryType>SQL</QueryType><Expression>SELECT _1 FROM BlobStorage</Expression>";
    private static final String USUAL = document(EXPRESSION);

    private final BlobServiceRoom room = new BlobServiceRoom();

    @BeforeEach
    void createContainer() {
        room.createContainer("c");
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void aSnapshotIsQueriedAsItWas() throws IOException {
        room.put("c", "b", "old,1\n");
        BlobResult.Snapshotted taken =
                (BlobResult.Snapshotted) room.run(new BlobOperation.SnapshotBlob("c", "b", Map.of(), Conditions.NONE));
        room.put("c", "b", "new,1\n");
        assertThat(answer(query("b", new Moment.Snapshot(taken.snapshot()), Conditions.NONE, USUAL)))
                .contains("old\n");
        assertThat(answer(query("b", null, Conditions.NONE, USUAL))).contains("new\n");
    }

    @Test
    void conditionsHoldAsForARead() {
        Stamp stamp = room.put("c", "b", "1\n");
        room.put("c", "b", "2\n");
        refused("ConditionNotMet", query("b", null, BlobServiceRoom.ifMatch(stamp), USUAL));
        refused("BlobNotFound", query("none", null, Conditions.NONE, USUAL));
    }

    @Test
    void onlyBlockBlobsAreQueried() {
        room.run(new BlobOperation.CreateAppendBlob("c", "log", BlobServiceRoom.created(Conditions.NONE)));
        for (int i = 0; i < 20; i++) {
            refused("InvalidBlobType", query("log", null, Conditions.NONE, USUAL));
        }
    }

    @Test
    void oneQueryMoreThanThereArePlacesIsRefusedUntilAnotherIsClosed() throws IOException {
        room.put("c", "b", "1\n");
        List<InputStream> open = new ArrayList<>();
        for (int i = 0; i < Queries.PLACES; i++) {
            open.add(stream(query("b", null, Conditions.NONE, USUAL)));
        }
        refused("ServerBusy", query("b", null, Conditions.NONE, USUAL));
        open.removeLast().close();
        open.add(stream(query("b", null, Conditions.NONE, USUAL)));
        for (InputStream each : open) {
            each.close();
        }
    }

    @Test
    void theAnswerIsAvroAndHasNoneOfTheContentsHeaders() throws IOException {
        room.run(new BlobOperation.PutBlob(
                "c",
                "b",
                new BlobOperation.NewBlob(
                        new HttpProperties("text/csv", "gzip", "en", "inline", "no-store", null),
                        Map.of("k", "v"),
                        Map.of(),
                        null,
                        Conditions.NONE),
                BlobOperation.Checksums.NONE,
                BlobServiceRoom.payload("1\n".getBytes(StandardCharsets.UTF_8))));
        BlobOperation query = query("b", null, Conditions.NONE, USUAL);
        var target = Requests.sized("POST /c/b?comp=query", 1);
        var response = BlobApi.render(query, room.run(query), Requests.call(target));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body().length()).isEqualTo(-1);
        assertThat(response.headers().first("Content-Type")).isEqualTo("avro/binary");
        assertThat(response.headers().first("x-ms-meta-k")).isEqualTo("v");
        assertThat(response.headers().has("ETag")).isTrue();
        for (String header : List.of("Content-Encoding", "Content-Language", "Content-Disposition", "Cache-Control")) {
            assertThat(response.headers().has(header)).as(header).isFalse();
        }
        response.body().stream().close();
    }

    @Test
    void aQueryNeedsWhatAReadNeeds() {
        BlobOperation query = query("b", null, Conditions.NONE, USUAL);
        BlobOperation read = new BlobOperation.GetBlob("c", "b", null, null, false, false, Conditions.NONE);
        assertThat(query.permission()).isEqualTo(read.permission());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            InvalidXmlDocument | <QueryRequest>
            InvalidXmlDocument | <Query></Query>
            MissingRequiredXmlNode | <QueryRequest/>
            MissingRequiredXmlNode | <QueryRequest><QueryType>SQL</QueryType></QueryRequest>
            InvalidXmlNodeValue | <QueryRequest><QueryType>KQL</QueryType><Expression>x</Expression></QueryRequest>
            InvalidInput | <QueryRequest><QueryType>SQL</QueryType><Expression>x</Expression></QueryRequest>
            InvalidXmlDocument | <QueryRequest><QueryType>SQL</QueryType><QueryType>SQL</QueryType></QueryRequest>
            """)
    void aDocumentThatIsNoneIsRefused(String code, String document) {
        refused(code, query("b", null, Conditions.NONE, document));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FeatureNotSupportedForAccount | <Type>parquet</Type>
            FeatureNotSupportedForAccount | <Type>arrow</Type><ArrowConfiguration/>
            InvalidXmlNodeValue | <Type>xml</Type>
            MissingRequiredXmlNode | <DelimitedTextConfiguration/>
            InvalidXmlDocument | <Type>json</Type><Color>red</Color>
            InvalidXmlNodeValue | <Type>delimited</Type><DelimitedTextConfiguration><FieldQuote>''</FieldQuote></DelimitedTextConfiguration>
            InvalidXmlNodeValue | <Type>delimited</Type><DelimitedTextConfiguration><ColumnSeparator>abc</ColumnSeparator></DelimitedTextConfiguration>
            InvalidXmlNodeValue | <Type>delimited</Type><DelimitedTextConfiguration><ColumnSeparator>"</ColumnSeparator></DelimitedTextConfiguration>
            InvalidXmlNodeValue | <Type>delimited</Type><DelimitedTextConfiguration><HasHeaders>maybe</HasHeaders></DelimitedTextConfiguration>
            """)
    void aSerializationThatIsNoneIsRefused(String code, String format) {
        String in = "<InputSerialization><Format>" + format + "</Format></InputSerialization>";
        refused(code, query("b", null, Conditions.NONE, document(EXPRESSION + in)));
        String out = "<OutputSerialization><Format>" + format + "</Format></OutputSerialization>";
        refused(code, query("b", null, Conditions.NONE, document(EXPRESSION + out)));
    }

    @Test
    void separatorsAreReadFromTheDocument() throws IOException {
        room.put("c", "b", "a;'b;c'|d;e|");
        String format =
                "<InputSerialization><Format><Type>delimited</Type><ParquetTextConfiguration/><DelimitedTextConfiguration>"
                        + "<ColumnSeparator>;</ColumnSeparator><FieldQuote>'</FieldQuote><RecordSeparator>|</RecordSeparator>"
                        + "<EscapeChar></EscapeChar><HasHeaders>false</HasHeaders></DelimitedTextConfiguration></Format>"
                        + "</InputSerialization><OutputSerialization><Format><Type>json</Type><JsonTextConfiguration>"
                        + "<RecordSeparator>\\n</RecordSeparator></JsonTextConfiguration></Format></OutputSerialization>";
        assertThat(answer(query("b", null, Conditions.NONE, document(EXPRESSION.replace("_1", "_2") + format))))
                .contains("{\"_1\":\"b;c\"}\n{\"_1\":\"e\"}\n");
    }

    @Test
    void aLongExpressionIsRefused() {
        String expression = EXPRESSION.replace("_1", "'" + "x".repeat(256 << 10) + "'");
        refused("InvalidInput", query("b", null, Conditions.NONE, document(expression)));
    }

    private void refused(String code, BlobOperation query) {
        StorageException refusal = catchThrowableOfType(StorageException.class, () -> room.run(query));
        assertThat(refusal).isNotNull();
        assertThat(refusal.code().wire()).isEqualTo(code);
    }

    private String answer(BlobOperation query) throws IOException {
        try (InputStream stream = stream(query)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private InputStream stream(BlobOperation query) {
        return Objects.requireNonNull((BlobResult.QueryAnswer) room.run(query)).stream();
    }

    private static BlobOperation query(String blob, @Nullable Moment moment, Conditions conditions, String document) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        return new BlobOperation.QueryBlob("c", blob, moment, conditions, BlobServiceRoom.payload(bytes));
    }

    private static String document(String inside) {
        return "<?xml version=\"1.0\"?><QueryRequest>" + inside + "</QueryRequest>";
    }
}
