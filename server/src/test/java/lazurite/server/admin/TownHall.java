package lazurite.server.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.office.Effects;
import lazurite.governance.office.Office;
import lazurite.governance.office.Quorum;
import lazurite.governance.register.Offer;
import lazurite.governance.register.Register;
import lazurite.governance.role.CedarPermissions;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.tree.Hash;
import lazurite.server.governance.AccountChange;
import lazurite.server.governance.CommandedSubscriptions;
import lazurite.server.governance.LoggedAccounts;
import lazurite.server.governance.Openings;
import lazurite.server.governance.Pseudonyms;
import lazurite.server.operator.ControlToken;
import lazurite.server.operator.Metrics;
import lazurite.server.operator.OperatorHandler;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.CustomerClass;

/** An office with its log, a customer, terms and a signal, behind an operator's port. */
public final class TownHall {
    public static final String ORIGIN = "town.example/log";
    public static final String CUSTOMER = "s-clinic";
    public static final String CLAUSE = "explain";

    private static final Set<CustomerClass> PUBLIC_CLASSES = Set.of(CustomerClass.POLICE);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SignerKey key = SignerKey.generate(ORIGIN, SignatureType.ED25519, RANDOM);
    private final MemoryEngine engine = new MemoryEngine(Platform.system());
    private final Ledger ledger;
    private final Office office;
    private final AdminHandler admin;
    private final HttpServer server;
    private final long signal;
    private volatile List<Effects.InForce> inForce = List.of();

    /**
     * @param folder gets the token of whoever runs the server
     * @param customerKey base64 of the customer's public key
     */
    public TownHall(Path folder, String customerKey) throws IOException {
        Platform platform = Platform.system();
        ledger = Ledger.open(engine.metadata(), new LedgerSettings(ORIGIN, List.of(key)), platform);
        ledger.start();
        Register register = new Register();
        UidSource uids = new UidSource(platform);
        Documents documents = new Documents(engine.metadata(), uids, ORIGIN);
        Pseudonyms pseudonyms = new Pseudonyms(engine.metadata(), uids, platform);
        office = new Office(new Office.Parts(
                ledger,
                register,
                documents,
                Policy.parse(("log " + vkey() + "\nquorum none\n").getBytes(StandardCharsets.US_ASCII)),
                Quorum.NONE_NEEDED,
                new CedarPermissions(Files.createDirectories(folder.resolve("natives"))),
                new CommandedSubscriptions(
                        register,
                        pseudonyms,
                        new LoggedAccounts(engine.metadata(), uids, pseudonyms, register::isRestrained),
                        documents,
                        PUBLIC_CLASSES,
                        Map::of),
                new FrontEnds(),
                () -> platform.clock().millis(),
                platform));
        office.start();
        signal = history(customerKey);
        ControlToken token = ControlToken.random(RANDOM);
        admin = new AdminHandler(
                office, new TownBooks(), token, () -> platform.clock().millis());
        server = JettyHttpServer.start(
                HttpServer.Options.defaults("127.0.0.1", 0),
                new OperatorHandler(new Metrics(), () -> true, token, target -> {}, () -> "", admin));
        token.publish(folder, address());
    }

    private long history(String customerKey) {
        long terms = office.record(
                        new TermsEvent.Version(
                                "town",
                                1,
                                Hash.sha256(new byte[1]),
                                List.of(new TermsEvent.LoggedClause(
                                        CLAUSE,
                                        Hash.sha256(new byte[2]),
                                        null,
                                        List.of(MeteredService.BLOB, MeteredService.QUEUE),
                                        Severity.REVIEW,
                                        Map.of(MeteredService.BLOB, Level.NO_GROWTH),
                                        60,
                                        true))),
                        null)
                .index();
        office.record(
                new SubscriptionEvent.Opened(CUSTOMER, "2026-09-21", null, List.of(MeteredService.BLOB), "2026-10-21"),
                Opening.fresh(
                        new FieldWriter()
                                .text("id", "clinic")
                                .text("key", customerKey)
                                .done(),
                        RANDOM));
        MeterEvent.Mark mark = new MeterEvent.Mark(MeteredService.BLOB, CLAUSE, terms, Severity.REVIEW);
        String day = LocalDate.now(ZoneOffset.UTC).minusDays(1).toString();
        long meter = office.record(
                        new MeterEvent.Daily(CUSTOMER, day, List.of(mark), null, null),
                        Opening.fresh(
                                new FieldWriter()
                                        .number("blob.UsedCapacity", 12_345L)
                                        .done(),
                                RANDOM))
                .index();
        return office.record(
                        new SignalEvent.Raised(CUSTOMER, day, meter, mark),
                        Opening.fresh(new FieldWriter().text("growth", "3.1").done(), RANDOM))
                .index();
    }

    private final class FrontEnds implements Effects {
        @Override
        public void act(List<InForce> orders, List<Offer> offers) {
            inForce = List.copyOf(orders);
        }

        @Override
        public Use used(long offer) {
            return new Use(0, 0);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + server.port();
    }

    /** What the log's checkpoints are verified with. */
    public String vkey() {
        return key.verifier().text();
    }

    /** Index of the signal. */
    public long signal() {
        return signal;
    }

    /** What front ends were told last. */
    public List<Effects.InForce> inForce() {
        return inForce;
    }

    AdminHandler admin() {
        return admin;
    }

    Office office() {
        return office;
    }

    public void stop() throws InterruptedException {
        server.stop(Duration.ofSeconds(1));
        office.stop();
        ledger.close();
        engine.close();
    }

    /** A town whose accounts are written down nowhere. */
    private final class TownBooks implements Books {
        @Override
        public List<Openings.Opened> day(String pseudonym, LocalDate day) {
            List<Openings.Opened> found = new ArrayList<>();
            for (long index = 0; index < ledger.size(); index++) {
                Logged logged = Logged.read(index, ledger.entries(index, 1).getFirst());
                Hash commitment = logged.entry().commitment();
                if (commitment != null
                        && logged.event() instanceof MeterEvent event
                        && event.subscription().equals(pseudonym)
                        && event.day().equals(day.toString())) {
                    found.add(
                            new Openings.Opened(logged, office.documents().opening(commitment), ledger.receipt(index)));
                }
            }
            return found;
        }

        @Override
        public Set<CustomerClass> publicClasses() {
            return PUBLIC_CLASSES;
        }

        @Override
        public void allow(String account, AccountChange change) {
            throw RefusedException.notFound("The log knows no account called '" + account + "'.");
        }

        @Override
        public Appended correct(String pseudonym, LocalDate day, SortedMap<String, Long> meters) {
            throw new RefusedException("The day " + day + " is not closed, so that there is nothing to correct.");
        }
    }
}
