package lazurite.governance.event;

import java.util.List;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.terms.meter.MeteredService;

/** Grants to take data away from a restricted service; they stand in the stream of their case. */
public sealed interface ExportEvent extends Event {
    /** The case's id. */
    String id();

    /** From then to then the customer, authenticated as ever, may read everything of these services. */
    record Offered(String id, String subscription, List<MeteredService> services, long from, long until)
            implements ExportEvent {
        public Offered {
            services = List.copyOf(services);
        }

        @Override
        public EntryType type() {
            return EntryType.EXPORT_OFFERED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .text("sub", subscription)
                    .json("services", Names.labels(services))
                    .number("from", from)
                    .number("until", until)
                    .done();
        }
    }

    /** What was read under an offer, once it is over. */
    record Served(String id, long offer, long requests, long bytes) implements ExportEvent {
        @Override
        public EntryType type() {
            return EntryType.EXPORT_SERVED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("case", id)
                    .number("offer", offer)
                    .number("requests", requests)
                    .number("bytes", bytes)
                    .done();
        }
    }

    @Override
    default String stream() {
        return CaseEvent.PREFIX + id();
    }

    /** Reads one of these types. */
    static ExportEvent read(EntryType type, FieldReader in) {
        String id = Names.tag(in, "case");
        return switch (type) {
            case EXPORT_OFFERED ->
                new Offered(
                        id,
                        Names.tag(in, "sub"),
                        Names.services(in, "services"),
                        in.number("from"),
                        in.number("until"));
            case EXPORT_SERVED -> new Served(id, in.index("offer"), in.number("requests"), in.number("bytes"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
