package lazurite.governance.event;

import java.util.List;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** Of one subscription, under its pseudonym. Who it is, and what for, is committed to and can be opened later. */
public sealed interface SubscriptionEvent extends Event {
    String PREFIX = "subscription/";

    /** The pseudonym. */
    String subscription();

    /** The one from which on it holds, in UTC; a closing's is the last. */
    String day();

    /**
     * It opened.
     *
     * @param day its first, in UTC
     * @param customerClass as declared; null where the contract does not make it public
     * @param services that it declares to need
     * @param learned first day on which signals are raised
     */
    record Opened(
            String subscription,
            String day,
            @Nullable String customerClass,
            List<MeteredService> services,
            String learned)
            implements SubscriptionEvent {
        public Opened {
            services = List.copyOf(services);
        }

        @Override
        public EntryType type() {
            return EntryType.SUBSCRIPTION_OPENED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("sub", subscription)
                    .text("day", day)
                    .text("class", customerClass)
                    .json("services", Names.labels(services))
                    .text("learned", learned)
                    .done();
        }
    }

    /** It declares otherwise, from that day on. */
    record PurposeChanged(
            String subscription, String day, @Nullable String customerClass, List<MeteredService> services)
            implements SubscriptionEvent {
        public PurposeChanged {
            services = List.copyOf(services);
        }

        @Override
        public EntryType type() {
            return EntryType.SUBSCRIPTION_PURPOSE_CHANGED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("sub", subscription)
                    .text("day", day)
                    .text("class", customerClass)
                    .json("services", Names.labels(services))
                    .done();
        }
    }

    /** That day is its last. */
    record Closed(String subscription, String day) implements SubscriptionEvent {
        @Override
        public EntryType type() {
            return EntryType.SUBSCRIPTION_CLOSED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter().text("sub", subscription).text("day", day).done();
        }
    }

    @Override
    default String stream() {
        return PREFIX + subscription();
    }

    /** Reads one of these types. */
    static SubscriptionEvent read(EntryType type, FieldReader in) {
        String subscription = Names.tag(in, "sub");
        String day = Names.day(in, "day");
        return switch (type) {
            case SUBSCRIPTION_OPENED ->
                new Opened(
                        subscription,
                        day,
                        in.textOrNull("class"),
                        Names.services(in, "services"),
                        Names.day(in, "learned"));
            case SUBSCRIPTION_PURPOSE_CHANGED ->
                new PurposeChanged(subscription, day, in.textOrNull("class"), Names.services(in, "services"));
            case SUBSCRIPTION_CLOSED -> new Closed(subscription, day);
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
