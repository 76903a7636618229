package lazurite.service.blob.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.TagExpression;

/** Any text is a condition, a query or a list of tags, or is refused. */
class TagFuzzTest {
    private static final Map<String, String> TAGS = Map.of("a", "1", "b", "two", "owner", "");

    @FuzzTest(maxDuration = "2m30s")
    void aConditionIsReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        try {
            TagExpression expression = TagExpressions.parseCondition(text);
            TagExpression negated = TagExpressions.parseCondition("NOT (" + text + ")");
            assertThat(negated.holds(TAGS)).isNotEqualTo(expression.holds(TAGS));
        } catch (StorageException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void aQueryIsReadOrRefused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            BlobOperation.TagQuery query = TagExpressions.parseQuery(text);
            assertThat(query.keys()).hasSizeBetween(1, 10);
            query.expression().holds(TAGS);
        } catch (StorageException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @FuzzTest(maxDuration = "2m30s")
    void tagsOfAHeaderAreReadOrRefused(byte[] bytes) {
        try {
            Map<String, String> tags = TagRules.parseHeader(new String(bytes, StandardCharsets.ISO_8859_1));
            assertThat(tags).hasSizeLessThanOrEqualTo(10);
        } catch (StorageException refused) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }
}
