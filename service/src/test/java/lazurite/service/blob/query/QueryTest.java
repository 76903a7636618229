package lazurite.service.blob.query;

import static lazurite.service.blob.query.Asked.CSV;
import static lazurite.service.blob.query.Asked.HEADED;
import static lazurite.service.blob.query.Asked.JSON;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import lazurite.base.Platform;
import org.junit.jupiter.api.Test;

final class QueryTest {
    private static final String NUMBERS = "1,one\n2,two\n3,three\n";
    private static final String HEADED_NUMBERS = "Number,Its Word\n" + NUMBERS;
    private static final String GOODS = """
            {"id":1,"name":"mouse","price":12.5,"tags":["wireless","accessory"],
             "dimensions":{"length":3},"warehouses":[{"latitude":41.8},{"latitude":40}]}
            {"id":2,"name":null,"price":7}
            """;

    @Test
    void theWholeIsTheBlobItself() throws IOException {
        String text = "a,\"b,\"\"c\",d\n\"x\ny\",,\n\n1,2,3";
        assertThat(Asked.of("SELECT * FROM BlobStorage", text).text()).isEqualTo(text + "\n");
        assertThat(Asked.of("select * from blobstorage", "").text()).isEmpty();
        assertThat(Asked.of("SELECT * FROM BlobStorage", JSON, JSON, "{\"a\":  1.50}\n[ {\"b\":2} , 3]")
                        .text())
                .isEqualTo("{\"a\":  1.50}\n{\"b\":2}\n3\n");
    }

    @Test
    void columnsAreChosenByPlaceAndByName() throws IOException {
        assertThat(Asked.of("SELECT _2, _1 FROM BlobStorage", NUMBERS).text()).isEqualTo("one,1\ntwo,2\nthree,3\n");
        assertThat(Asked.of("SELECT \"Its Word\", number FROM BlobStorage s", HEADED, CSV, HEADED_NUMBERS)
                        .text())
                .isEqualTo("one,1\ntwo,2\nthree,3\n");
        assertThat(Asked.of("SELECT s.number n, _2 FROM BlobStorage AS s LIMIT 1", HEADED, HEADED, HEADED_NUMBERS)
                        .text())
                .isEqualTo("n,_2\n1,one\n");
        assertThat(Asked.of("SELECT \"number\" FROM BlobStorage", HEADED, CSV, HEADED_NUMBERS)
                        .errors())
                .containsExactly("fatal InvalidColumnName at 16");
    }

    @Test
    void delimitedTextTurnsIntoJsonAndBack() throws IOException {
        assertThat(Asked.of("SELECT * FROM BlobStorage", CSV, JSON, "1,\"a\"\"b\"\n")
                        .text())
                .isEqualTo("{\"_1\":\"1\",\"_2\":\"a\\\"b\"}\n");
        assertThat(Asked.of("SELECT * FROM BlobStorage", HEADED, JSON, HEADED_NUMBERS)
                        .text())
                .startsWith("{\"Number\":\"1\",\"Its Word\":\"one\"}\n");
        assertThat(Asked.of("SELECT * FROM BlobStorage", JSON, CSV, "{\"a\":\"x,y\",\"b\":[1,{}],\"c\":null}")
                        .text())
                .isEqualTo("\"x,y\",\"[1,{}]\",\n");
    }

    @Test
    void allOfTheTextsConfigurationIsObeyed() throws IOException {
        TextFormat.Delimited odd = new TextFormat.Delimited("é", "'", "\r\n", "\\", false);
        assertThat(Asked.of("SELECT _2, _1 FROM BlobStorage", odd, CSV, "aé'b''c\r\n'\r\n\\éxéy\\\\z")
                        .text())
                .isEqualTo("\"b'c\r\n\",a\ny\\z,éx\n");
        assertThat(Asked.of("SELECT _1 FROM BlobStorage", CSV, odd, "\"aé'b\\\"\n")
                        .text())
                .isEqualTo("'aé''b\\\\'\r\n");
        TextFormat.Delimited bare = new TextFormat.Delimited("|", "", ";", "", false);
        assertThat(Asked.of("SELECT _1 FROM BlobStorage", bare, CSV, "\"a|b;c").text())
                .isEqualTo("\"\"\"a\"\nc\n");
        TextFormat.Json semicolon = new TextFormat.Json(";");
        assertThat(Asked.of("SELECT a FROM BlobStorage", semicolon, semicolon, "{\"a\":1};{\"a\":\";\"}")
                        .text())
                .isEqualTo("{\"a\":1};{\"a\":\";\"};");
    }

    @Test
    void pathsLeadIntoJson() throws IOException {
        assertThat(Asked.of("SELECT name, tags[1], warehouses[0].latitude FROM BlobStorage", JSON, JSON, GOODS)
                        .text())
                .isEqualTo("{\"name\":\"mouse\",\"_2\":\"accessory\",\"latitude\":41.8}\n{\"name\":null}\n");
        assertThat(Asked.of("SELECT latitude FROM BlobStorage[*].warehouses[*]", JSON, CSV, GOODS)
                        .text())
                .isEqualTo("41.8\n40\n");
        assertThat(Asked.of("SELECT LENGTH FROM BlobStorage[*].dimensions", JSON, CSV, GOODS)
                        .text())
                .isEqualTo("3\n");
        assertThat(Asked.of("SELECT id FROM BlobStorage WHERE name IS NULL AND tags IS MISSING", JSON, CSV, GOODS)
                        .text())
                .isEqualTo("2\n");
        assertThat(Asked.of("SELECT id FROM BlobStorage WHERE name IS NOT MISSING", JSON, CSV, GOODS)
                        .text())
                .isEqualTo("1\n2\n");
    }

    @Test
    void aggregatesTakeAllRows() throws IOException {
        assertThat(Asked.of(
                                "SELECT COUNT(*), SUM(_1), AVG(_1), MIN(_2), MAX(CAST(_1 AS INT)) FROM BlobStorage",
                                NUMBERS)
                        .text())
                .isEqualTo("3,6,2,one,3\n");
        assertThat(Asked.of("SELECT COUNT(*) AS n, SUM(_1) FROM BlobStorage WHERE _1 > 5", CSV, JSON, NUMBERS)
                        .text())
                .isEqualTo("{\"n\":0,\"_2\":null}\n");
        assertThat(Asked.of("SELECT COUNT(name), AVERAGE(price) FROM BlobStorage", JSON, CSV, GOODS)
                        .text())
                .isEqualTo("1,9.75\n");
        assertThat(Asked.of("SELECT SUM(_1) FROM BlobStorage", "9223372036854775807\n1\n")
                        .text())
                .isEqualTo("9.223372036854776E18\n");
    }

    @Test
    void aLimitEndsTheReading() throws IOException {
        assertThat(Asked.of("SELECT _1 FROM BlobStorage LIMIT 2", NUMBERS).text())
                .isEqualTo("1\n2\n");
        assertThat(Asked.of("SELECT _1 FROM BlobStorage LIMIT 0", NUMBERS).text())
                .isEmpty();
        assertThat(Asked.of("SELECT COUNT(*) FROM BlobStorage LIMIT 1", NUMBERS).text())
                .isEqualTo("3\n");
    }

    @Test
    void aRowThatCannotBeToldIsAnErrorAndTheRestGoesOn() throws IOException {
        Asked asked = Asked.of("SELECT _2 FROM BlobStorage WHERE _1 > 1", "1,a\nx,b\n2\n3,d\n");
        assertThat(asked.text()).isEqualTo("d\n");
        assertThat(asked.errors()).containsExactly("InvalidTypeConversion at 4", "InvalidColumnOrdinal at 8");
        assertThat(asked.end()).isEqualTo(14);
        assertThat(Asked.of("SELECT 1 / _1 FROM BlobStorage", "0\n2\n").errors())
                .containsExactly("DivideByZero at 0");
    }

    @Test
    void malformedTextEndsTheQueryWithAFatalError() throws IOException {
        Asked quote = Asked.of("SELECT * FROM BlobStorage", "a\n\"b\nc");
        assertThat(quote.text()).isEqualTo("a\n");
        assertThat(quote.errors()).containsExactly("fatal ParseError at 2");
        assertThat(Asked.of("SELECT * FROM BlobStorage", JSON, JSON, "{\"a\":1}\n100,200\n")
                        .errors())
                .singleElement()
                .asString()
                .startsWith("fatal ParseError at");
        for (String text :
                new String[] {"{", "[1", "[1,]", "[,1]", "{\"a\"}", "{\"a\":01}", "\"\\x\"", "nul", "[1 2]"}) {
            assertThat(Asked.of("SELECT * FROM BlobStorage", JSON, JSON, text).errors())
                    .as(text)
                    .singleElement()
                    .asString()
                    .startsWith("fatal ParseError");
        }
    }

    @Test
    void aRecordOfManyMegabytesIsAnErrorAndNotMuchMemory() throws IOException {
        for (TextFormat format : new TextFormat[] {CSV, JSON}) {
            InputStream endless = new SequenceInputStream(
                    new ByteArrayInputStream("[\"".getBytes(StandardCharsets.US_ASCII)), new Same('x', 1L << 40));
            Asked asked = Asked.of("SELECT * FROM BlobStorage", format, format, endless, 1L << 40);
            assertThat(asked.errors()).hasSize(1);
            assertThat(asked.errors().getFirst()).startsWith("fatal RecordTooLarge");
            assertThat(asked.end()).isEqualTo(1L << 40);
        }
    }

    @Test
    void aRecordOfVeryManyValuesIsAnError() throws IOException {
        String items = "{\"a\":[0" + ",0".repeat(70_000) + "]}";
        assertThat(Asked.of("SELECT * FROM BlobStorage", JSON, JSON, items).errors())
                .containsExactly("fatal RecordTooLarge at 0");
    }

    @Test
    void anAnswersRowIsHeldToALimitToo() throws IOException {
        String text = "x".repeat(900_000) + "\n";
        assertThat(Asked.of("SELECT _1, _1, _1 FROM BlobStorage", text).errors())
                .containsExactly("fatal RecordTooLarge at 0");
        assertThat(Asked.of("SELECT _1, _1 FROM BlobStorage", text).text()).hasSize(1_800_002);
    }

    @Test
    void progressIsToldEachFourMebibytesAndAtTheEnd() throws IOException {
        byte[] rows = "abcdefg\n".repeat(128 << 10).getBytes(StandardCharsets.US_ASCII);
        InputStream ten = new SequenceInputStream(Collections.enumeration(IntStream.range(0, 10)
                .mapToObj(_ -> new ByteArrayInputStream(rows))
                .toList()));
        Asked asked = Asked.of("SELECT * FROM BlobStorage WHERE _1 = 'no'", CSV, CSV, ten, 10L << 20);
        assertThat(asked.text()).isEmpty();
        assertThat(asked.progress()).containsExactly(4L << 20, 8L << 20, 10L << 20);
        assertThat(asked.end()).isEqualTo(10L << 20);
    }

    @Test
    void aQueryThatTakesTooLongIsEnded() throws IOException {
        Platform system = Platform.system();
        AtomicLong minutes = new AtomicLong();
        Platform slow = new Platform(
                system.clock(),
                () -> minutes.getAndAdd(20) * 60_000_000_000L,
                system.random(),
                system.virtualThreads(),
                system.platformThreads());
        QueryRequest request = QueryRequest.of("SELECT * FROM BlobStorage WHERE _1 <> ''", CSV, CSV);
        Asked asked = Asked.of(request, new Same('\n', Long.MAX_VALUE), 1L << 40, slow);
        assertThat(asked.errors()).singleElement().asString().startsWith("fatal QueryTimeout");
    }

    @Test
    void theEndIsToldOnce() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        QueryStream stream = new QueryStream(
                QueryRequest.of("SELECT * FROM BlobStorage", CSV, CSV),
                InputStream.nullInputStream(),
                0,
                Platform.system(),
                closed::incrementAndGet);
        stream.readAllBytes();
        stream.close();
        stream.close();
        assertThat(closed).hasValue(1);
    }

    /** One byte, many times. */
    private static final class Same extends InputStream {
        private final int value;
        private long left;

        Same(int value, long left) {
            this.value = value;
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? value : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            int read = (int) Math.min(left, length);
            Arrays.fill(into, offset, offset + read, (byte) value);
            left -= read;
            return read == 0 ? -1 : read;
        }
    }
}
