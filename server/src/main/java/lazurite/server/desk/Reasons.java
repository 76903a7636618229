package lazurite.server.desk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import lazurite.governance.document.Documents;
import lazurite.governance.document.Statement;
import lazurite.ledger.tree.Hash;

/**
 * What a decision is reasoned with: the flags that make a statement of reasons, or a file that has one ready.
 *
 * @param terms index of the terms
 * @param facts SHA-256 of evidence
 */
record Reasons(Given given, Desk desk, CaseView file, String clause, long terms, List<Hash> facts) {
    static final String CLAUSE = "--clause";
    static final String FACTS = "--facts";

    private static final String STATEMENT = "--statement";
    private static final String GROUND = "--ground";
    private static final String EXPLANATION = "--explanation";
    private static final String FACTS_TEXT = "--facts-text";
    private static final String APPEAL_TO = "--appeal-to";
    private static final String CATEGORY = "--category";
    private static final String PROVISION = "--provision";
    private static final String CONTENT_DATE = "--content-date";
    private static final String SOURCE_TYPE = "--source-type";
    private static final String PREFIX = "DECISION_PROVISION_";

    /** The flags of reasons, and others. */
    static Set<String> with(String... others) {
        Set<String> flags = new HashSet<>(Set.of(
                STATEMENT, GROUND, EXPLANATION, FACTS_TEXT, APPEAL_TO, CATEGORY, PROVISION, CONTENT_DATE, SOURCE_TYPE));
        flags.addAll(List.of(others));
        return flags;
    }

    static Reasons of(Given given, Desk desk, CaseView file, String clause, long terms, List<Hash> facts) {
        return new Reasons(given, desk, file, clause, terms, List.copyOf(facts));
    }

    /**
     * The statement's bytes.
     *
     * @param until the restriction's end; 0 for none
     */
    byte[] statement(long until) throws IOException {
        if (given.find(STATEMENT) != null) {
            return Statement.parse(given.file(STATEMENT, Documents.BYTES_MAX)).bytes();
        }
        String today = day(given.now());
        String provision = given.textOr(PROVISION, "partial-suspension");
        return new Statement(
                        until == 0 ? null : PREFIX + constant(provision),
                        until == 0 ? null : day(until),
                        given.text(GROUND),
                        text(EXPLANATION, Statement.EXPLANATION_CHARS_MAX),
                        text(FACTS_TEXT, Statement.FACTS_CHARS_MAX),
                        "SOURCE_" + constant(given.textOr(SOURCE_TYPE, "voluntary")),
                        file.isFromSignal(),
                        "AUTOMATED_DECISION_NOT_AUTOMATED",
                        "STATEMENT_CATEGORY_" + constant(given.textOr(CATEGORY, "other-violation-tc")),
                        Statement.unseenContent(),
                        given.find(CONTENT_DATE) == null ? today : given.day(CONTENT_DATE),
                        today,
                        given.id(),
                        Statement.Own.fresh(services(), clause, terms, facts, given.text(APPEAL_TO), desk.random()))
                .bytes();
    }

    private List<String> services() {
        return given.find(CaseDeeds.LEVELS) == null
                ? List.of()
                : given.levels(CaseDeeds.LEVELS).keySet().stream()
                        .map(service -> service.label())
                        .toList();
    }

    /** A text, or {@code @FILE} for what the file holds. */
    private String text(String flag, int charsMax) throws IOException {
        String value = given.text(flag);
        return value.startsWith("@")
                ? new String(Given.content(flag, value.substring(1), 4 * charsMax), StandardCharsets.UTF_8).strip()
                : value;
    }

    private static String constant(String words) {
        return words.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String day(long millis) {
        return Instant.ofEpochMilli(millis)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
    }
}
