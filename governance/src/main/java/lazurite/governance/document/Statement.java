package lazurite.governance.document;

import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Why something was decided, in the fields and bounds of the statements of reasons that the European Union's Digital
 * Services Act asks platforms for (its transparency database's API), with what is ours under {@code x_lazurite}. Shaped
 * so, and no more: a cloud for businesses is no platform under that act.
 *
 * @param provision what is done to the service; null where nothing is
 * @param endDate last day of that; null with provision null
 * @param ground what was broken, in at most 500 characters: the clause's title
 * @param explanation why that is broken, in at most 2,000
 * @param facts what happened and how it is known, in at most 5,000
 * @param source where the case came from
 * @param automatedDetection whether a signal began it
 * @param automatedDecision how far no person decided
 * @param category of what was broken
 * @param contentTypes at least one
 * @param contentDate day of what was broken
 * @param applicationDate day of the decision
 * @param puid the case's id
 */
public record Statement(
        @Nullable String provision,
        @Nullable String endDate,
        String ground,
        String explanation,
        String facts,
        String source,
        boolean automatedDetection,
        String automatedDecision,
        String category,
        List<String> contentTypes,
        String contentDate,
        String applicationDate,
        String puid,
        Own own) {
    public static final Set<String> PROVISIONS = Set.of(
            "DECISION_PROVISION_PARTIAL_SUSPENSION",
            "DECISION_PROVISION_TOTAL_SUSPENSION",
            "DECISION_PROVISION_PARTIAL_TERMINATION",
            "DECISION_PROVISION_TOTAL_TERMINATION");
    public static final Set<String> SOURCES =
            Set.of("SOURCE_ARTICLE_16", "SOURCE_TRUSTED_FLAGGER", "SOURCE_TYPE_OTHER_NOTIFICATION", "SOURCE_VOLUNTARY");
    public static final Set<String> AUTOMATED_DECISIONS =
            Set.of("AUTOMATED_DECISION_FULLY", "AUTOMATED_DECISION_PARTIALLY", "AUTOMATED_DECISION_NOT_AUTOMATED");
    public static final int GROUND_CHARS_MAX = 500;
    public static final int EXPLANATION_CHARS_MAX = 2_000;
    public static final int FACTS_CHARS_MAX = 5_000;

    private static final String DECISION_GROUND = "DECISION_GROUND_INCOMPATIBLE_CONTENT";
    private static final String CONTENT_OTHER = "CONTENT_TYPE_OTHER";
    private static final int ADDRESS_CHARS_MAX = 500;
    private static final Pattern CATEGORY = Pattern.compile("STATEMENT_CATEGORY_[A-Z_]{1,80}");
    private static final Pattern CONTENT_TYPE = Pattern.compile("CONTENT_TYPE_[A-Z_]{1,40}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");
    private static final Pattern PUID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /**
     * What the act's fields have no place for.
     *
     * @param services labels of those that it is about
     * @param clause id of the clause
     * @param terms index of the terms in the log
     * @param evidence SHA-256 of what the decision stands on
     * @param appeal where and how the customer appeals, in at most 500 characters
     * @param salt 64 hexadecimal digits, so that the statement cannot be guessed from its hash
     */
    public record Own(
            List<String> services, String clause, long terms, List<Hash> evidence, String appeal, String salt) {
        public Own {
            services = List.copyOf(services);
            evidence = List.copyOf(evidence);
            text(appeal, "x_lazurite.appeal", ADDRESS_CHARS_MAX);
            if (!salt.matches("[0-9a-f]{64}")) {
                throw new RefusedException("The statement's 'x_lazurite.salt' is not 64 hexadecimal digits.");
            }
        }

        /** @param random cryptographically strong */
        public static Own fresh(
                List<String> services,
                String clause,
                long terms,
                List<Hash> evidence,
                String appeal,
                RandomGenerator random) {
            return new Own(services, clause, terms, evidence, appeal, SaltedDocument.salt(random));
        }
    }

    // not the compact form: javac then loses @Nullable for other modules
    public Statement(
            @Nullable String provision,
            @Nullable String endDate,
            String ground,
            String explanation,
            String facts,
            String source,
            boolean automatedDetection,
            String automatedDecision,
            String category,
            List<String> contentTypes,
            String contentDate,
            String applicationDate,
            String puid,
            Own own) {
        this.provision = provision == null ? null : oneOf(provision, "decision_provision", PROVISIONS);
        this.endDate = endDate == null ? null : fits(endDate, "end_date_service_restriction", DAY);
        this.ground = text(ground, "incompatible_content_ground", GROUND_CHARS_MAX);
        this.explanation = text(explanation, "incompatible_content_explanation", EXPLANATION_CHARS_MAX);
        this.facts = text(facts, "decision_facts", FACTS_CHARS_MAX);
        this.source = oneOf(source, "source_type", SOURCES);
        this.automatedDetection = automatedDetection;
        this.automatedDecision = oneOf(automatedDecision, "automated_decision", AUTOMATED_DECISIONS);
        this.category = fits(category, "category", CATEGORY);
        this.contentTypes = List.copyOf(contentTypes);
        this.contentDate = fits(contentDate, "content_date", DAY);
        this.applicationDate = fits(applicationDate, "application_date", DAY);
        this.puid = fits(puid, "puid", PUID);
        this.own = own;
        contentTypes.forEach(type -> fits(type, "content_type", CONTENT_TYPE));
        if (contentTypes.isEmpty() || contentTypes.size() > 8) {
            throw new RefusedException("The statement's 'content_type' has 1 to 8 items.");
        }
        if ((provision == null) != (endDate == null)) {
            throw new RefusedException(
                    "The statement has both 'decision_provision' and 'end_date_service_restriction', or neither.");
        }
    }

    /** What stands in {@code content_type} where nobody has looked at content. */
    public static List<String> unseenContent() {
        return List.of(CONTENT_OTHER);
    }

    /** Reads any spelling of the JSON; the refusal names the field. */
    public static Statement parse(byte[] json) {
        FieldReader in = FieldReader.of(Json.parse(json, Documents.BYTES_MAX));
        oneOf(in.text("decision_ground"), "decision_ground", Set.of(DECISION_GROUND));
        FieldReader own = new FieldReader(in.fields("x_lazurite"));
        Statement statement = new Statement(
                in.textOrNull("decision_provision"),
                in.textOrNull("end_date_service_restriction"),
                in.text("incompatible_content_ground"),
                in.text("incompatible_content_explanation"),
                in.text("decision_facts"),
                in.text("source_type"),
                oneOf(in.text("automated_detection"), "automated_detection", Set.of("Yes", "No"))
                        .equals("Yes"),
                in.text("automated_decision"),
                in.text("category"),
                in.texts("content_type"),
                in.text("content_date"),
                in.text("application_date"),
                in.text("puid"),
                new Own(
                        own.texts("services"),
                        own.text("clause"),
                        own.number("terms"),
                        own.texts("evidence").stream().map(Hash::parseHex).toList(),
                        own.text("appeal"),
                        own.text("salt")));
        own.requireNoMore();
        in.requireNoMore();
        return statement;
    }

    /** Canonical JSON: what is kept, and whose SHA-256 the decision names. */
    public byte[] bytes() {
        return new FieldWriter()
                .text("decision_provision", provision)
                .text("end_date_service_restriction", endDate)
                .text("decision_ground", DECISION_GROUND)
                .text("incompatible_content_ground", ground)
                .text("incompatible_content_explanation", explanation)
                .text("decision_facts", facts)
                .text("source_type", source)
                .text("automated_detection", automatedDetection ? "Yes" : "No")
                .text("automated_decision", automatedDecision)
                .text("category", category)
                .texts("content_type", contentTypes)
                .text("content_date", contentDate)
                .text("application_date", applicationDate)
                .text("puid", puid)
                .json(
                        "x_lazurite",
                        new FieldWriter()
                                .texts("services", own.services())
                                .text("clause", own.clause())
                                .number("terms", own.terms())
                                .texts(
                                        "evidence",
                                        own.evidence().stream().map(Hash::hex).toList())
                                .text("appeal", own.appeal())
                                .text("salt", own.salt())
                                .done())
                .done()
                .canonical();
    }

    private static String text(String text, String field, int charsMax) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > charsMax) {
            throw new RefusedException("The statement's '" + field + "' has 1 to " + charsMax + " characters, not "
                    + text.codePointCount(0, text.length()) + ".");
        }
        return text;
    }

    private static String oneOf(String text, String field, Set<String> known) {
        if (!known.contains(text)) {
            throw new RefusedException("The statement's '" + field + "' is none of "
                    + String.join(", ", known.stream().sorted().toList()) + ".");
        }
        return text;
    }

    private static String fits(String text, String field, Pattern form) {
        if (!form.matcher(text).matches()) {
            throw new RefusedException("The statement's '" + field + "' has not the form that it needs.");
        }
        return text;
    }
}
