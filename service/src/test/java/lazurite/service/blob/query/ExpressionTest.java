package lazurite.service.blob.query;

import static lazurite.service.blob.query.Asked.CSV;
import static lazurite.service.blob.query.Asked.JSON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import lazurite.base.StorageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionTest {
    private static final String DOCUMENT = "{\"i\":7,\"f\":2.5,\"s\":\"Text\",\"n\":null,\"b\":true,\"o\":{\"x\":[1]}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1 + 2 * 3 | 7
            (1 + 2) * 3 | 9
            7 / 2 | 3
            7.0 / 2 | 3.5
            -7 % 4 | -3
            - -2 | 2
            i + f | 9.5
            '4' + 3 | 7
            s | Text
            LOWER(s) | text
            UPPER('AbCdEfG') | ABCDEFG
            CHARACTER_LENGTH('abcdefg') | 7
            CHAR_LENGTH('äö😀') | 3
            SUBSTRING('123456789', 1, 5) | 23456
            SUBSTRING('äö😀x', 2) | 😀x
            SUBSTRING('abc', 5, 1) | ``
            TRIM('  a b ') | a b
            TRIM(BOTH '123' FROM '1112211Microsoft22211122') | Microsoft
            TRIM(LEADING FROM '  a ') | `a `
            TRIM(TRAILING 'a' FROM 'aba') | ab
            COALESCE(n, nothing, 'x') | x
            NULLIF(1, 1) | ``
            NULLIF(i, 1) | 7
            CAST('12' AS INT) + 1 | 13
            CAST(2.9 AS INT) | 2
            CAST('1e3' AS FLOAT) | 1000
            CAST(7 AS STRING) | 7
            CAST('true' AS BOOLEAN) | true
            CAST('2017-01-02T03:04:05.006Z' AS TIMESTAMP) | 2017-01-02T03:04:05.006Z
            DATE_ADD('minute', 1, CAST('2017-01-02T03:04:05.006Z' AS TIMESTAMP)) | 2017-01-02T03:05:05.006Z
            DATE_ADD(month, 1, '2020-01-31T') | 2020-02-29T00:00:00Z
            DATE_DIFF('hour','2018-11-09T00:00+05:30','2018-11-09T01:00:23-08:00') | 14
            EXTRACT(YEAR FROM '2010-01-01T') | 2010
            EXTRACT(timezone_hour FROM '2010-01-01T00:00+05:30') | 5
            EXTRACT(timezone_minute FROM '2010-01-01T00:00+05:30') | 30
            TO_STRING(CAST('1969-07-20T20:18Z' AS TIMESTAMP), 'MMMM d, y') | `"July 20, 1969"`
            TO_TIMESTAMP('2007T') | 2007-01-01T00:00:00Z
            TO_TIMESTAMP('2007T') + 1.5 | 2007-01-02T12:00:00Z
            o | {"x":[1]}
            o.x[0] | 1
            n + 1 | ``
            0.1 + 0.2 | 0.30000000000000004
            """)
    void anExpressionComesTo(String expression, String expected) throws IOException {
        String sql = "SELECT " + expression + " FROM BlobStorage";
        Asked asked = Asked.of(sql, JSON, new TextFormat.Delimited("\u0001", "", "\n", "", false), DOCUMENT);
        assertThat(asked.errors()).isEmpty();
        String wanted = expected == null
                ? ""
                : expected.startsWith("\"") ? expected.substring(1, expected.length() - 1) : expected;
        assertThat(asked.text()).isEqualTo(wanted + "\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            i = 7 AND f < 3 | true
            i = '7' | true
            i = 7.0 | true
            i <> 7 OR s != 'Text' | false
            i = 1 OR n = 1 | ``
            i = 7 OR n = 1 | true
            i = 1 AND n = 1 | false
            NOT n = 1 | ``
            NOT (i = 1) | true
            NOT NOT i = 7 | true
            i IN (1, 7) | true
            i IN (1, NULL) | ``
            i NOT IN (1, 2) | true
            f BETWEEN 2 AND 3 | true
            i NOT BETWEEN 1 AND 7 | false
            i BETWEEN NULL AND 1 | false
            i BETWEEN 1 AND NULL | ``
            s LIKE 'T%t' | true
            s LIKE '_e__' | true
            s LIKE 'te%' | false
            '50%' LIKE '50!%' ESCAPE '!' | true
            '505' LIKE '50!%' ESCAPE '!' | false
            '' LIKE '%%' | true
            'aaab' LIKE '%a%ab' | true
            '😀x' LIKE '_x' | true
            n IS NULL | true
            nothing IS NULL | true
            nothing IS MISSING | true
            n IS MISSING | false
            i IS NOT NULL | true
            b | true
            b = TRUE | true
            'b' > 'a' AND 'B' < 'a' | true
            CAST('2020-01-01T00:00Z' AS TIMESTAMP) = '2020-01-01T01:00+01:00' | true
            9007199254740993 = 9007199254740992.0 | false
            UTCNOW() > '2020-01-01' | true
            """)
    void aConditionIsTrueFalseOrUnknown(String condition, String expected) throws IOException {
        String holds = rows(condition);
        String fails = rows("NOT (" + condition + ")");
        assertThat(holds + "/" + fails)
                .isEqualTo(expected == null || expected.isEmpty() ? "0/0" : expected.equals("true") ? "1/0" : "0/1");
    }

    private static String rows(String condition) throws IOException {
        Asked asked = Asked.of("SELECT COUNT(*) FROM BlobStorage WHERE " + condition, JSON, CSV, DOCUMENT);
        assertThat(asked.errors()).isEmpty();
        return asked.text().strip();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            s + 1 | InvalidTypeConversion at 0
            o = 1 | InvalidTypeConversion at 0
            CAST('1.5' AS INT) | InvalidTypeConversion at 0
            CAST('NaN' AS FLOAT) | InvalidTypeConversion at 0
            CAST('2020-13-01T' AS TIMESTAMP) | InvalidTypeConversion at 0
            9223372036854775807 + 1 | ArithmeticOverflow at 0
            1e308 * 10 | ArithmeticOverflow at 0
            1 % 0 | DivideByZero at 0
            SUBSTRING(s, 0, -1) | InvalidArgument at 0
            TO_STRING(UTCNOW(), 'QQQQQ') | InvalidFormat at 0
            s LIKE 'a!' ESCAPE '!' | fatal InvalidPattern at 0
            s LIKE 'a' ESCAPE '!!' | fatal InvalidPattern at 0
            """)
    void whatCannotBeIsAnErrorOfTheRow(String expression, String error) throws IOException {
        Asked asked = Asked.of("SELECT " + expression + " FROM BlobStorage", JSON, CSV, DOCUMENT);
        assertThat(asked.errors()).containsExactly(error);
        assertThat(asked.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SELECT",
                "SELECT * FROM Other",
                "SELECT * FROM BlobStorage WHERE",
                "SELECT * FROM BlobStorage LIMIT -1",
                "SELECT * FROM BlobStorage LIMIT 1.5",
                "SELECT * FROM BlobStorage ORDER BY _1",
                "SELECT * FROM BlobStorage GROUP BY _1",
                "SELECT DISTINCT _1 FROM BlobStorage",
                "SELECT *, _1 FROM BlobStorage",
                "SELECT COUNT(*), _1 FROM BlobStorage",
                "SELECT COUNT(*) + 1 FROM BlobStorage",
                "SELECT SUM(*) FROM BlobStorage",
                "SELECT sys.split(10485760) FROM BlobStorage",
                "SELECT * FROM BlobStorage, BlobStorage",
                "SELECT CASE WHEN 1=1 THEN 1 END FROM BlobStorage",
                "SELECT RAND() FROM BlobStorage",
                "SELECT LOWER() FROM BlobStorage",
                "SELECT CAST(_1 AS BLOB) FROM BlobStorage",
                "SELECT DATE_ADD('century', 1, _1) FROM BlobStorage",
                "SELECT name FROM BlobStorage",
                "SELECT _0 FROM BlobStorage",
                "SELECT _1.x FROM BlobStorage",
                "SELECT 'a FROM BlobStorage",
                "SELECT 1a FROM BlobStorage",
                "SELECT 1e999 FROM BlobStorage",
                "SELECT _1 FROM BlobStorage WHERE _1 NOT 1",
                "SELECT _1 FROM BlobStorage[*].x",
                "SELECT _1 FROM BlobStorage WHERE _1 = \u0000",
                "DELETE FROM BlobStorage"
            })
    void whatIsNotOfTheLanguageIsRefusedBeforeAnythingIsRead(String sql) {
        refused(sql);
    }

    @Test
    void depthWidthAndLengthOfAStatementAreLimited() throws IOException {
        refused("SELECT " + "(".repeat(100) + "1" + ")".repeat(100) + " FROM BlobStorage");
        refused("SELECT " + "- ".repeat(100) + "_1 FROM BlobStorage");
        refused("SELECT * FROM BlobStorage WHERE " + "NOT ".repeat(100_000) + "TRUE");
        refused("SELECT 1" + " + 1".repeat(300) + " FROM BlobStorage");
        refused("SELECT _1" + ", _1".repeat(49) + " FROM BlobStorage");
        refused("SELECT * FROM BlobStorage WHERE _1 IN (1" + ",1".repeat(30_000) + ")");
        String many = "SELECT _1 FROM BlobStorage WHERE _1 = 1" + " OR _1 = 2".repeat(5_000);
        assertThat(Asked.of(many, "2\n3\n").text()).isEqualTo("2\n");
    }

    private static void refused(String sql) {
        StorageException refusal = catchThrowableOfType(StorageException.class, () -> QueryRequest.of(sql, CSV, CSV));
        assertThat(refusal).as(sql).isNotNull();
        assertThat(refusal.code().wire()).isEqualTo("InvalidInput");
        assertThat(refusal).hasMessageContaining("at character");
    }
}
