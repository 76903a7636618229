package lazurite.governance.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class EventTest {
    private static final Hash HASH = Hash.sha256();
    private static final String KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    private static final List<MeteredService> SERVICES = List.of(MeteredService.CHAT, MeteredService.BLOB);
    private static final Map<MeteredService, Level> LEVELS =
            Map.of(MeteredService.BLOB, Level.NO_GROWTH, MeteredService.CHAT, Level.DISABLED);
    private static final MeterEvent.Mark MARK = new MeterEvent.Mark(MeteredService.BLOB, "bulk", 7, Severity.REVIEW);
    private static final LegalEvent.Terms DEMAND = new LegalEvent.Terms(LegalEvent.Kind.CONTENT, "NL", "2026-11-27");

    @Test
    void everyEventIsReadAsItWasWritten() {
        for (Event event : samples()) {
            Entry entry = Entry.parse(entry(event, event.stream(), event.open()).bytes());
            assertThat(Event.of(entry)).isEqualTo(event);
            assertThat(entry.type()).isEqualTo(event.type());
        }
    }

    @Test
    void thereIsASampleOfEveryEvent() {
        Set<Class<?>> sampled = samples().stream().map(Object::getClass).collect(Collectors.toSet());
        assertThat(sampled).containsAll(records(Event.class).toList());
        Set<EntryType> types = samples().stream().map(Event::type).collect(Collectors.toSet());
        types.addAll(List.of(EntryType.KEY_RELEASED, EntryType.KEY_DESTROYED));
        assertThat(types).containsExactlyInAnyOrder(EntryType.values());
    }

    @Test
    void aFieldTooManyIsRefused() {
        for (Event event : samples()) {
            TreeMap<String, Json> open = new TreeMap<>(event.open().byName());
            open.put("zz", new Json.Whole(1));
            assertThatThrownBy(() -> Event.of(entry(event, event.stream(), Json.Fields.of(open))))
                    .as(event.toString())
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("There is no field 'zz' here.");
        }
    }

    @Test
    void aFieldTooFewIsRefusedOrAnotherEvent() {
        for (Event event : samples()) {
            for (String name : event.open().byName().keySet()) {
                TreeMap<String, Json> open = new TreeMap<>(event.open().byName());
                open.remove(name);
                Entry entry = entry(event, event.stream(), Json.Fields.of(open));
                try {
                    assertThat(Event.of(entry)).isNotEqualTo(event);
                } catch (RefusedException refused) {
                    assertThat(refused.getMessage())
                            .as(event + " without " + name)
                            .endsWith(".");
                }
            }
        }
    }

    @Test
    void anotherStreamIsRefused() {
        for (Event event : samples()) {
            assertThatThrownBy(() -> Event.of(entry(event, "elsewhere", event.open())))
                    .as(event.toString())
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("belongs into the stream " + event.stream());
        }
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(
                        () -> new OrderEvent.Ordered("c", "s", null, LEVELS, "bulk", 7, List.of(HASH), 9, null, null))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> new RosterEvent(
                        List.of(
                                new Holder("a", Set.of(Role.REVIEWER), KEY),
                                new Holder("b", Set.of(Role.OPERATOR), KEY)),
                        "b",
                        ""))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> decision(CaseEvent.Outcome.RATIFY, null)).isInstanceOf(RefusedException.class);
    }

    private static Entry entry(Event event, String stream, Json.Fields open) {
        Entry made = event.draft(1_000, "actor", null).at(StreamPosition.FIRST);
        return new Entry(made.type(), stream, 0, null, made.time(), made.actor(), open, null, null);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(EventTest::records);
    }

    private static CaseEvent.Decision decision(CaseEvent.Outcome outcome, @Nullable Long order) {
        return new CaseEvent.Decision("c-1", outcome, "bulk", 7, null, order, LEVELS, 9_000, List.of(HASH), HASH, true);
    }

    private static List<Event> samples() {
        List<Event> all = new ArrayList<>();
        all.addAll(List.of(
                new LogEvent.Genesis("log.example", List.of("k"), "1", new LogEvent.Restarted("old", 7, HASH)),
                new LogEvent.Resumed(1, 2),
                new LogEvent.KeyRotated(List.of("k")),
                new LogEvent.SoftwareRelease("1", HASH),
                new LogEvent.Heartbeat("1"),
                new LogEvent.CommandRefused("rita", EntryType.CASE_OPENED, HASH, "expired"),
                new LogEvent.ReportPublished("2026-11-01", "2026-12-01", 7, HASH, HASH),
                new RosterEvent(List.of(new Holder("rita", Set.of(Role.REVIEWER, Role.OPERATOR), KEY)), "tom", "AAAA"),
                new TermsEvent.Version(
                        "default",
                        2,
                        HASH,
                        List.of(new TermsEvent.LoggedClause(
                                "bulk", HASH, HASH, SERVICES, Severity.CRITICAL, LEVELS, 60, true))),
                new TermsEvent.SignalCode(7, "bulk", HASH, 1),
                new SubscriptionEvent.Opened("s-1", "2026-11-27", "press", SERVICES, "2026-12-27"),
                new SubscriptionEvent.PurposeChanged("s-1", "2026-11-27", "press", SERVICES),
                new SubscriptionEvent.Closed("s-1", "2026-11-27"),
                new MeterEvent.Daily(
                        "s-1", "2026-11-27", List.of(MARK), "press", new TreeMap<>(Map.of("blob.UsedCapacity", 40L))),
                new MeterEvent.Corrected("s-1", "2026-11-27", 7),
                new MeterEvent.Disputed("s-1", "2026-11-27", 7, HASH)));
        all.addAll(List.of(
                new SignalEvent.Raised("s-1", "2026-11-27", 7, MARK),
                new SignalEvent.Dismissed("s-1", 8, SignalEvent.Reason.MEASUREMENT_ERROR, HASH),
                new CaseEvent.Opened("c-1", "s-1", SERVICES, List.of(8L), CaseEvent.Source.OWN_INITIATIVE),
                new CaseEvent.Evidence("c-1", HASH),
                new CaseEvent.Notice("c-1", HASH, 5_000),
                new CaseEvent.Reply("c-1", HASH),
                decision(CaseEvent.Outcome.RATIFY, 9L),
                new CaseEvent.Renewed("c-1", 9, 9_000, HASH),
                new CaseEvent.Expired("c-1", 9),
                new OrderEvent.Ordered("c-1", "s-1", 9L, LEVELS, "bulk", 7, List.of(HASH), 9_000, null, 8_000L),
                new OrderEvent.Effective("c-1", 10),
                new OrderEvent.Lifted("c-1", 10, OrderEvent.End.NO_QUORUM),
                new AppealEvent.Filed("c-1", 9, HASH),
                new AppealEvent.Decided("c-1", 11, AppealEvent.Outcome.GRANTED, HASH),
                new ExportEvent.Offered("c-1", "s-1", SERVICES, 1, 2),
                new ExportEvent.Served("c-1", 12, 3, 4)));
        all.addAll(List.of(
                new LockboxEvent.Requested("l-1", "s-1", HASH, 1, 2),
                new LockboxEvent.Approved("l-1", 13),
                new LockboxEvent.Denied("l-1", 13),
                new LockboxEvent.Used("l-1", 13),
                new LockboxEvent.Closed("l-1", 13),
                new PublicationEvent.Published("findings", HASH, "text/html"),
                new PublicationEvent.Updated("findings", HASH, "text/html"),
                new PublicationEvent.Withdrawn("findings", PublicationEvent.Reason.COURT_ORDER),
                new PublicationEvent.Restored("findings", HASH, "text/html"),
                new LegalEvent.Demand("d-1", DEMAND),
                new LegalEvent.Sealed("d-1", 9_000),
                new LegalEvent.Unsealed("d-1", 14, "00".repeat(32), DEMAND)));
        return all;
    }
}
