package lazurite.governance.office;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import lazurite.base.Platform;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.Role;
import lazurite.governance.register.Order;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.key.KeyAlgorithm;
import lazurite.ledger.tree.Hash;
import lazurite.store.Engine;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OfficeTest {
    private static final Map<MeteredService, Level> NO_GROWTH = Map.of(MeteredService.BLOB, Level.NO_GROWTH);
    private static final Map<MeteredService, Level> DISABLED = Map.of(MeteredService.BLOB, Level.DISABLED);

    private final Engine engine = new MemoryEngine(Platform.system());
    private Town town = Town.founded(engine.metadata(), question -> true, Quorum.NONE_NEEDED);

    @AfterEach
    void stop() throws InterruptedException {
        town.stop();
        engine.close();
    }

    @Test
    void anOrderActsWhenItIsAcceptedAndIsWrittenDown() {
        long until = town.clock.get() + 30 * Town.DAY;
        long decision = town.decided("C-1", NO_GROWTH, until);
        assertThat(town.frontEnds.orders).isEmpty();
        long order = town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        assertThat(town.frontEnds.orders)
                .containsExactly(
                        new Effects.InForce(Town.CUSTOMER, MeteredService.BLOB, Level.NO_GROWTH, "C-1", until));
        assertThat(events()).endsWith(new OrderEvent.Effective("C-1", order));
    }

    @Test
    void anOrderLapsesByItselfAndStaysLapsed() throws InterruptedException {
        long until = town.clock.get() + 30 * Town.DAY;
        long decision = town.decided("C-1", NO_GROWTH, until);
        long order = town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        town.pass(30 * Town.DAY - 1);
        assertThat(town.frontEnds.orders).hasSize(1);
        town.pass(1);
        assertThat(town.frontEnds.orders).isEmpty();
        assertThat(events())
                .endsWith(
                        new OrderEvent.Lifted("C-1", order, OrderEvent.End.EXPIRED),
                        new CaseEvent.Expired("C-1", decision));
        town.clock.addAndGet(-20 * Town.DAY);
        town.restart();
        assertThat(town.frontEnds.orders).isEmpty();
    }

    @Test
    void aClockSetBackOverARestartDoesNotLengthenAnOrder() throws InterruptedException {
        long until = town.clock.get() + 10 * Town.DAY;
        long decision = town.decided("C-1", NO_GROWTH, until);
        town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        town.clock.addAndGet(11 * Town.DAY);
        town.office.record(new LogEvent.Heartbeat("test"), null);
        town.clock.addAndGet(-9 * Town.DAY);
        town.restart();
        assertThat(town.frontEnds.orders).isEmpty();
        assertThat(events()).contains(new CaseEvent.Expired("C-1", decision)).hasSizeGreaterThan(3);
    }

    @Test
    void whatIsInForceIsInForceAfterARestart() throws InterruptedException {
        long until = town.clock.get() + 10 * Town.DAY;
        long decision = town.decided("C-1", DISABLED, until);
        town.does("tom", town.order("C-1", decision, DISABLED, until));
        town.restart();
        assertThat(town.frontEnds.level(MeteredService.BLOB)).isEqualTo(Level.DISABLED);
        town.pass(10 * Town.DAY);
        assertThat(town.frontEnds.orders).isEmpty();
    }

    @Test
    void anEmergencyIsRatifiedOrEnds() {
        openCase("C-1");
        long order = town.does("rita", town.order("C-1", null, DISABLED, town.clock.get() + 20 * Town.DAY));
        assertThat(town.frontEnds.level(MeteredService.BLOB)).isEqualTo(Level.DISABLED);
        town.pass(TimeUnit.HOURS.toMillis(72));
        assertThat(town.frontEnds.orders).isEmpty();
        assertThat(events()).endsWith(new OrderEvent.Lifted("C-1", order, OrderEvent.End.UNRATIFIED));

        openCase("C-2");
        long second = town.does("rita", town.order("C-2", null, DISABLED, town.clock.get() + 20 * Town.DAY));
        town.pass(TimeUnit.HOURS.toMillis(71));
        long until = town.clock.get() + 40 * Town.DAY;
        town.does("tom", decision("C-2", CaseEvent.Outcome.RATIFY, null, second, DISABLED, until), Town.LETTER);
        town.pass(39 * Town.DAY);
        assertThat(town.frontEnds.level(MeteredService.BLOB)).isEqualTo(Level.DISABLED);
        town.pass(Town.DAY);
        assertThat(town.frontEnds.orders).isEmpty();
    }

    @Test
    void anAppealThatIsGrantedEndsWhatItIsAgainst() {
        long until = town.clock.get() + 30 * Town.DAY;
        long decision = town.decided("C-1", NO_GROWTH, until);
        long order = town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        long appeal = town.does(Town.CUSTOMER, new AppealEvent.Filed("C-1", decision, Hash.sha256(Town.LETTER)));
        assertThat(town.frontEnds.orders).hasSize(1);
        town.does("bea", new AppealEvent.Decided("C-1", appeal, AppealEvent.Outcome.GRANTED, Hash.sha256(Town.LETTER)));
        assertThat(town.frontEnds.orders).isEmpty();
        assertThat(events()).endsWith(new OrderEvent.Lifted("C-1", order, OrderEvent.End.APPEAL));
    }

    @Test
    void aRenewalLengthensTheOrdersOfItsDecision() {
        long until = town.clock.get() + 30 * Town.DAY;
        long decision = town.decided("C-1", NO_GROWTH, until);
        town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        town.pass(29 * Town.DAY);
        long later = town.clock.get() + 60 * Town.DAY;
        town.does("tom", new CaseEvent.Renewed("C-1", decision, later, Hash.sha256(Town.LETTER)));
        town.pass(59 * Town.DAY);
        assertThat(town.frontEnds.orders).hasSize(1);
        town.pass(Town.DAY);
        assertThat(town.frontEnds.orders).isEmpty();
    }

    @Test
    void anOrderIsLiftedEarly() {
        long until = town.clock.get() + 30 * Town.DAY;
        long decision = town.decided("C-1", NO_GROWTH, until);
        long order = town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        town.does("tom", new OrderEvent.Lifted("C-1", order, OrderEvent.End.LIFTED_EARLY));
        assertThat(town.frontEnds.orders).isEmpty();
        refused("tom", new OrderEvent.Lifted("C-1", order, OrderEvent.End.LIFTED_EARLY), "ended already");
    }

    @Test
    void withoutAQuorumInADayAnOrderEndsAndWithOneItStays() throws InterruptedException {
        town.stop();
        AtomicBoolean seen = new AtomicBoolean();
        Engine other = new MemoryEngine(Platform.system());
        town = Town.founded(other.metadata(), question -> true, new Quorum() {
            @Override
            public boolean needed() {
                return true;
            }

            @Override
            public boolean covers(long index) {
                return seen.get();
            }
        });
        long until = town.clock.get() + 30 * Town.DAY;
        long decision = town.decided("C-1", NO_GROWTH, until);
        long order = town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        assertThat(town.frontEnds.orders).as("it acts provisionally").hasSize(1);
        town.pass(Town.DAY);
        assertThat(town.frontEnds.orders).isEmpty();
        assertThat(events()).endsWith(new OrderEvent.Lifted("C-1", order, OrderEvent.End.NO_QUORUM));

        town.does("tom", town.order("C-1", decision, NO_GROWTH, until));
        seen.set(true);
        town.pass(2 * Town.DAY);
        assertThat(town.frontEnds.orders).hasSize(1);
    }

    @Test
    void commandsThatMakeNoSenseAreRefused() {
        long until = town.clock.get() + 30 * Town.DAY;
        refused("rita", new CaseEvent.Evidence("C-9", Hash.sha256(Town.FACTS)), "There is no case 'C-9'");
        long decision = town.decided("C-1", NO_GROWTH, until);
        refused("tom", town.order("C-1", decision, DISABLED, until), "restricts blob more than its decision");
        refused("tom", town.order("C-1", decision, NO_GROWTH, until + 1), "clause, terms and end are those");
        refused("tom", town.order("C-1", decision + 1, NO_GROWTH, until), "no decision at that index");
        refused("tom", town.order("C-1", null, NO_GROWTH, town.clock.get() + 61 * Town.DAY), "at most 60 days");
        refused(
                "rita",
                decision("C-1", CaseEvent.Outcome.RESTRICT, null, null, NO_GROWTH, until),
                "cites the notice that came before it");
        refused("rita", new OrderEvent.Effective("C-1", 3), "made by the server itself");
        assertThat(town.frontEnds.orders).isEmpty();
    }

    @Test
    void aDecisionWaitsForTheCustomersAnswer() {
        openCase("C-1");
        long notice = town.does(
                "rita",
                new CaseEvent.Notice("C-1", Hash.sha256(Town.LETTER), town.clock.get() + Town.DAY),
                Town.LETTER);
        long until = town.clock.get() + 30 * Town.DAY;
        CaseEvent.Decision decision = decision("C-1", CaseEvent.Outcome.RESTRICT, notice, null, NO_GROWTH, until);
        refused("rita", decision, "has not yet");
        town.pass(Town.DAY);
        town.does("rita", decision);
    }

    @Test
    void onlyTheRightKeySigns() {
        CaseEvent.Opened opened = opened("C-1");
        Entry other = opened.draft(town.clock.get(), "rita", null)
                .at(StreamPosition.FIRST, Town.pair("mallory").getPrivate());
        refused(other, "not signed by the key of its actor");
        refused("mallory", opened, "no holder 'mallory'");
        refused(opened.draft(town.clock.get(), "rita", null).at(StreamPosition.FIRST), "not signed");
        assertThat(events()).doesNotHaveAnyElementsOfTypes(LogEvent.CommandRefused.class);
    }

    @Test
    void aCommandTooOldOrOutOfPlaceIsRefusedAndWrittenDown() {
        Entry entry = town.signed("rita", opened("C-1"));
        town.clock.addAndGet(Office.TIME_OFF_MAX + 1);
        refused(entry, "more than five minutes");
        assertThat(events())
                .endsWith(new LogEvent.CommandRefused("rita", entry.type(), Hash.sha256(entry.bytes()), "time"));
        town.does("rita", opened("C-1"));
        Entry evidence = town.signed("rita", new CaseEvent.Evidence("C-1", Hash.sha256(Town.FACTS)));
        town.office.submit(new Command(evidence, null, List.of(Town.FACTS), List.of()));
        town.does("rita", new CaseEvent.Evidence("C-1", Hash.sha256(Town.FACTS)));
        refused(evidence, "");
        assertThat(events())
                .endsWith(new LogEvent.CommandRefused("rita", evidence.type(), Hash.sha256(evidence.bytes()), "place"));
    }

    @Test
    void whatStandsHasComeAsFarAsThePlaceThatIsTold() {
        Entry elsewhere = town.signed("rita", opened("C-1"));
        town.ledger.append(elsewhere).join();
        assertThat(town.office.next(elsewhere.stream())).isEqualTo(elsewhere.next());
        assertThat(town.office.register().caseFile("C-1")).isNotNull();
    }

    @Test
    void theNewestCommandHandedInAgainIsAnsweredAsTheFirstTime() {
        Entry entry = town.signed("rita", opened("C-1"));
        Command command = new Command(entry, null, List.of(), List.of());
        Accepted first = town.office.submit(command);
        Accepted again = town.office.submit(command);
        assertThat(again.receipt().index()).isEqualTo(first.receipt().index());
        assertThat(town.office.register().cases()).hasSize(1);
    }

    @Test
    void refusalsDoNotFillTheLog() {
        for (int i = 0; i < RefusedCommands.HOURLY_MAX + 5; i++) {
            refused("rita", new CaseEvent.Evidence("C-9", Hash.sha256(Town.FACTS)), "no case");
        }
        assertThat(events().stream().filter(LogEvent.CommandRefused.class::isInstance))
                .hasSize(RefusedCommands.HOURLY_MAX);
    }

    @Test
    void documentsAreHandedInBeforeTheyAreNamed() {
        town.does("rita", opened("C-1"));
        refused("rita", new CaseEvent.Evidence("C-1", Hash.sha256(Town.FACTS)), "neither handed in");
        Entry evidence = town.signed("rita", new CaseEvent.Evidence("C-1", Hash.sha256(Town.FACTS)));
        assertThatThrownBy(() ->
                        town.office.submit(new Command(evidence, null, List.of(Town.FACTS, Town.LETTER), List.of())))
                .hasMessageContaining("does not name");
        town.office.submit(new Command(evidence, null, List.of(Town.FACTS), List.of()));
    }

    @Test
    void onlyADaysOwnEntryIsDisputed() {
        MeterEvent.Daily daily = new MeterEvent.Daily(Town.CUSTOMER, "2026-09-21", List.of(), null, null);
        long index = town.office.record(daily, null).index();
        refused(Town.CUSTOMER, disputed("2026-09-21", index - 1), "is not what the subscription used on 2026-09-21");
        refused(Town.CUSTOMER, disputed("2026-09-21", index + 1_000), "is not what the subscription used");
        refused(Town.CUSTOMER, disputed("2026-09-21", -1), "is not what the subscription used");
        refused(Town.CUSTOMER, disputed("2026-02-30", index), "is not what the subscription used on 2026-02-30");
        town.does(Town.CUSTOMER, disputed("2026-09-21", index), Town.LETTER);
    }

    private static MeterEvent.Disputed disputed(String day, long index) {
        return new MeterEvent.Disputed(Town.CUSTOMER, day, index, Hash.sha256(Town.LETTER));
    }

    @Test
    void pagesAreRestoredOnlyIfWithdrawn() {
        Hash hash = Hash.sha256(Town.LETTER);
        PublicationEvent.Published published = new PublicationEvent.Published("terms", hash, "text/html");
        Entry entry = town.signed("otto", published);
        town.office.submit(new Command(entry, null, List.of(), List.of(Town.LETTER)));
        refused("otto", published, "page of this name already");
        refused("otto", new PublicationEvent.Restored("terms", hash, "text/html"), "that was withdrawn");
        town.does("otto", new PublicationEvent.Withdrawn("terms", PublicationEvent.Reason.ERROR));
        town.does("otto", new PublicationEvent.Restored("terms", hash, "text/html"));
    }

    @Test
    void aSealedDemandUnsealsItself() {
        LegalEvent.Terms terms = new LegalEvent.Terms(LegalEvent.Kind.CONTENT, "NL", "2026-09-21");
        Opening opening = Opening.fresh(terms.fields(), Platform.system().random());
        LegalEvent.Sealed demand = new LegalEvent.Sealed("L-1", town.clock.get() + 90 * Town.DAY);
        Entry entry = demand.draft(town.clock.get(), "otto", opening.commitment())
                .at(town.ledger.stream(demand.stream()), Town.pair("otto").getPrivate());
        town.office.submit(new Command(entry, opening, List.of(), List.of()));
        town.pass(89 * Town.DAY);
        assertThat(events()).endsWith(demand);
        town.pass(Town.DAY);
        assertThat(events().getLast()).isInstanceOfSatisfying(LegalEvent.Unsealed.class, unsealed -> {
            assertThat(unsealed.terms()).isEqualTo(terms);
            assertThat(new Opening(
                                    Hash.parseHex(unsealed.salt()).bytes(),
                                    unsealed.terms().fields())
                            .commitment())
                    .isEqualTo(opening.commitment());
        });
    }

    @Test
    void whatWasReadUnderAnOfferIsWrittenDownAtItsEnd() {
        town.decided("C-1", DISABLED, town.clock.get() + 30 * Town.DAY);
        long offer = town.does(
                "otto",
                new ExportEvent.Offered(
                        "C-1",
                        Town.CUSTOMER,
                        List.of(MeteredService.BLOB),
                        town.clock.get(),
                        town.clock.get() + 5 * Town.DAY));
        assertThat(town.frontEnds.offers).hasSize(1);
        town.pass(5 * Town.DAY);
        assertThat(town.frontEnds.offers).isEmpty();
        assertThat(events()).endsWith(new ExportEvent.Served("C-1", offer, 3, 4_096));
    }

    @Test
    void onlyTheCustomerApprovesAccess() {
        long now = town.clock.get();
        long request = town.does(
                "otto",
                new LockboxEvent.Requested("K-1", Town.CUSTOMER, Hash.sha256(Town.LETTER), now, now + Town.DAY),
                Town.LETTER);
        refused("otto", new LockboxEvent.Approved("K-1", request), "customer's key");
        refused("otto", new LockboxEvent.Used("K-1", request), "not APPROVED");
        town.does(Town.CUSTOMER, new LockboxEvent.Approved("K-1", request));
        town.does("otto", new LockboxEvent.Used("K-1", request));
        town.pass(Town.DAY);
        refused("otto", new LockboxEvent.Used("K-1", request), "another time");
    }

    @Test
    void aRosterIsChangedByTwoHoldersOfDifferentRoles() {
        Map<String, Role> fewer = new TreeMap<>(Town.HOLDERS);
        fewer.remove("otto");
        refused(town.roster(fewer, "rita", "rita"), "a role that its signer does not have");
        refused(town.roster(fewer, "mallory", "rita"), "holders of the one before it");
        refused(town.roster(Map.of("rita", Role.REVIEWER), "rita", "tom"), "never be changed");
        assertThatThrownBy(() ->
                        town.office.install(new Command(town.roster(fewer, "rita", "tom"), null, List.of(), List.of())))
                .hasMessageContaining("There is a roster already");
        Entry changed = town.roster(fewer, "rita", "tom");
        town.office.submit(new Command(changed, null, List.of(), List.of()));
        refused("otto", new PublicationEvent.Withdrawn("terms", PublicationEvent.Reason.ERROR), "no holder 'otto'");
        Entry tampered =
                KeyAlgorithm.ED25519.verifies(Town.pair("rita").getPublic(), changed.signedBytes(), new byte[64])
                        ? changed
                        : town.roster(Town.HOLDERS, "rita", "tom");
        town.office.submit(new Command(tampered, null, List.of(), List.of()));
        assertThat(Set.copyOf(Town.HOLDERS.keySet())).contains("otto");
    }

    @Test
    void theFirstRosterIsInstalledByWhoRunsTheServer() throws InterruptedException {
        town.stop();
        town = new Town(new MemoryEngine(Platform.system()).metadata(), question -> true, Quorum.NONE_NEEDED);
        Entry first = town.roster(Town.HOLDERS, "rita", "tom");
        refused(first, "installed by who runs the server");
        town.office.install(new Command(first, null, List.of(), List.of()));
        assertThat(town.office.register().roster()).isNotNull();
    }

    private CaseEvent.Opened opened(String id) {
        return new CaseEvent.Opened(
                id, Town.CUSTOMER, List.of(MeteredService.BLOB), List.of(), CaseEvent.Source.COMPLAINT);
    }

    private void openCase(String id) {
        town.does("rita", opened(id));
        town.does("rita", new CaseEvent.Evidence(id, Hash.sha256(Town.FACTS)), Town.FACTS);
    }

    private CaseEvent.Decision decision(
            String id,
            CaseEvent.Outcome outcome,
            @Nullable Long notice,
            @Nullable Long order,
            Map<MeteredService, Level> levels,
            long until) {
        return new CaseEvent.Decision(
                id,
                outcome,
                Town.CLAUSE,
                town.terms(),
                notice,
                order,
                levels,
                until,
                List.of(Hash.sha256(Town.FACTS)),
                Hash.sha256(Town.LETTER),
                false);
    }

    private void refused(String actor, Event event, String message) {
        refused(town.signed(actor, event), message);
    }

    private void refused(Entry entry, String message) {
        List<Order> before = town.office.register().openOrders();
        assertThatThrownBy(() -> town.office.submit(new Command(entry, null, List.of(), List.of())))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(message);
        assertThat(town.office.register().openOrders()).isEqualTo(before);
    }

    private List<Event> events() {
        long size = town.ledger.size();
        return town.ledger.entries(0, (int) size).stream()
                .map(bytes -> Logged.read(0, bytes).event())
                .toList();
    }
}
