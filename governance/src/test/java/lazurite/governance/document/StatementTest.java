package lazurite.governance.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;
import org.junit.jupiter.api.Test;

final class StatementTest {
    private static final String GOOD =
            text(statement("a clause", "it was broken", "it tripled").bytes());

    @Test
    void isReadAsItWasWritten() {
        Statement statement = statement("a clause", "it was broken", "it tripled");
        assertThat(Statement.parse(statement.bytes())).isEqualTo(statement);
        assertThat(GOOD)
                .contains(
                        "\"decision_ground\":\"DECISION_GROUND_INCOMPATIBLE_CONTENT\"",
                        "\"automated_detection\":\"Yes\"",
                        "\"puid\":\"C1\"",
                        "\"x_lazurite\":{\"appeal\":");
    }

    @Test
    void textsHaveTheBoundsOfTheAct() {
        assertThat(statement("x".repeat(500), "x".repeat(2000), "x".repeat(5000))
                        .bytes())
                .isNotEmpty();
        refused(() -> statement("x".repeat(501), "x", "x"), "'incompatible_content_ground' has 1 to 500 characters");
        refused(() -> statement("x", "x".repeat(2001), "x"), "'incompatible_content_explanation' has 1 to 2000");
        refused(() -> statement("x", "x", "x".repeat(5001)), "'decision_facts' has 1 to 5000 characters, not 5001.");
        refused(() -> statement(" ", "x", "x"), "'incompatible_content_ground'");
    }

    @Test
    void everyFieldIsHeldToItsForm() {
        change("DECISION_PROVISION_TOTAL_SUSPENSION", "SUSPENSION", "'decision_provision' is none of");
        change("SOURCE_VOLUNTARY", "SOURCE_RUMOUR", "'source_type' is none of");
        change("AUTOMATED_DECISION_NOT_AUTOMATED", "NO", "'automated_decision' is none of");
        change("DECISION_GROUND_INCOMPATIBLE_CONTENT", "DECISION_GROUND_ILLEGAL_CONTENT", "'decision_ground'");
        change("STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "whim", "'category' has not the form");
        change("\"CONTENT_TYPE_OTHER\"", "", "'content_type' has 1 to 8 items");
        change("\"2026-11-27\"", "\"yesterday\"", "'application_date' has not the form");
        change("\"end_date_service_restriction\":\"2027-02-01\",", "", "or neither");
        change("\"puid\":\"C1\"", "\"puid\":\"C 1\"", "'puid' has not the form");
        change("\"Yes\"", "\"maybe\"", "'automated_detection' is none of");
        change("\"category\"", "\"mood\":\"bad\",\"category\"", "There is no field 'mood' here.");
        change("\"salt\":\"", "\"salt\":\"x", "'x_lazurite.salt' is not 64");
    }

    @Test
    void twoDocumentsOfOneContentHaveDifferentHashes() {
        Random random = new Random(1);
        byte[] content = "who it is".getBytes(StandardCharsets.UTF_8);
        SaltedDocument one = SaltedDocument.fresh("text/plain", content, random);
        SaltedDocument other = SaltedDocument.fresh("text/plain", content, random);
        assertThat(Hash.sha256(one.bytes())).isNotEqualTo(Hash.sha256(other.bytes()));
        assertThat(SaltedDocument.parse(one.bytes()).text()).isEqualTo("who it is");
        refused(() -> SaltedDocument.fresh("plain", content, random), "media type");
        refused(
                () -> SaltedDocument.fresh("text/plain", new byte[SaltedDocument.CONTENT_BYTES_MAX + 1], random),
                "at most 768000");
        assertThat(SaltedDocument.fresh("text/plain", new byte[SaltedDocument.CONTENT_BYTES_MAX], random)
                        .bytes())
                .hasSizeLessThanOrEqualTo(Documents.BYTES_MAX);
    }

    private static Statement statement(String ground, String explanation, String facts) {
        return new Statement(
                "DECISION_PROVISION_TOTAL_SUSPENSION",
                "2027-02-01",
                ground,
                explanation,
                facts,
                "SOURCE_VOLUNTARY",
                true,
                "AUTOMATED_DECISION_NOT_AUTOMATED",
                "STATEMENT_CATEGORY_OTHER_VIOLATION_TC",
                Statement.unseenContent(),
                "2026-11-20",
                "2026-11-27",
                "C1",
                Statement.Own.fresh(
                        List.of("blob"), "growth", 3, List.of(Hash.sha256(new byte[1])), "write to us", new Random(1)));
    }

    private static void change(String was, String now, String sentence) {
        assertThat(GOOD).contains(was);
        refused(() -> Statement.parse(GOOD.replace(was, now).getBytes(StandardCharsets.UTF_8)), sentence);
    }

    private static void refused(Runnable doing, String sentence) {
        assertThatThrownBy(doing::run).isInstanceOf(RefusedException.class).hasMessageContaining(sentence);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
