package lazurite.server.desk;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.server.config.ConfigException;
import lazurite.server.config.DeclaredText;
import lazurite.server.governance.Identity;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.CustomerClass;
import org.jspecify.annotations.Nullable;

/** Subscriptions: what is known of them, those that commands open, and what the configuration may do with accounts. */
final class SubscriptionDeeds {
    /** Given once for each. */
    static final String PURPOSE = "--purpose";

    private static final String CLASS = "--class";
    private static final String SERVICES = "--services";
    private static final String JURISDICTION = "--jurisdiction";
    private static final String CONTACT = "--contact";
    private static final String CUSTOMER_KEY = "--customer-key";
    private static final String NO_KEY = "none";
    private static final String SUB = "--sub";
    private static final String TO = "--to";
    private static final List<String> DECLARED = List.of(CLASS, PURPOSE, SERVICES, JURISDICTION, CONTACT, CUSTOMER_KEY);
    private static final List<String> PSEUDONYM = List.of("the subscription's pseudonym");
    private static final List<String> ACCOUNT = List.of("the account");

    private SubscriptionDeeds() {}

    static List<Deed> all() {
        return List.of(
                new Deed(
                        "subscription list",
                        List.of(),
                        Set.of(),
                        (given, desk) -> Showing.subscriptions(desk.get("/subscriptions"), given, desk)),
                new Deed("subscription show", PSEUDONYM, Set.of(), (given, desk) -> {
                    String path = path(given);
                    desk.out().println(Desk.text(given.find(Desk.KEY) == null ? desk.get(path) : desk.getSigned(path)));
                }),
                new Deed(
                        "subscription open",
                        List.of("the subscription's id"),
                        Set.copyOf(
                                Stream.concat(Stream.of(SUB), DECLARED.stream()).toList()),
                        SubscriptionDeeds::open),
                new Deed("subscription change", PSEUDONYM, Set.copyOf(DECLARED), SubscriptionDeeds::change),
                new Deed(
                        "subscription close",
                        PSEUDONYM,
                        Set.of(),
                        (given, desk) -> desk.submit(
                                new SubscriptionEvent.Closed(
                                        given.id(), today(given).toString()),
                                null,
                                List.of(),
                                List.of())),
                new Deed(
                        "subscription release",
                        ACCOUNT,
                        Set.of(),
                        (given, desk) -> allow(given, desk, "release", null)),
                new Deed("subscription rekey", ACCOUNT, Set.of(), (given, desk) -> allow(given, desk, "rekey", null)),
                new Deed(
                        "subscription rehome",
                        ACCOUNT,
                        Set.of(TO),
                        (given, desk) -> allow(given, desk, "rehome", given.text(TO))));
    }

    /** Opens one, under a pseudonym drawn here: an entry is signed for its stream. */
    private static void open(Given given, Desk desk) throws IOException {
        Identity identity = new Identity(
                checked(
                        "subscription open",
                        DeclaredText.ID,
                        given.arguments().operands().getFirst()),
                given.choice(CLASS, CustomerClass.values()).label(),
                purposes(given),
                services(given),
                checked(given, JURISDICTION, DeclaredText.JURISDICTION),
                checked(given, CONTACT, DeclaredText.LINE),
                List.of(),
                key(given, null));
        String pseudonym = given.find(SUB) == null
                ? "s-" + HexFormat.of().toHexDigits(desk.random().nextLong())
                : given.tag(SUB);
        LocalDate day = today(given);
        SubscriptionEvent.Opened opened = new SubscriptionEvent.Opened(
                pseudonym,
                day.toString(),
                shown(identity, desk),
                identity.services(),
                day.plusDays(Signals.LEARNING_DAYS).toString());
        desk.submit(opened, Opening.fresh(identity.json(), desk.random()), List.of(), List.of());
    }

    /** Declares anew what is given; everything else stays as it is in front of the entry's place. */
    private static void change(Given given, Desk desk) throws IOException {
        if (DECLARED.stream().allMatch(flag -> given.find(flag) == null)) {
            throw new ConfigException(
                    "subscription change: expected one of " + String.join(", ", DECLARED) + " behind it, found none");
        }
        StreamPosition at = desk.stream(SubscriptionEvent.PREFIX + given.id());
        FieldReader in = new FieldReader(desk.getSigned(path(given)));
        if (!in.has("identity")) {
            throw new IOException("what '" + given.id() + "' declared cannot be shown any more, and so not be changed");
        }
        Identity was = Identity.read(new FieldReader(in.fields("identity")).fields("content"));
        Identity now = new Identity(
                was.id(),
                given.find(CLASS) == null
                        ? was.customerClass()
                        : given.choice(CLASS, CustomerClass.values()).label(),
                given.find(PURPOSE) == null ? was.purposes() : purposes(given),
                given.find(SERVICES) == null ? was.services() : services(given),
                given.find(JURISDICTION) == null
                        ? was.jurisdiction()
                        : checked(given, JURISDICTION, DeclaredText.JURISDICTION),
                given.find(CONTACT) == null ? was.contact() : checked(given, CONTACT, DeclaredText.LINE),
                was.accounts(),
                key(given, was.key()));
        SubscriptionEvent.PurposeChanged changed = new SubscriptionEvent.PurposeChanged(
                given.id(), today(given).toString(), shown(now, desk), now.services());
        desk.submit(changed, at, Opening.fresh(now.json(), desk.random()), List.of(), List.of());
    }

    /** The class as the entry shows it; null where it stays private. */
    private static @Nullable String shown(Identity identity, Desk desk) throws IOException {
        return new FieldReader(desk.get("/classes"))
                        .items("classes", FieldReader::of).stream()
                                .anyMatch(each ->
                                        each.text("class").equals(identity.customerClass()) && each.flag("public"))
                ? identity.customerClass()
                : null;
    }

    private static List<String> purposes(Given given) {
        List<String> purposes = given.text(PURPOSE)
                .lines()
                .map(line -> checked(PURPOSE, DeclaredText.LINE, line))
                .toList();
        if (purposes.isEmpty() || purposes.size() > DeclaredText.PURPOSES_MAX) {
            throw new ConfigException(
                    PURPOSE + ": expected 1 to " + DeclaredText.PURPOSES_MAX + " of them, found " + purposes.size());
        }
        return purposes;
    }

    private static List<MeteredService> services(Given given) {
        List<MeteredService> services = given.services(SERVICES);
        services.forEach(service -> checked(SERVICES, DeclaredText.SERVICE, service.label()));
        return services.stream().sorted().toList();
    }

    private static @Nullable String key(Given given, @Nullable String was) {
        String key = given.find(CUSTOMER_KEY);
        if (key == null) {
            return was;
        }
        return key.equals(NO_KEY) ? null : checked(CUSTOMER_KEY, DeclaredText.KEY, key);
    }

    private static String checked(Given given, String flag, DeclaredText rule) {
        return checked(flag, rule, given.text(flag));
    }

    private static String checked(String place, DeclaredText rule, String text) {
        if (!rule.allows(text)) {
            throw new ConfigException(place + ": expected " + rule.expected() + ", found '" + text + "'");
        }
        return text;
    }

    private static LocalDate today(Given given) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(given.now()), ZoneOffset.UTC);
    }

    private static String path(Given given) {
        return "/subscriptions/" + Desk.encoded(given.id());
    }

    /** Lets the next configuration change a logged account. */
    private static void allow(Given given, Desk desk, String change, @Nullable String to) throws IOException {
        Json.Fields asked =
                new FieldWriter().text("change", change).text("to", to).done();
        desk.work("/accounts/" + Desk.encoded(given.arguments().operands().getFirst()) + "/changes", asked);
    }
}
