package lazurite.governance.event;

import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;

/** Questions that meters raised, and their answer where it is no case. */
public sealed interface SignalEvent extends Event {
    String PREFIX = "signal/";

    /** The pseudonym. */
    String subscription();

    /**
     * A predicate held. The signal is known by this entry's index; what the predicate's functions answered is committed
     * to.
     *
     * @param meter index of the day's meters
     */
    record Raised(String subscription, String day, long meter, MeterEvent.Mark mark) implements SignalEvent {
        @Override
        public EntryType type() {
            return EntryType.SIGNAL_RAISED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("sub", subscription)
                    .text("day", day)
                    .number("meter", meter)
                    .json("mark", mark.fields())
                    .done();
        }
    }

    /** Why a signal became no case. */
    enum Reason {
        EXPLAINED,
        MIGRATION,
        SEASONAL,
        MEASUREMENT_ERROR,
        KNOWN,
        OTHER
    }

    /**
     * A person looked and found nothing to open a case for.
     *
     * @param signal index of it
     * @param document SHA-256 of the reasons
     */
    record Dismissed(String subscription, long signal, Reason reason, Hash document) implements SignalEvent {
        @Override
        public EntryType type() {
            return EntryType.SIGNAL_DISMISSED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("sub", subscription)
                    .number("signal", signal)
                    .text("reason", Names.label(reason))
                    .hash("document", document)
                    .done();
        }
    }

    @Override
    default String stream() {
        return PREFIX + subscription();
    }

    /** Reads one of these types. */
    static SignalEvent read(EntryType type, FieldReader in) {
        String subscription = Names.tag(in, "sub");
        return switch (type) {
            case SIGNAL_RAISED ->
                new Raised(
                        subscription,
                        Names.day(in, "day"),
                        in.index("meter"),
                        MeterEvent.Mark.read(in.inside(in.fields("mark"))));
            case SIGNAL_DISMISSED ->
                new Dismissed(
                        subscription,
                        in.index("signal"),
                        Names.choice(in.text("reason"), "reason", Reason.values()),
                        in.hash("document"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
