package lazurite.service.blob.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation.TagQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagExpressionsTest {
    private static final Map<String, String> TAGS = Map.of("a", "1", "b", "2", "c d", "it's");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    a = '1'                                        | true
                    "a"='1'                                        | true
                    a <> '1'                                       | false
                    missing <> '1'                                 | true
                    missing = ''                                   | false
                    a >= '1' AND a<='1'                            | true
                    a > '1' or b < '3'                             | true
                    "c d" = 'it''s'                                | true
                    a = '1' OR a = 'x' AND b = 'x'                 | true
                    (a = '1' OR a = 'x') AND b = 'x'               | false
                    NOT a = 'x' AND b = '2'                        | true
                    NOT (a = 'x' OR b = '2')                       | false
                    not not a = '1'                                | true
                    """)
    void conditionsHoldByTheirPrecedence(String expression, boolean holds) {
        assertThat(TagExpressions.parseCondition(expression).holds(TAGS)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a",
                "a =",
                "a = 1",
                "a = '1",
                "\"a = '1'",
                "= '1'",
                "a == '1'",
                "a = '1' AND",
                "a = '1' b = '2'",
                "(a = '1'",
                "a = '1')",
                "@container = 'c'",
                "a # '1'",
                "\"\" = '1'"
            })
    void malformedConditionsAreABadHeader(String expression) {
        assertThatThrownBy(() -> TagExpressions.parseCondition(expression))
                .isInstanceOfSatisfying(StorageException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.InvalidHeaderValue);
                    assertThat(error.details()).containsEntry("HeaderName", "x-ms-if-tags");
                });
    }

    @Test
    void depthLengthAndNumberAreBounded() {
        String deep = "(".repeat(40) + "a='1'" + ")".repeat(40);
        String many = "a='1'" + " AND a='1'".repeat(70);
        for (String hostile : List.of(deep, "NOT ".repeat(1000) + "a='1'", many, "a='" + "x".repeat(9000) + "'")) {
            assertThatThrownBy(() -> TagExpressions.parseCondition(hostile)).isInstanceOf(StorageException.class);
            assertThatThrownBy(() -> TagExpressions.parseQuery(hostile)).isInstanceOf(StorageException.class);
        }
    }

    @Test
    void queriesNameAContainerAndTheirKeys() {
        TagQuery query = TagExpressions.parseQuery("@container = 'con' and (\"d\" >= 'a' AND \"d\" < 'b') AND e='x'");
        assertThat(query.container()).isEqualTo("con");
        assertThat(query.keys()).containsExactly("d", "e");
        assertThat(query.expression().holds(Map.of("d", "ab", "e", "x"))).isTrue();
        assertThat(query.expression().holds(Map.of("d", "b", "e", "x"))).isFalse();
    }

    @Test
    void aQueryComparesTenTagsWithTheirRangesAndOneContainer() {
        StringBuilder where = new StringBuilder("@container = '$root'");
        for (char key = 'a'; key < 'k'; key++) {
            where.append(" AND ").append(key).append(" > '1' AND ").append(key).append(" < '2'");
        }
        assertThat(TagExpressions.parseQuery(where.toString()).keys()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@container = 'c'",
                "@container = 'c' AND @container = 'd' AND a='1'",
                "@container > 'c' AND a='1'",
                "a <> '1'",
                "a = '1' OR b = '2'",
                "NOT a = '1'",
                "a = '1' AND a = '2'",
                "a > '1' AND a > '2'",
                "a > '1' AND a < '2' AND a < '3'",
                "a = 'x @'",
                "\"a#\" = 'x'",
                "a='1' AND b='1' AND c='1' AND d='1' AND e='1' AND f='1' AND g='1' AND h='1' AND i='1' AND j='1' AND k='1'"
            })
    void queriesKnowOnlyPartOfTheLanguage(String where) {
        assertThatThrownBy(() -> TagExpressions.parseQuery(where))
                .isInstanceOfSatisfying(StorageException.class, error -> {
                    assertThat(error.code()).isEqualTo(ErrorCode.InvalidQueryParameterValue);
                    assertThat(error.details()).containsEntry("QueryParameterName", "where");
                });
    }
}
