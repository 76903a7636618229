package lazurite.governance.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.json.Json.Fields;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import org.junit.jupiter.api.Test;

final class TransparencyReportTest {
    private static final LocalDate DAY = Entries.FIRST;
    private static final LocalDate END = DAY.plusMonths(1);
    private static final Map<MeteredService, Level> CHAT_OFF = Map.of(MeteredService.CHAT, Level.DISABLED);

    private final Entries entries = new Entries();

    @Test
    void hostileTextStaysText() {
        String hostile = "\"><script>alert('1')</script>&\u0000";
        for (int i = 0; i < 5; i++) {
            entries.meter(DAY, "s" + i, hostile, Map.of("<img src=x onerror=alert(1)>", 3L));
        }
        entries.open("s0", hostile);
        String html = entries.html();
        assertThat(html)
                .contains("&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;\uFFFD")
                .doesNotContain("<script", "<img", "\u0000");
        Checkpoint checkpoint = new Checkpoint("</b><script>", 0, Entries.hash(""));
        byte[] page = TransparencyReport.of(checkpoint, new Period(DAY, END), Stream.empty())
                .html();
        assertThat(new String(page, StandardCharsets.UTF_8)).doesNotContain("<script");
    }

    @Test
    void thePageLoadsNothingAndRunsNothing() {
        restrict("c1", DAY, DAY.plusDays(20));
        assertThat(entries.html())
                .doesNotContain("<script", "src=", "@import", "url(", "http:", "https:")
                .contains("What this cannot show", "keys that the service manages");
    }

    @Test
    void itIsTheSameEachTimeAndItsEntryNamesIt() {
        restrict("c1", DAY, DAY.plusDays(20));
        TransparencyReport report = entries.report(DAY, END);
        assertThat(entries.report(DAY, END).html()).isEqualTo(report.html());
        assertThat(report.event())
                .isEqualTo(new LogEvent.ReportPublished(
                        "2026-10-01",
                        "2026-11-01",
                        report.size(),
                        Hash.sha256(report.html()),
                        Hash.sha256(report.json())));
    }

    /** Verifiers make published reports again: other bytes for the same entries need another format's number. */
    @Test
    void theFormatsNumberChangesWithWhatIsSaid() {
        for (int i = 0; i < 5; i++) {
            entries.open("s" + i, "press");
            entries.meter(DAY, "s" + i, "press", Map.of("blob.UsedCapacity", 30L + i, "blob.Transactions", 4L));
        }
        restrict("c1", DAY, DAY.plusDays(20));
        emergency("c2", true);
        signal(DAY);
        entries.add(DAY, "olga", new LegalEvent.Sealed("d1", Entries.millis(END)));
        TransparencyReport report = entries.report(DAY, END);
        assertThat(List.of(
                        TransparencyReport.FORMAT,
                        Hash.sha256(report.json()).hex(),
                        Hash.sha256(report.html()).hex()))
                .containsExactly(
                        "lazurite-report/1",
                        "06c084cbe61e48f37c5469c58ba8d149480afe00d07ed7366ca9f22522c8491a",
                        "ade6e8f423c5bfdd4195ed5c850d12155f6cde69d03d6b3a910e19f7bc92a763");
    }

    @Test
    void entriesBehindThePeriodAreNotLookedAt() {
        restrict("c1", DAY, DAY.plusDays(50));
        entries.add(END, "board", new AppealEvent.Filed("c1", 1, Entries.hash("appeal")));
        entries.add(END, "server", new OrderEvent.Lifted("c1", 2, OrderEvent.End.APPEAL));
        Fields story = story(0);
        assertThat(story.get("state")).isEqualTo(new Json.Text("in force"));
        assertThat(entries.json().fields("counts").get("appeal.filed")).isNull();
    }

    @Test
    void aCaseTellsWhatIsRestrictedAndWhatStaysActive() {
        entries.open("s1", null);
        restrict("c1", DAY, DAY.plusDays(20));
        entries.add(DAY.plusDays(2), "customer", new AppealEvent.Filed("c1", 2, Entries.hash("appeal")));
        assertThat(story(0).get("state")).isEqualTo(new Json.Text("in force, under appeal"));
        assertThat(story(0).get("restricted")).isEqualTo(Json.Fields.of(Map.of("chat", new Json.Text("disabled"))));
        assertThat(story(0).get("active")).isEqualTo(new Json.Items(List.of(new Json.Text("blob"))));
    }

    @Test
    void anOrderEndsByItsOwnDeadlines() {
        restrict("c1", DAY, DAY.plusDays(5));
        restrict("c2", DAY, DAY.plusDays(5));
        entries.add(
                DAY.plusDays(4),
                "tom",
                new CaseEvent.Renewed("c2", 4, Entries.millis(DAY.plusDays(40)), Entries.hash("renewed")));
        emergency("c3", false);
        emergency("c4", true);
        entries.add(DAY.plusDays(10), "server", new LogEvent.Heartbeat("1"));
        assertThat(Stream.of(0, 1, 2, 3).map(at -> story(at).get("state")))
                .containsExactly(
                        new Json.Text("ended"),
                        new Json.Text("in force"),
                        new Json.Text("open, emergency order ended"),
                        new Json.Text("in force"));
    }

    @Test
    void anOpenSignalHasAnAgeAndALateAnswerIsNamed() {
        long open = signal(DAY);
        long late = signal(DAY.plusDays(1));
        entries.add(
                DAY.plusDays(9),
                "rita",
                new SignalEvent.Dismissed("s1", late, SignalEvent.Reason.SEASONAL, Entries.hash("why")));
        long quick = signal(DAY.plusDays(10));
        entries.add(
                DAY.plusDays(12),
                "rita",
                new CaseEvent.Opened(
                        "c1", "s1", List.of(MeteredService.CHAT), List.of(quick), CaseEvent.Source.SIGNAL));
        List<Fields> signals = entries.json().items("signals", item -> (Fields) item);
        assertThat(signals)
                .extracting(signal -> signal.get("entry"), signal -> signal.get("days"), signal -> signal.get("late"))
                .containsExactly(
                        tuple(new Json.Whole(open), new Json.Whole(12), new Json.Flag(true)),
                        tuple(new Json.Whole(late), new Json.Whole(8), new Json.Flag(true)),
                        tuple(new Json.Whole(quick), new Json.Whole(2), new Json.Flag(false)));
        assertThat(entries.html()).contains("open for 12 days, late").contains("answered after 8 days, late");
    }

    @Test
    void aSealedDemandCountsUntilItIsUnsealedAndTellsNothingElse() {
        long sealed = entries.add(DAY, "olga", new LegalEvent.Sealed("d1", Entries.millis(END)));
        assertThat(new FieldReader(entries.json().fields("sealedDemands")).number("count"))
                .isEqualTo(1);
        LegalEvent.Terms terms = new LegalEvent.Terms(LegalEvent.Kind.CONTENT, "FR", DAY.toString());
        entries.add(DAY.plusDays(3), "server", new LegalEvent.Unsealed("d1", sealed, "00".repeat(32), terms));
        assertThat(new FieldReader(entries.json().fields("sealedDemands")).number("count"))
                .isZero();
    }

    @Test
    void manyEntriesAreNamedByFirstLastAndCount() {
        for (int i = 0; i < Sources.NAMED_MAX + 1; i++) {
            entries.add(DAY, "server", new LogEvent.Heartbeat("1"));
        }
        assertThat(entries.json().fields("counts").get("heartbeat"))
                .isEqualTo(Json.Fields.of(
                        Map.of("count", new Json.Whole(101), "first", new Json.Whole(0), "last", new Json.Whole(100))));
        assertThat(entries.html()).contains("and 93 more");
    }

    @Test
    void aLogThatLacksEntriesIsRefused() {
        Checkpoint checkpoint = new Checkpoint("log.example/1", 1, Entries.hash("root"));
        assertThatThrownBy(() -> TransparencyReport.of(checkpoint, new Period(DAY, END), Stream.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessage("The log has fewer entries than its checkpoint says.");
        assertThatThrownBy(() -> new Period(END, DAY)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aDayThatNoCalendarHasIsRefused() {
        entries.add(DAY, "server", new MeterEvent.Daily("s", "2026-02-31", List.of(), null, null));
        assertThatThrownBy(entries::json)
                .isInstanceOf(RefusedException.class)
                .hasMessage("This is not a day such as 2026-11-27.");
    }

    /** A decision and its order: two entries. */
    private void restrict(String id, LocalDate day, LocalDate until) {
        entries.add(
                day,
                "rita",
                new CaseEvent.Opened(id, "s1", List.of(MeteredService.CHAT), List.of(), CaseEvent.Source.COMPLAINT));
        long decision = entries.add(
                day,
                "rita",
                new CaseEvent.Decision(
                        id,
                        CaseEvent.Outcome.RESTRICT,
                        "clause",
                        0,
                        null,
                        null,
                        CHAT_OFF,
                        Entries.millis(until),
                        List.of(),
                        Entries.hash("statement"),
                        false));
        entries.add(
                day,
                "tom",
                new OrderEvent.Ordered(
                        id, "s1", decision, CHAT_OFF, "clause", 0, List.of(), Entries.millis(until), null, null));
    }

    private void emergency(String id, boolean ratified) {
        entries.add(
                DAY,
                "rita",
                new CaseEvent.Opened(id, "s1", List.of(MeteredService.CHAT), List.of(), CaseEvent.Source.PRESS));
        long order = entries.add(
                DAY,
                "rita",
                new OrderEvent.Ordered(
                        id,
                        "s1",
                        null,
                        CHAT_OFF,
                        "clause",
                        0,
                        List.of(),
                        Entries.millis(DAY.plusDays(30)),
                        Entries.millis(DAY.plusDays(3)),
                        null));
        if (ratified) {
            entries.add(
                    DAY.plusDays(1),
                    "tom",
                    new CaseEvent.Decision(
                            id,
                            CaseEvent.Outcome.RATIFY,
                            "clause",
                            0,
                            null,
                            order,
                            CHAT_OFF,
                            Entries.millis(DAY.plusDays(30)),
                            List.of(),
                            Entries.hash("statement"),
                            false));
        }
    }

    private long signal(LocalDate day) {
        return entries.add(
                day,
                "server",
                new SignalEvent.Raised(
                        "s1",
                        day.toString(),
                        0,
                        new MeterEvent.Mark(MeteredService.CHAT, "clause", 0, Severity.REVIEW)));
    }

    private Fields story(int at) {
        return entries.json().items("cases", item -> (Fields) item).get(at);
    }
}
