package lazurite.terms.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.Test;

final class TermsReaderTest {
    @Test
    void readsADocument() {
        TermsDocument terms = TermsReader.read(document(clause()));
        assertThat(terms.name()).isEqualTo("example");
        assertThat(terms.version()).isEqualTo(3);
        Clause clause = terms.clauses().getFirst();
        assertThat(clause.id()).isEqualTo("explain-growth");
        assertThat(clause.services()).containsExactly(MeteredService.BLOB, MeteredService.CHAT);
        assertThat(Objects.requireNonNull(clause.predicate()).text()).isEqualTo("growth(183) >= 2.0");
        assertThat(clause.severity()).isEqualTo(Severity.WARN);
        assertThat(clause.scope()).containsExactly(Map.entry(MeteredService.BLOB, Level.NO_GROWTH));
        assertThat(clause.daysMax()).isEqualTo(90);
        assertThat(clause.needsHuman()).isTrue();
        assertThat(clause.textSha256()).isEqualTo("c88806873285f7c28dc24ef1cf5de2d3470dbf23bfd4e8399828a4b42c8b19e1");
    }

    @Test
    void aClauseWithoutAPredicateNeedsAHuman() {
        assertThat(TermsReader.read(document(without("predicate")))
                        .clauses()
                        .getFirst()
                        .predicate())
                .isNull();
        Map<String, Object> clause = without("predicate");
        clause.put("needsHuman", "false");
        refused(document(clause), "clauses[0].needsHuman: a clause without a predicate needs a human");
    }

    @Test
    void unknownKeysAreNamed() {
        refused(document(with("predicat", "true")), "clauses[0].predicat: there is no such key; known are id, max");
        Map<String, Object> document = document(clause());
        document.put("colour", "red");
        refused(document, "colour: there is no such key; known are arithmetic, clauses, terms, version");
    }

    @Test
    void missingKeysAreNamed() {
        for (String key : List.of("id", "title", "text", "services", "severity", "scope", "maxDays", "needsHuman")) {
            refused(document(without(key)), "clauses[0]." + key + ": is missing");
        }
        for (String key : List.of("terms", "version", "arithmetic", "clauses")) {
            Map<String, Object> document = document(clause());
            document.remove(key);
            refused(document, key + ": is missing");
        }
    }

    @Test
    void wrongValuesAreNamed() {
        refused(document(with("id", "no tag")), "clauses[0].id: expected 1 to 64");
        refused(document(with("id", List.of())), "clauses[0].id: expected a text");
        refused(document(with("title", "x".repeat(201))), "clauses[0].title: has at most 200 characters");
        refused(document(with("text", "x".repeat(5001))), "clauses[0].text: has at most 5000 characters");
        refused(document(with("services", List.of())), "clauses[0].services: expected a list of at least one item");
        refused(document(with("services", List.of("faces"))), "clauses[0].services[0]: expected one of blob,");
        refused(document(with("services", List.of("blob", "blob"))), "clauses[0].services[1]: 'blob' stands there");
        refused(document(with("predicate", "growth(1")), "clauses[0].predicate: missing ')'");
        refused(document(with("predicate", "growth(0) > 1.0")), "clauses[0].predicate: growth(0) looks back over");
        refused(document(with("severity", "mild")), "clauses[0].severity: expected one of warn, review, critical");
        refused(document(with("scope", Map.of())), "clauses[0].scope: expected at least one key");
        refused(
                document(with("scope", Map.of("queue", "warned"))),
                "clauses[0].scope.queue: expected one of blob, chat, found 'queue'");
        refused(
                document(with("scope", Map.of("blob", "off"))),
                "clauses[0].scope.blob: expected one of warned, no-growth, export-only, disabled, found 'off'");
        refused(
                document(with("maxDays", "91")),
                "clauses[0].maxDays: expected a whole number from 1 to 90, found '91'");
        refused(document(with("needsHuman", "maybe")), "clauses[0].needsHuman: expected true or false");
        Map<String, Object> twice = document(clause());
        twice.put("clauses", List.of(clause(), clause()));
        refused(twice, "clauses[1].id: 'explain-growth' is the id of an earlier clause");
        Map<String, Object> newer = document(clause());
        newer.put("arithmetic", "2");
        refused(newer, "arithmetic: expected a whole number from 1 to 1, found '2'");
        assertThatThrownBy(() -> TermsReader.read("text")).hasMessage("the document: expected keys with values");
    }

    private static Map<String, Object> document(Map<String, Object> clause) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("terms", "example");
        document.put("version", "3");
        document.put("arithmetic", "1");
        document.put("clauses", List.of(clause));
        return document;
    }

    private static Map<String, Object> clause() {
        Map<String, Object> clause = new LinkedHashMap<>();
        clause.put("id", "explain-growth");
        clause.put("title", "Explain growth");
        clause.put("text", "Who doubles says why.");
        clause.put("services", List.of("blob", "chat"));
        clause.put("predicate", "growth(183) >= 2.0");
        clause.put("severity", "warn");
        clause.put("scope", Map.of("blob", "no-growth"));
        clause.put("maxDays", "90");
        clause.put("needsHuman", "true");
        return clause;
    }

    private static Map<String, Object> with(String key, Object value) {
        Map<String, Object> clause = clause();
        clause.put(key, value);
        return clause;
    }

    private static Map<String, Object> without(String key) {
        Map<String, Object> clause = clause();
        clause.remove(key);
        return clause;
    }

    private static void refused(Map<String, Object> document, String part) {
        assertThatThrownBy(() -> TermsReader.read(document))
                .isInstanceOf(TermsException.class)
                .message()
                .contains(part);
    }
}
