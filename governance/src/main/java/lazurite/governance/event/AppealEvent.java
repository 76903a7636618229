package lazurite.governance.event;

import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;

/** Appeals; they stand in the stream of their case. */
public sealed interface AppealEvent extends Event {
    /** The case's id. */
    String id();

    /** The customer appeals against a decision, or against an emergency's order. */
    record Filed(String id, long against, Hash document) implements AppealEvent {
        @Override
        public EntryType type() {
            return EntryType.APPEAL_FILED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .number("against", against)
                    .hash("document", document)
                    .done();
        }
    }

    /** What became of an appeal. */
    enum Outcome {
        /** What was decided stands. */
        REJECTED,
        /** What was decided ends, and its orders with it. */
        GRANTED
    }

    /** The board decided, at most 30 days behind the filing. */
    record Decided(String id, long appeal, Outcome outcome, Hash statement) implements AppealEvent {
        @Override
        public EntryType type() {
            return EntryType.APPEAL_DECIDED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .number("appeal", appeal)
                    .text("outcome", Names.label(outcome))
                    .hash("statement", statement)
                    .done();
        }
    }

    @Override
    default String stream() {
        return CaseEvent.PREFIX + id();
    }

    /** Reads one of these types. */
    static AppealEvent read(EntryType type, FieldReader in) {
        String id = Names.tag(in, "case");
        return switch (type) {
            case APPEAL_FILED -> new Filed(id, in.index("against"), in.hash("document"));
            case APPEAL_DECIDED ->
                new Decided(
                        id,
                        in.index("appeal"),
                        Names.choice(in.text("outcome"), "outcome", Outcome.values()),
                        in.hash("statement"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
