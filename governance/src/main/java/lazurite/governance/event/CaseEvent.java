package lazurite.governance.event;

import java.util.List;
import java.util.Map;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** Steps of a case up to its decision, and that decision's end. */
public sealed interface CaseEvent extends Event {
    String PREFIX = "case/";

    /** The case's id. */
    String id();

    /** Where a case comes from. */
    enum Source {
        SIGNAL,
        COMPLAINT,
        PRESS,
        LEGAL,
        OWN_INITIATIVE
    }

    /**
     * A case was opened.
     *
     * @param signals indices of those that it answers; maybe none
     */
    record Opened(String id, String subscription, List<MeteredService> services, List<Long> signals, Source source)
            implements CaseEvent {
        public Opened {
            services = List.copyOf(services);
            signals = List.copyOf(signals);
        }

        @Override
        public EntryType type() {
            return EntryType.CASE_OPENED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .text("sub", subscription)
                    .json("services", Names.labels(services))
                    .numbers("signals", signals)
                    .text("source", Names.label(source))
                    .done();
        }
    }

    /** Something that the case stands on. */
    record Evidence(String id, Hash document) implements CaseEvent {
        @Override
        public EntryType type() {
            return EntryType.CASE_EVIDENCE;
        }

        @Override
        public Json.Fields open() {
            return withDocument(id, document).done();
        }
    }

    /**
     * The customer was told.
     *
     * @param replyUntil until when it is heard
     */
    record Notice(String id, Hash document, long replyUntil) implements CaseEvent {
        @Override
        public EntryType type() {
            return EntryType.CASE_NOTICE;
        }

        @Override
        public Json.Fields open() {
            return withDocument(id, document).number("replyUntil", replyUntil).done();
        }
    }

    /** What the customer said. */
    record Reply(String id, Hash document) implements CaseEvent {
        @Override
        public EntryType type() {
            return EntryType.CASE_REPLY;
        }

        @Override
        public Json.Fields open() {
            return withDocument(id, document).done();
        }
    }

    /** What was decided. */
    enum Outcome {
        /** Services are restricted, or warned, as {@code levels} says. */
        RESTRICT,
        /** An emergency's order is ratified. */
        RATIFY,
        /** Nothing is done; the case is closed. */
        NONE
    }

    /**
     * A decision. To restrict: orders follow. To ratify: the order in question stands.
     *
     * @param clause id of the clause
     * @param terms index of the terms
     * @param notice index of the notice; null where an emergency came first
     * @param order index of the emergency's order, to ratify; else null
     * @param levels what is done to which service; empty for outcome NONE
     * @param until the end; at most 90 days behind the entry's time. 0 for outcome NONE
     * @param facts SHA-256 of evidence
     * @param statement SHA-256 of the statement of reasons
     * @param automated whether no person decided
     */
    record Decision(
            String id,
            Outcome outcome,
            String clause,
            long terms,
            @Nullable Long notice,
            @Nullable Long order,
            Map<MeteredService, Level> levels,
            long until,
            List<Hash> facts,
            Hash statement,
            boolean automated)
            implements CaseEvent {
        // not the compact form: javac then loses @Nullable for other modules
        public Decision(
                String id,
                Outcome outcome,
                String clause,
                long terms,
                @Nullable Long notice,
                @Nullable Long order,
                Map<MeteredService, Level> levels,
                long until,
                List<Hash> facts,
                Hash statement,
                boolean automated) {
            this.id = id;
            this.outcome = outcome;
            this.clause = clause;
            this.terms = terms;
            this.notice = notice;
            this.order = order;
            this.levels = Map.copyOf(levels);
            this.until = until;
            this.facts = List.copyOf(facts);
            this.statement = statement;
            this.automated = automated;
            if ((outcome == Outcome.NONE) != levels.isEmpty()
                    || (outcome == Outcome.NONE) != (until == 0)
                    || (outcome == Outcome.RATIFY) != (order != null)) {
                throw new RefusedException("A decision's outcome and its levels, end or order do not fit together.");
            }
        }

        @Override
        public EntryType type() {
            return EntryType.CASE_DECISION;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .text("outcome", Names.label(outcome))
                    .text("clause", clause)
                    .number("terms", terms)
                    .number("notice", notice)
                    .number("order", order)
                    .json("levels", levels.isEmpty() ? null : Names.labels(levels))
                    .number("until", until)
                    .texts("facts", facts.stream().map(Hash::hex).toList())
                    .hash("statement", statement)
                    .flag("automated", automated)
                    .done();
        }
    }

    /** A decision lasts longer: at most 90 days behind the entry's time. */
    record Renewed(String id, long decision, long until, Hash statement) implements CaseEvent {
        @Override
        public EntryType type() {
            return EntryType.CASE_RENEWED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .number("decision", decision)
                    .number("until", until)
                    .hash("statement", statement)
                    .done();
        }
    }

    /** A decision's end came. */
    record Expired(String id, long decision) implements CaseEvent {
        @Override
        public EntryType type() {
            return EntryType.CASE_EXPIRED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .number("decision", decision)
                    .done();
        }
    }

    @Override
    default String stream() {
        return PREFIX + id();
    }

    /** Reads one of these types. */
    static CaseEvent read(EntryType type, FieldReader in) {
        String id = Names.tag(in, "case");
        return switch (type) {
            case CASE_OPENED ->
                new Opened(
                        id,
                        Names.tag(in, "sub"),
                        Names.services(in, "services"),
                        in.indices("signals"),
                        Names.choice(in.text("source"), "source", Source.values()));
            case CASE_EVIDENCE -> new Evidence(id, in.hash("document"));
            case CASE_NOTICE -> new Notice(id, in.hash("document"), in.number("replyUntil"));
            case CASE_REPLY -> new Reply(id, in.hash("document"));
            case CASE_DECISION ->
                new Decision(
                        id,
                        Names.choice(in.text("outcome"), "outcome", Outcome.values()),
                        Names.tag(in, "clause"),
                        in.index("terms"),
                        in.indexOrNull("notice"),
                        in.indexOrNull("order"),
                        in.has("levels") ? Names.levels(in, "levels") : Map.of(),
                        in.number("until"),
                        in.texts("facts").stream().map(Hash::parseHex).toList(),
                        in.hash("statement"),
                        in.flag("automated"));
            case CASE_RENEWED -> new Renewed(id, in.index("decision"), in.number("until"), in.hash("statement"));
            case CASE_EXPIRED -> new Expired(id, in.index("decision"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }

    private static FieldWriter withDocument(String id, Hash document) {
        return new FieldWriter().text("case", id).hash("document", document);
    }
}
