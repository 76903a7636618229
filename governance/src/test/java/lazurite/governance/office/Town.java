package lazurite.governance.office;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.register.Offer;
import lazurite.governance.register.Register;
import lazurite.governance.role.Permissions;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.tree.Hash;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** An office with its log, a roster, a customer and terms, on a clock that the test sets. */
final class Town {
    static final String ORIGIN = "town.example/log";
    static final String CUSTOMER = "s-clinic";
    static final String CLAUSE = "explain";
    static final long DAY = TimeUnit.DAYS.toMillis(1);
    static final byte[] FACTS = "what was seen".getBytes(StandardCharsets.UTF_8);
    static final byte[] LETTER = "a letter".getBytes(StandardCharsets.UTF_8);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<SignerKey> KEYS = List.of(SignerKey.generate(ORIGIN, SignatureType.ED25519, RANDOM));

    static final Map<String, Role> HOLDERS = new TreeMap<>(
            Map.of("rita", Role.REVIEWER, "tom", Role.RATIFIER, "bea", Role.APPEAL_BOARD, "otto", Role.OPERATOR));

    private static final Map<String, KeyPair> PAIRS = pairs();

    /** What is in force. */
    static final class FrontEnds implements Effects {
        volatile List<InForce> orders = List.of();
        volatile List<Offer> offers = List.of();

        @Override
        public void act(List<InForce> ordered, List<Offer> offered) {
            orders = List.copyOf(ordered);
            offers = List.copyOf(offered);
        }

        @Override
        public Use used(long offer) {
            return new Use(3, 4_096);
        }

        @Nullable
        Level level(MeteredService service) {
            return orders.stream()
                    .filter(order -> order.service() == service)
                    .map(InForce::level)
                    .max(Level::compareTo)
                    .orElse(null);
        }
    }

    /** A town in which whoever opens a subscription may declare what it likes. */
    private static final class Anything implements Declarations {
        @Override
        public void check(SubscriptionEvent command, @Nullable Opening identity) {}

        @Override
        public void follow() {}
    }

    final AtomicLong clock = new AtomicLong(1_790_000_000_000L);
    final FrontEnds frontEnds = new FrontEnds();
    private final MetadataStore store;
    private final Permissions permissions;
    private final Quorum quorum;
    private final Platform platform;
    Ledger ledger;
    Office office;

    Town(MetadataStore store, Permissions permissions, Quorum quorum) {
        this.store = store;
        this.permissions = permissions;
        this.quorum = quorum;
        Platform system = Platform.system();
        this.platform = new Platform(
                InstantSource.system(),
                system.nanoTime(),
                system.random(),
                system.virtualThreads(),
                system.platformThreads());
        this.ledger = ledger();
        this.office = open();
    }

    /** A town in which the roster, a customer and the terms are there. */
    static Town founded(MetadataStore store, Permissions permissions, Quorum quorum) {
        Town town = new Town(store, permissions, quorum);
        town.office.install(new Command(town.roster(HOLDERS, "rita", "tom"), null, List.of(), List.of()));
        town.office.record(new TermsEvent.Version("town", 1, Hash.sha256(LETTER), List.of(clause())), null);
        town.office.documents().put(LETTER, false);
        KeyPair customer = pair(CUSTOMER);
        Opening identity = Opening.fresh(
                new FieldWriter()
                        .text("id", "clinic")
                        .text("key", key(customer))
                        .done(),
                RANDOM);
        town.office.record(
                new SubscriptionEvent.Opened(CUSTOMER, "2026-09-21", null, List.of(MeteredService.BLOB), "2026-10-21"),
                identity);
        town.office.turn();
        return town;
    }

    private static TermsEvent.LoggedClause clause() {
        return new TermsEvent.LoggedClause(
                CLAUSE,
                Hash.sha256(FACTS),
                null,
                List.of(MeteredService.BLOB, MeteredService.QUEUE),
                Severity.REVIEW,
                Map.of(MeteredService.BLOB, Level.NO_GROWTH),
                60,
                true);
    }

    private Ledger ledger() {
        Ledger made = Ledger.open(store, new LedgerSettings(ORIGIN, KEYS), platform);
        made.start();
        return made;
    }

    private Office open() {
        String policy = "log " + KEYS.getFirst().verifier().text() + "\nquorum none\n";
        Office made = new Office(new Office.Parts(
                ledger,
                new Register(),
                new Documents(store, new UidSource(platform), ORIGIN),
                Policy.parse(policy.getBytes(StandardCharsets.US_ASCII)),
                quorum,
                permissions,
                new Anything(),
                frontEnds,
                clock::get,
                platform));
        made.start();
        return made;
    }

    /** Ends the process and starts another on the same store. */
    void restart() throws InterruptedException {
        stop();
        frontEnds.act(List.of(), List.of());
        ledger = ledger();
        office = open();
    }

    void stop() throws InterruptedException {
        office.stop();
        ledger.close();
    }

    /** Lets time pass. */
    void pass(long millis) {
        clock.addAndGet(millis);
        office.turn();
    }

    Entry roster(Map<String, Role> holders, String signer, String approver) {
        List<RosterEvent.Holder> all = holders.entrySet().stream()
                .map(each -> new RosterEvent.Holder(each.getKey(), Set.of(each.getValue()), key(pair(each.getKey()))))
                .toList();
        StreamPosition at = ledger.stream(RosterEvent.STREAM);
        byte[] approval = KeyAlgorithm.ED25519.sign(pair(approver).getPrivate(), RosterEvent.approved(all, at));
        RosterEvent roster = new RosterEvent(all, approver, Base64.getEncoder().encodeToString(approval));
        return roster.draft(clock.get(), signer, null).at(at, pair(signer).getPrivate());
    }

    /** An entry of somebody's for the end of its stream. */
    Entry signed(String actor, Event event) {
        return event.draft(clock.get(), actor, null)
                .at(ledger.stream(event.stream()), pair(actor).getPrivate());
    }

    /** Has somebody do something; the index of the entry. */
    long does(String actor, Event event, byte[]... documents) {
        return office.submit(new Command(signed(actor, event), null, List.of(documents), List.of()))
                .receipt()
                .index();
    }

    /** A case up to its decision; the decision's index. */
    long decided(String id, Map<MeteredService, Level> levels, long until) {
        does(
                "rita",
                new CaseEvent.Opened(id, CUSTOMER, List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.PRESS));
        does("rita", new CaseEvent.Evidence(id, Hash.sha256(FACTS)), FACTS);
        long notice = does("rita", new CaseEvent.Notice(id, Hash.sha256(LETTER), clock.get() + DAY), LETTER);
        does(CUSTOMER, new CaseEvent.Reply(id, Hash.sha256(LETTER)));
        return does(
                "rita",
                new CaseEvent.Decision(
                        id,
                        CaseEvent.Outcome.RESTRICT,
                        CLAUSE,
                        terms(),
                        notice,
                        null,
                        levels,
                        until,
                        List.of(Hash.sha256(FACTS)),
                        Hash.sha256(LETTER),
                        false));
    }

    OrderEvent.Ordered order(String id, @Nullable Long decision, Map<MeteredService, Level> levels, long until) {
        return new OrderEvent.Ordered(
                id,
                CUSTOMER,
                decision,
                levels,
                CLAUSE,
                terms(),
                List.of(Hash.sha256(FACTS)),
                until,
                decision == null ? clock.get() + Rules.RATIFY_MAX : null,
                quorum.needed() ? clock.get() + Rules.QUORUM_MAX : null);
    }

    long terms() {
        return Objects.requireNonNull(office.register().termsInForce()).index();
    }

    static KeyPair pair(String name) {
        return Objects.requireNonNull(PAIRS.get(name), name);
    }

    static String key(KeyPair pair) {
        return Base64.getEncoder().encodeToString(KeyAlgorithm.ED25519.raw(pair.getPublic()));
    }

    private static Map<String, KeyPair> pairs() {
        Map<String, KeyPair> pairs = new TreeMap<>();
        for (String name : List.of("rita", "tom", "bea", "otto", CUSTOMER, "mallory")) {
            byte[] seed = new byte[KeyAlgorithm.SEED_BYTES];
            RANDOM.nextBytes(seed);
            pairs.put(name, KeyAlgorithm.ED25519.pair(seed));
        }
        return pairs;
    }
}
