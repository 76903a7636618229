package lazurite.governance.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** What a subscription used on a day. The exact numbers are committed to; their owner has the opening. */
public sealed interface MeterEvent extends Event {
    String PREFIX = "meter/";

    /** The pseudonym. */
    String subscription();

    /** In UTC. */
    String day();

    /**
     * A day's use, written once.
     *
     * @param signals that it raised
     * @param bands floor of the binary logarithm of each meter, -1 for 0, under names such as
     *     {@code blob.UsedCapacity}; null where the contract does not make them public
     * @param customerClass with the bands, null without
     */
    record Daily(
            String subscription,
            String day,
            List<Mark> signals,
            @Nullable String customerClass,
            @Nullable SortedMap<String, Long> bands)
            implements MeterEvent {
        // not the compact form: javac then loses @Nullable for other modules
        public Daily(
                String subscription,
                String day,
                List<Mark> signals,
                @Nullable String customerClass,
                @Nullable SortedMap<String, Long> bands) {
            this.subscription = subscription;
            this.day = day;
            this.signals = List.copyOf(signals);
            this.customerClass = customerClass;
            this.bands = bands == null ? null : Collections.unmodifiableSortedMap(new TreeMap<>(bands));
        }

        @Override
        public EntryType type() {
            return EntryType.METER_DAILY;
        }

        @Override
        public Json.Fields open() {
            List<Json> items = new ArrayList<>();
            signals.forEach(mark -> items.add(mark.fields()));
            return new FieldWriter()
                    .text("sub", subscription)
                    .text("day", day)
                    .json("signals", new Json.Items(items))
                    .text("class", customerClass)
                    .json("bands", bands == null ? null : numbers(bands))
                    .done();
        }
    }

    /**
     * That a clause's predicate held.
     *
     * @param terms index of the terms
     */
    record Mark(MeteredService service, String clause, long terms, Severity severity) {
        Json.Fields fields() {
            return new FieldWriter()
                    .text("service", service.label())
                    .text("clause", clause)
                    .number("terms", terms)
                    .text("severity", severity.label())
                    .done();
        }

        static Mark read(FieldReader in) {
            Mark mark = new Mark(
                    Names.service(in.text("service")),
                    Names.tag(in, "clause"),
                    in.index("terms"),
                    Names.severity(in, "severity"));
            in.requireNoMore();
            return mark;
        }
    }

    /** A day's use, once more and right. */
    record Corrected(String subscription, String day, long corrects) implements MeterEvent {
        @Override
        public EntryType type() {
            return EntryType.METER_CORRECTED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("sub", subscription)
                    .text("day", day)
                    .number("corrects", corrects)
                    .done();
        }
    }

    /** The customer says that it is wrong. */
    record Disputed(String subscription, String day, long disputes, Hash document) implements MeterEvent {
        @Override
        public EntryType type() {
            return EntryType.METER_DISPUTED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("sub", subscription)
                    .text("day", day)
                    .number("disputes", disputes)
                    .hash("document", document)
                    .done();
        }
    }

    @Override
    default String stream() {
        return PREFIX + subscription();
    }

    /** Reads one of these types. */
    static MeterEvent read(EntryType type, FieldReader in) {
        String subscription = Names.tag(in, "sub");
        String day = Names.day(in, "day");
        return switch (type) {
            case METER_DAILY ->
                new Daily(
                        subscription,
                        day,
                        in.items("signals", mark -> Mark.read(in.inside(mark))),
                        in.textOrNull("class"),
                        in.has("bands") ? bands(in.fields("bands")) : null);
            case METER_CORRECTED -> new Corrected(subscription, day, in.index("corrects"));
            case METER_DISPUTED -> new Disputed(subscription, day, in.index("disputes"), in.hash("document"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }

    private static SortedMap<String, Long> bands(Json.Fields fields) {
        SortedMap<String, Long> bands = new TreeMap<>();
        fields.byName().forEach((name, value) -> {
            if (!(value instanceof Json.Whole band) || band.value() < -1 || band.value() > 62) {
                throw new RefusedException("A band is a whole number from -1 to 62.");
            }
            bands.put(name, band.value());
        });
        return bands;
    }

    private static Json.Fields numbers(Map<String, Long> values) {
        FieldWriter out = new FieldWriter();
        values.forEach(out::number);
        return out.done();
    }
}
