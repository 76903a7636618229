package lazurite.governance.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** Terms of service, and the code of their signals. */
public sealed interface TermsEvent extends Event {
    String STREAM = "terms";

    /**
     * A version of the terms, in force from here on.
     *
     * @param document SHA-256 of the YAML file, which is served as {@code blob/<sha256>}
     */
    record Version(String name, long version, Hash document, List<LoggedClause> clauses) implements TermsEvent {
        public Version {
            clauses = List.copyOf(clauses);
        }

        /** The clause of that id; null if there is none. */
        public @Nullable LoggedClause clause(String id) {
            return clauses.stream()
                    .filter(clause -> clause.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public EntryType type() {
            return EntryType.TERMS_VERSION;
        }

        @Override
        public Json.Fields open() {
            List<Json> items = new ArrayList<>();
            clauses.forEach(clause -> items.add(clause.fields()));
            return new FieldWriter()
                    .text("name", name)
                    .number("version", version)
                    .hash("document", document)
                    .json("clauses", new Json.Items(items))
                    .done();
        }
    }

    /**
     * What the log holds of a clause.
     *
     * @param text SHA-256 of it
     * @param code SHA-256 of the predicate; null without one
     * @param scope what a decision does by default
     */
    record LoggedClause(
            String id,
            Hash text,
            @Nullable Hash code,
            List<MeteredService> services,
            Severity severity,
            Map<MeteredService, Level> scope,
            long daysMax,
            boolean needsHuman) {
        Json.Fields fields() {
            return new FieldWriter()
                    .text("id", id)
                    .hash("text", text)
                    .hash("code", code)
                    .json("services", Names.labels(services))
                    .text("severity", severity.label())
                    .json("scope", Names.labels(scope))
                    .number("maxDays", daysMax)
                    .flag("needsHuman", needsHuman)
                    .done();
        }

        static LoggedClause read(Json json) {
            FieldReader in = FieldReader.of(json);
            LoggedClause clause = new LoggedClause(
                    Names.tag(in, "id"),
                    in.hash("text"),
                    in.hashOrNull("code"),
                    Names.services(in, "services"),
                    Names.severity(in, "severity"),
                    Names.levels(in, "scope"),
                    in.number("maxDays"),
                    in.flag("needsHuman"));
            in.requireNoMore();
            return clause;
        }
    }

    /**
     * The code that raises a clause's signals.
     *
     * @param terms index of the version
     * @param sha256 of the predicate
     * @param arithmetic version of variables, functions and arithmetic
     */
    record SignalCode(long terms, String clause, Hash sha256, long arithmetic) implements TermsEvent {
        @Override
        public EntryType type() {
            return EntryType.SIGNAL_CODE;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .number("terms", terms)
                    .text("clause", clause)
                    .hash("sha256", sha256)
                    .number("arithmetic", arithmetic)
                    .done();
        }
    }

    @Override
    default String stream() {
        return STREAM;
    }

    /** Reads one of these types. */
    static TermsEvent read(EntryType type, FieldReader in) {
        return switch (type) {
            case TERMS_VERSION ->
                new Version(
                        Names.tag(in, "name"),
                        in.number("version"),
                        in.hash("document"),
                        in.items("clauses", LoggedClause::read));
            case SIGNAL_CODE ->
                new SignalCode(in.index("terms"), Names.tag(in, "clause"), in.hash("sha256"), in.number("arithmetic"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
