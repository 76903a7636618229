package lazurite.tests.report;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;

/**
 * A quarter of a cloud that does not exist: twelve hospitals and schools, a few newspapers, a ministry whose contract
 * makes its use public; one case with restriction, appeal and expiry, one emergency, one case of nothing; a sealed demand
 * and a withdrawn page. The same each time.
 */
final class MadeUpLog {
    static final LocalDate FIRST = LocalDate.of(2026, 8, 1);
    static final LocalDate END = LocalDate.of(2026, 11, 1);

    /** What the withdrawn page and the published one hold. */
    static final String FINDINGS = "<!doctype html><title>Findings</title><h1>Findings</h1><p>Made up.</p>\n";

    private static final String MINISTRY = "m-7f2c";
    private static final String CLAUSE = "no-mass-surveillance";

    private final List<Draft> drafts = new ArrayList<>();
    private final Map<String, Long> places = new HashMap<>();
    private final TreeMap<Long, Runnable> agenda = new TreeMap<>();
    private final Random random = new Random(7);
    private final String origin;
    private long terms;

    private record Customer(String name, String kind, boolean open, boolean banded, int capacity, int characters) {}

    private static final List<Customer> CUSTOMERS = List.of(
            new Customer("h-01aa", "health", false, true, 41, 18),
            new Customer("h-02c4", "health", false, true, 42, 0),
            new Customer("h-0b19", "health", false, true, 43, 20),
            new Customer("h-17d0", "health", false, true, 42, 19),
            new Customer("h-2e55", "health", false, true, 40, 17),
            new Customer("h-3f08", "health", false, true, 44, 21),
            new Customer("e-44b1", "education", false, true, 39, 22),
            new Customer("e-5a6d", "education", false, true, 38, 21),
            new Customer("e-61f7", "education", false, true, 40, 23),
            new Customer("e-7033", "education", false, true, 38, 22),
            new Customer("e-8e92", "education", false, true, 41, 24),
            new Customer("p-90de", "press", false, true, 37, 20),
            new Customer("p-a1b7", "press", false, true, 36, 19),
            new Customer(MINISTRY, "military", true, true, 47, 27),
            new Customer("default", "business", false, false, 30, 0));

    private static final Map<String, Severity> SIGNALS = Map.of(
            "h-0b19 2026-08-19",
            Severity.WARN,
            MINISTRY + " 2026-09-20",
            Severity.REVIEW,
            "e-5a6d 2026-10-25",
            Severity.WARN);

    private MadeUpLog(String origin) {
        this.origin = origin;
    }

    /** Its entries, to be appended from the first on to a log that is empty. */
    static List<Draft> of(String origin) {
        MadeUpLog log = new MadeUpLog(origin);
        log.opening();
        log.agenda();
        for (LocalDate day = FIRST; day.isBefore(END); day = day.plusDays(1)) {
            log.day(day);
        }
        return log.drafts;
    }

    private void opening() {
        LocalDate day = LocalDate.of(2026, 7, 1);
        add(millis(day, 8, 0), "server", new LogEvent.Genesis(origin, List.of(), "0.1.0", null));
        add(
                millis(day, 8, 1),
                "rita",
                new RosterEvent(
                        List.of(
                                holder("rita", Role.REVIEWER),
                                holder("tom", Role.RATIFIER),
                                holder("board", Role.APPEAL_BOARD),
                                holder("olga", Role.OPERATOR)),
                        "tom",
                        "AAAA"));
        terms = add(
                millis(day, 8, 2),
                "server",
                new TermsEvent.Version(
                        "harbour-terms",
                        1,
                        hash("terms"),
                        List.of(new TermsEvent.LoggedClause(
                                CLAUSE,
                                hash("clause"),
                                hash("code"),
                                List.of(MeteredService.TRANSLATION, MeteredService.CHAT),
                                Severity.REVIEW,
                                Map.of(MeteredService.TRANSLATION, Level.DISABLED),
                                28,
                                true))));
        for (Customer customer : CUSTOMERS) {
            add(
                    millis(day, 9, 0),
                    "server",
                    new SubscriptionEvent.Opened(
                            customer.name(),
                            "2026-07-01",
                            customer.open() ? customer.kind() : null,
                            List.of(MeteredService.BLOB, MeteredService.TRANSLATION),
                            customer.name().equals("e-8e92") ? "2026-11-15" : "2026-07-31"));
        }
        add(
                millis(day, 9, 30),
                "olga",
                new PublicationEvent.Published("terms", hash("terms"), "text/plain; charset=utf-8"));
    }

    private void day(LocalDate day) {
        add(millis(day, 0, 1), "server", new LogEvent.Heartbeat("0.1.0"));
        while (!agenda.isEmpty() && agenda.firstKey() < millis(day.plusDays(1), 0, 0)) {
            agenda.pollFirstEntry().getValue().run();
        }
        long written = millis(day.plusDays(1), 0, 5);
        for (Customer customer : CUSTOMERS) {
            long index = add(written, "server", meters(customer, day));
            Severity severity = SIGNALS.get(customer.name() + " " + day);
            if (severity != null) {
                places.put("signal " + customer.name(), add(written, "server", signal(customer, day, index, severity)));
            }
        }
    }

    private MeterEvent.Daily meters(Customer customer, LocalDate day) {
        if (!customer.banded()) {
            return new MeterEvent.Daily(customer.name(), day.toString(), List.of(), null, null);
        }
        boolean ministry = customer.name().equals(MINISTRY);
        boolean cut = ministry && !day.isBefore(LocalDate.of(2026, 10, 1)) && day.isBefore(LocalDate.of(2026, 10, 29));
        long months = day.getMonthValue() - 8L;
        Map<String, Long> bands = new TreeMap<>();
        bands.put("blob.UsedCapacity", customer.capacity() + (ministry ? months : 0));
        bands.put("blob.Transactions", 14L + random.nextInt(3) + (ministry ? months : 0));
        long characters = customer.characters() == 0 ? -1 : customer.characters() + random.nextInt(2);
        bands.put("translation.TextCharactersTranslated", cut ? -1 : ministry ? characters + 3 * months : characters);
        return new MeterEvent.Daily(customer.name(), day.toString(), List.of(), customer.kind(), new TreeMap<>(bands));
    }

    private SignalEvent.Raised signal(Customer customer, LocalDate day, long meter, Severity severity) {
        return new SignalEvent.Raised(
                customer.name(),
                day.toString(),
                meter,
                new MeterEvent.Mark(MeteredService.TRANSLATION, CLAUSE, terms, severity));
    }

    /** What people do, and what is to be written of it. */
    private void agenda() {
        at(
                "2026-08-15T11:00",
                "",
                "olga",
                () -> new LegalEvent.Demand("d-01", new LegalEvent.Terms(LegalEvent.Kind.CONTENT, "FR", "2026-08-14")));
        at("2026-08-20T11:00", "", "olga", () -> new LegalEvent.Sealed("d-02", millis("2027-03-01T00:00")));
        at(
                "2026-08-22T10:00",
                "",
                "rita",
                () -> new SignalEvent.Dismissed(
                        "h-0b19", place("signal h-0b19"), SignalEvent.Reason.EXPLAINED, hash("explained")));
        at("2026-09-02T13:00", "", "server", () -> refused("no-permission"));
        at(
                "2026-09-10T05:00",
                "",
                "server",
                () -> new LogEvent.Resumed(millis("2026-09-10T02:00"), millis("2026-09-10T05:00")));
        at(
                "2026-10-02T11:00",
                "",
                "olga",
                () -> new PublicationEvent.Published("findings", hash(FINDINGS), "text/html; charset=utf-8"));
        at(
                "2026-10-15T12:00",
                "",
                "olga",
                () -> new PublicationEvent.Withdrawn("findings", PublicationEvent.Reason.COURT_ORDER));
        at("2026-10-15T13:00", "", "server", () -> refused("replayed"));
        restriction("c-2026-1");
        nothing("c-2026-2");
        emergency("c-2026-3");
    }

    private void restriction(String id) {
        List<MeteredService> translation = List.of(MeteredService.TRANSLATION);
        Map<MeteredService, Level> levels =
                Map.of(MeteredService.TRANSLATION, Level.DISABLED, MeteredService.BLOB, Level.NO_GROWTH);
        List<Hash> facts = List.of(hash("evidence"));
        long until = millis("2026-10-29T09:00");
        at(
                "2026-09-22T09:00",
                "",
                "rita",
                () -> new CaseEvent.Opened(
                        id, MINISTRY, translation, List.of(place("signal " + MINISTRY)), CaseEvent.Source.SIGNAL));
        at("2026-09-22T15:00", "", "rita", () -> new CaseEvent.Evidence(id, hash("evidence")));
        at(
                "2026-09-23T10:00",
                "notice",
                "rita",
                () -> new CaseEvent.Notice(id, hash("notice"), millis("2026-09-30T10:00")));
        at("2026-09-28T16:20", "", MINISTRY, () -> new CaseEvent.Reply(id, hash("reply")));
        at(
                "2026-10-01T09:00",
                "decision",
                "rita",
                () -> new CaseEvent.Decision(
                        id,
                        CaseEvent.Outcome.RESTRICT,
                        CLAUSE,
                        terms,
                        place("notice"),
                        null,
                        levels,
                        until,
                        facts,
                        hash("statement"),
                        false));
        at(
                "2026-10-01T09:40",
                "order",
                "tom",
                () -> new OrderEvent.Ordered(
                        id,
                        MINISTRY,
                        place("decision"),
                        levels,
                        CLAUSE,
                        terms,
                        facts,
                        until,
                        null,
                        millis("2026-10-02T09:40")));
        at("2026-10-01T09:41", "", "server", () -> new OrderEvent.Effective(id, place("order")));
        at(
                "2026-10-02T12:00",
                "",
                "tom",
                () -> new ExportEvent.Offered(
                        id, MINISTRY, List.of(MeteredService.BLOB), millis("2026-10-03T00:00"), until));
        at("2026-10-05T14:00", "appeal", MINISTRY, () -> new AppealEvent.Filed(id, place("decision"), hash("appeal")));
        at(
                "2026-10-20T16:00",
                "",
                "board",
                () -> new AppealEvent.Decided(id, place("appeal"), AppealEvent.Outcome.REJECTED, hash("rejected")));
        at("2026-10-29T09:00", "", "server", () -> new OrderEvent.Lifted(id, place("order"), OrderEvent.End.EXPIRED));
        at("2026-10-29T09:01", "", "server", () -> new CaseEvent.Expired(id, place("decision")));
    }

    private void nothing(String id) {
        at(
                "2026-10-12T09:00",
                "",
                "rita",
                () -> new CaseEvent.Opened(
                        id, "p-90de", List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.COMPLAINT));
        at(
                "2026-10-15T09:00",
                "",
                "rita",
                () -> new CaseEvent.Decision(
                        id,
                        CaseEvent.Outcome.NONE,
                        CLAUSE,
                        terms,
                        null,
                        null,
                        Map.of(),
                        0,
                        List.of(),
                        hash("none"),
                        false));
    }

    private void emergency(String id) {
        Map<MeteredService, Level> levels = Map.of(MeteredService.TRANSLATION, Level.NO_GROWTH);
        List<Hash> facts = List.of(hash("article"));
        long until = millis("2026-11-13T00:00");
        at(
                "2026-10-24T07:00",
                "",
                "rita",
                () -> new CaseEvent.Opened(
                        id, "h-3f08", List.of(MeteredService.TRANSLATION), List.of(), CaseEvent.Source.PRESS));
        at(
                "2026-10-24T07:30",
                "emergency",
                "rita",
                () -> new OrderEvent.Ordered(
                        id, "h-3f08", null, levels, CLAUSE, terms, facts, until, millis("2026-10-27T07:30"), null));
        at("2026-10-24T07:31", "", "server", () -> new OrderEvent.Effective(id, place("emergency")));
        at(
                "2026-10-25T11:00",
                "",
                "tom",
                () -> new CaseEvent.Decision(
                        id,
                        CaseEvent.Outcome.RATIFY,
                        CLAUSE,
                        terms,
                        null,
                        place("emergency"),
                        levels,
                        until,
                        facts,
                        hash("ratified"),
                        false));
        at("2026-10-29T10:00", "", "h-3f08", () -> new AppealEvent.Filed(id, place("emergency"), hash("appeal 2")));
    }

    private static LogEvent.CommandRefused refused(String reason) {
        return new LogEvent.CommandRefused("rita", EntryType.ENFORCEMENT_ORDERED, hash(reason), reason);
    }

    /** @param name under which others find the entry's index; empty for none */
    private void at(String time, String name, String actor, Supplier<Event> event) {
        long millis = millis(time);
        agenda.put(millis, () -> places.put(name, add(millis, actor, event.get())));
    }

    private long place(String name) {
        return Objects.requireNonNull(places.get(name), name);
    }

    private long add(long time, String actor, Event event) {
        drafts.add(event.draft(time, actor, null));
        return drafts.size() - 1L;
    }

    private RosterEvent.Holder holder(String name, Role role) {
        byte[] key = SignerKey.generate(name, SignatureType.ED25519, random)
                .verifier()
                .publicKey();
        return new RosterEvent.Holder(name, Set.of(role), Base64.getEncoder().encodeToString(key));
    }

    private static long millis(LocalDate day, int hour, int minute) {
        return day.atTime(hour, minute).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static long millis(String time) {
        return LocalDateTime.parse(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static Hash hash(String document) {
        return Hash.sha256(document.getBytes(StandardCharsets.UTF_8));
    }
}
