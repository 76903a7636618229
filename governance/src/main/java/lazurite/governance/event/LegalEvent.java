package lazurite.governance.event;

import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;

/** Demands of authorities. Each counts, also while it is sealed. */
public sealed interface LegalEvent extends Event {
    String PREFIX = "legal/";

    /** The demand's id. */
    String id();

    /** What is demanded. */
    enum Kind {
        CONTENT,
        METADATA,
        RESTRICTION,
        REMOVAL,
        OTHER
    }

    /**
     * What everybody may know of a demand.
     *
     * @param jurisdiction ISO 3166 code of the authority's country
     * @param received day on which it came
     */
    record Terms(Kind kind, String jurisdiction, String received) {
        /** As it stands in entries, and in what a sealed one commits to. */
        public Json.Fields fields() {
            return new FieldWriter()
                    .text("kind", Names.label(kind))
                    .text("jurisdiction", jurisdiction)
                    .text("received", received)
                    .done();
        }

        /** Inverse of {@link #fields}. */
        public static Terms read(Json.Fields fields) {
            FieldReader in = new FieldReader(fields);
            Terms terms = new Terms(
                    Names.choice(in.text("kind"), "kind", Kind.values()),
                    Names.tag(in, "jurisdiction"),
                    Names.day(in, "received"));
            in.requireNoMore();
            return terms;
        }
    }

    /** A demand came. */
    record Demand(String id, Terms terms) implements LegalEvent {
        @Override
        public EntryType type() {
            return EntryType.LEGAL_DEMAND;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("demand", id)
                    .json("terms", terms.fields())
                    .done();
        }
    }

    /** A demand came of which nothing may be told before that time. Its entry commits to the terms. */
    record Sealed(String id, long notBefore) implements LegalEvent {
        @Override
        public EntryType type() {
            return EntryType.LEGAL_SEALED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("demand", id)
                    .number("notBefore", notBefore)
                    .done();
        }
    }

    /**
     * The time came.
     *
     * @param sealed index of the sealed entry
     * @param salt 64 hexadecimal digits: with the terms, what the sealed entry committed to
     */
    record Unsealed(String id, long sealed, String salt, Terms terms) implements LegalEvent {
        @Override
        public EntryType type() {
            return EntryType.LEGAL_UNSEALED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("demand", id)
                    .number("sealed", sealed)
                    .text("salt", salt)
                    .json("terms", terms.fields())
                    .done();
        }
    }

    @Override
    default String stream() {
        return PREFIX + id();
    }

    /** Reads one of these types. */
    static LegalEvent read(EntryType type, FieldReader in) {
        String id = Names.tag(in, "demand");
        return switch (type) {
            case LEGAL_DEMAND -> new Demand(id, Terms.read(in.fields("terms")));
            case LEGAL_SEALED -> new Sealed(id, in.number("notBefore"));
            case LEGAL_UNSEALED ->
                new Unsealed(id, in.index("sealed"), in.text("salt"), Terms.read(in.fields("terms")));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
