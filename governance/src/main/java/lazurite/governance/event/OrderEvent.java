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

/** Orders to the front ends; they stand in the stream of their case. */
public sealed interface OrderEvent extends Event {
    /** The case's id. */
    String id();

    /**
     * An order. It acts at once, and ends by itself at the first of its deadlines that is missed.
     *
     * @param decision index of the decision that it carries out; null in an emergency
     * @param levels what is done to which service
     * @param clause id of the clause
     * @param terms index of the terms
     * @param facts SHA-256 of evidence
     * @param until its end
     * @param ratifyUntil in an emergency, when it ends without ratification; else null
     * @param quorumUntil when it ends without a quorum of witnesses; null where the policy asks for none
     */
    record Ordered(
            String id,
            String subscription,
            @Nullable Long decision,
            Map<MeteredService, Level> levels,
            String clause,
            long terms,
            List<Hash> facts,
            long until,
            @Nullable Long ratifyUntil,
            @Nullable Long quorumUntil)
            implements OrderEvent {
        // not the compact form: javac then loses @Nullable for other modules
        public Ordered(
                String id,
                String subscription,
                @Nullable Long decision,
                Map<MeteredService, Level> levels,
                String clause,
                long terms,
                List<Hash> facts,
                long until,
                @Nullable Long ratifyUntil,
                @Nullable Long quorumUntil) {
            this.id = id;
            this.subscription = subscription;
            this.decision = decision;
            this.levels = Map.copyOf(levels);
            this.clause = clause;
            this.terms = terms;
            this.facts = List.copyOf(facts);
            this.until = until;
            this.ratifyUntil = ratifyUntil;
            this.quorumUntil = quorumUntil;
            if ((decision == null) != (ratifyUntil != null)) {
                throw new RefusedException("An order carries out a decision, or has until when it is ratified.");
            }
        }

        public boolean isEmergency() {
            return decision == null;
        }

        @Override
        public EntryType type() {
            return EntryType.ENFORCEMENT_ORDERED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .text("sub", subscription)
                    .number("decision", decision)
                    .json("levels", Names.labels(levels))
                    .text("clause", clause)
                    .number("terms", terms)
                    .texts("facts", facts.stream().map(Hash::hex).toList())
                    .number("until", until)
                    .number("ratifyUntil", ratifyUntil)
                    .number("quorumUntil", quorumUntil)
                    .done();
        }
    }

    /** Every front end of the process acts on the order. */
    record Effective(String id, long order) implements OrderEvent {
        @Override
        public EntryType type() {
            return EntryType.ENFORCEMENT_EFFECTIVE;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter().text("case", id).number("order", order).done();
        }
    }

    /** Why an order ended. */
    enum End {
        /** A holder lifted it. */
        LIFTED_EARLY,
        /** Its time is over. */
        EXPIRED,
        /** Nobody ratified it in time. */
        UNRATIFIED,
        /** Witnesses did not see it in time. */
        NO_QUORUM,
        /** An appeal was granted. */
        APPEAL
    }

    /** An order acts no more. */
    record Lifted(String id, long order, End end) implements OrderEvent {
        @Override
        public EntryType type() {
            return EntryType.ENFORCEMENT_LIFTED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .number("order", order)
                    .text("end", Names.label(end))
                    .done();
        }
    }

    @Override
    default String stream() {
        return CaseEvent.PREFIX + id();
    }

    /** Reads one of these types. */
    static OrderEvent read(EntryType type, FieldReader in) {
        String id = Names.tag(in, "case");
        return switch (type) {
            case ENFORCEMENT_ORDERED ->
                new Ordered(
                        id,
                        Names.tag(in, "sub"),
                        in.indexOrNull("decision"),
                        Names.levels(in, "levels"),
                        Names.tag(in, "clause"),
                        in.index("terms"),
                        in.texts("facts").stream().map(Hash::parseHex).toList(),
                        in.number("until"),
                        in.numberOrNull("ratifyUntil"),
                        in.numberOrNull("quorumUntil"));
            case ENFORCEMENT_EFFECTIVE -> new Effective(id, in.index("order"));
            case ENFORCEMENT_LIFTED ->
                new Lifted(id, in.index("order"), Names.choice(in.text("end"), "end", End.values()));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
