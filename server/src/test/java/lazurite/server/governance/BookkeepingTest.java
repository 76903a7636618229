package lazurite.server.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.ledger.RefusedException;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.FieldReader;
import lazurite.server.config.ConfigException;
import lazurite.server.config.TermsFile;
import lazurite.service.account.ServiceKind;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.replay.Event;
import lazurite.terms.replay.Replay;
import lazurite.terms.trace.Trace;
import lazurite.terms.trace.TraceReader;
import lazurite.terms.trace.TraceWriter;
import lazurite.terms.use.Declaration;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BookkeepingTest {
    @TempDir
    private Path folder;

    private Room room;

    @BeforeEach
    void open() {
        room = new Room(folder, new MemoryEngine(Platform.system()).metadata(), Room.CLINIC);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void theFirstTurnLogsTermsAndSubscriptionsAndTheSecondNothing() {
        room.turn();
        TermsEvent.Version version = room.events(TermsEvent.Version.class).getFirst();
        assertThat(version.name()).isEqualTo("lazurite-default");
        assertThat(room.documents().find(version.document()))
                .isInstanceOfSatisfying(Documents.Found.Present.class, present -> {
                    assertThat(present.isPublic()).isTrue();
                    assertThat(new String(present.bytes(), StandardCharsets.UTF_8))
                            .isEqualTo(TermsFile.text(null));
                });
        assertThat(room.events(TermsEvent.SignalCode.class))
                .extracting(TermsEvent.SignalCode::sha256)
                .hasSize(7)
                .allMatch(code -> version.clauses().stream().anyMatch(clause -> code.equals(clause.code())));
        assertThat(room.events(SubscriptionEvent.Opened.class))
                .extracting(opened -> room.books().pseudonyms().id(opened.subscription()), opened -> opened.learned())
                .containsExactly(
                        tuple("clinic", "2026-01-31"), tuple("guard", "2026-01-31"), tuple("default", "2026-01-31"));
        long size = room.ledger().size();
        room.turn();
        room.restart();
        room.turn();
        assertThat(room.ledger().size()).isEqualTo(size);
    }

    @Test
    void whoASubscriptionIsIsCommittedToAndOnlyPublicClassesAreShown() {
        room.turn();
        Logged opened = entries(SubscriptionEvent.Opened.class).getFirst();
        Identity identity = Identity.read(room.opening(opened).content());
        assertThat(identity)
                .isEqualTo(new Identity(
                        "clinic",
                        "health",
                        List.of("care"),
                        List.of(MeteredService.BLOB),
                        "NL",
                        "a@b.example",
                        List.of("clinicdata"),
                        null))
                .isEqualTo(room.books().openings().identity(room.pseudonym("clinic")));
        assertThat(new String(opened.entry().bytes(), StandardCharsets.UTF_8))
                .doesNotContain("clinic", "health", "b.ex");
        assertThat(room.events(SubscriptionEvent.Opened.class))
                .extracting(SubscriptionEvent.Opened::customerClass)
                .containsExactly(null, "police", null);
    }

    @Test
    void whatIsDeclaredOtherwiseIsLoggedOnce() {
        room.turn();
        room.books()
                .replace(room.config(Room.CLINIC.replace(
                        "purposes: [care], services: [blob]", "purposes: [care, research], services: [blob, queue]")));
        room.turn();
        room.turn();
        assertThat(room.events(SubscriptionEvent.PurposeChanged.class))
                .containsExactly(new SubscriptionEvent.PurposeChanged(
                        room.pseudonym("clinic"),
                        "2026-01-01",
                        null,
                        List.of(MeteredService.BLOB, MeteredService.QUEUE)));
        room.restart(Room.CLINIC + "ledger: {publicClasses: [health]}\n");
        room.turn();
        assertThat(room.events(SubscriptionEvent.PurposeChanged.class))
                .extracting(SubscriptionEvent.PurposeChanged::customerClass)
                .containsExactly(null, "health", null);
    }

    @Test
    void aDayIsClosedOnceItsLastHourIs() throws Exception {
        room.turn();
        room.stored.put("clinicdata", 1000L);
        room.serve("clinicdata", ServiceKind.BLOB, 3, 10);
        room.pass(Duration.ofHours(2));
        room.serve("clinicdata", ServiceKind.BLOB, 2, 10);
        room.pass(Duration.ofHours(14).minusSeconds(1));
        room.turn();
        assertThat(room.events(MeterEvent.Daily.class)).isEmpty();
        room.pass(Duration.ofHours(1));
        room.turn();
        assertThat(room.events(MeterEvent.Daily.class))
                .as("hours not closed yet")
                .isEmpty();
        room.serve("clinicdata", ServiceKind.BLOB, 0, 0);
        room.turn();
        room.turn();
        assertThat(room.events(MeterEvent.Daily.class))
                .extracting(MeterEvent.Daily::day)
                .containsOnly("2026-01-01")
                .hasSize(3);
        assertThat(meters("clinic", "2026-01-01"))
                .isEqualTo(Map.of(
                        "blob.Transactions", 5L,
                        "blob.Ingress", 50L,
                        "blob.Egress", 5L,
                        "blob.UsedCapacity", 1000L,
                        "blob.BlobCapacity", 1000L));
    }

    @Test
    void bandsStandOnlyWhereTheClassIsPublic() throws Exception {
        room.turn();
        room.stored.putAll(Map.of("clinicdata", 1000L, "guarddata", 1024L));
        room.serve("guarddata", ServiceKind.BLOB, 1, 0);
        room.nextDay();
        room.turn();
        assertThat(room.days("clinic").getFirst().bands()).isNull();
        assertThat(room.days("clinic").getFirst().customerClass()).isNull();
        assertThat(room.days("guard").getFirst().customerClass()).isEqualTo("police");
        assertThat(room.days("guard").getFirst().bands())
                .isEqualTo(Map.of(
                        "blob.Transactions", 0L,
                        "blob.Ingress", -1L,
                        "blob.Egress", 0L,
                        "blob.UsedCapacity", 10L,
                        "blob.BlobCapacity", 10L));
    }

    @Test
    void equalDaysHaveCommitmentsThatCannotBeGuessed() throws Exception {
        room.turn();
        for (int day = 0; day < 3; day++) {
            room.nextDay();
        }
        room.turn();
        List<Logged> days = entries(MeterEvent.Daily.class);
        assertThat(days)
                .hasSize(9)
                .extracting(logged -> logged.entry().commitment())
                .doesNotHaveDuplicates();
        assertThat(days).extracting(logged -> room.opening(logged).saltHex()).doesNotHaveDuplicates();
    }

    @Test
    void daysOfAWeekAsleepAreClosedInOrderOnceTheClockStands() throws Exception {
        room.turn();
        room.stored.put("clinicdata", 70L);
        room.serve("clinicdata", ServiceKind.BLOB, 1, 70);
        room.jump(Duration.ofDays(7));
        room.serve("clinicdata", ServiceKind.BLOB, 0, 0);
        room.turn();
        assertThat(room.events(MeterEvent.Daily.class))
                .as("while the clock may be wrong")
                .isEmpty();
        room.pass(SteadyClock.WAIT);
        room.turn();
        assertThat(room.days("clinic"))
                .extracting(MeterEvent.Daily::day)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 7)
                        .mapToObj(day -> "2026-01-0" + day)
                        .toList());
        assertThat(meters("clinic", "2026-01-05"))
                .containsEntry("blob.UsedCapacity", 70L)
                .containsEntry("blob.Transactions", 0L);
    }

    @Test
    void aClockThatIsSetBackClosesNoDayTwice() throws Exception {
        room.turn();
        for (int day = 0; day < 3; day++) {
            room.nextDay();
        }
        room.turn();
        room.jump(Duration.ofDays(-2));
        room.pass(SteadyClock.WAIT);
        room.serve("clinicdata", ServiceKind.BLOB, 1, 1);
        room.turn();
        room.pass(SteadyClock.WAIT);
        for (int day = 0; day < 4; day++) {
            room.turn();
            room.nextDay();
        }
        room.turn();
        assertThat(room.days("clinic"))
                .extracting(MeterEvent.Daily::day)
                .containsExactly("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05");
    }

    @Test
    void aServiceThatIsNotDeclaredRaisesASignalFromWhatWasCounted() throws Exception {
        room.turn();
        for (int day = 0; day < 31; day++) {
            room.serve("clinicdata", ServiceKind.QUEUE, 1, 1);
            room.nextDay();
        }
        room.turn();
        assertThat(room.days("clinic"))
                .filteredOn(daily -> !daily.signals().isEmpty())
                .hasSize(1);
        SignalEvent.Raised raised = room.events(SignalEvent.Raised.class).getFirst();
        assertThat(raised.day()).isEqualTo("2026-01-31");
        assertThat(raised.mark().clause()).isEqualTo("declare-services");
        assertThat(room.log().get((int) raised.meter()).event())
                .isInstanceOfSatisfying(
                        MeterEvent.Daily.class,
                        daily -> assertThat(daily.signals()).containsExactly(raised.mark()));
        FieldReader evidence = FieldReader.of(
                room.opening(entries(SignalEvent.Raised.class).getFirst()).content());
        assertThat(evidence.fields("evidence").get("undeclared()")).hasToString("Text[value=true]");
    }

    @Test
    void signalsAreThoseOfReplayOverTheSameNumbers() throws Exception {
        SubscriptionUse published = trace(Files.readString(
                        Path.of("").toAbsolutePath().resolveSibling("docs/traces/storage-tripled.csv")))
                .subscriptions()
                .getFirst();
        SeriesKey used = SeriesKey.of(MeteredService.BLOB, Meter.UsedCapacity);
        room.turn();
        for (int age = 150; age < 400; age++) {
            room.stored.put("clinicdata", published.value(used, age));
            room.serve("clinicdata", ServiceKind.BLOB, age % 50, 1_000_000_000L * (age % 17));
            room.nextDay();
        }
        room.turn();
        SubscriptionUse use = new SubscriptionUse(room.pseudonym("clinic"), LocalDate.parse("2026-01-01"));
        use.declare(0, new Declaration("health", List.of("care"), Set.of(MeteredService.BLOB)));
        for (Logged logged : entries(MeterEvent.Daily.class)) {
            DayMeters meters = DayMeters.read(room.opening(logged).content());
            if (meters.subscription().equals(use.id())) {
                meters.bySeries().forEach((key, value) -> use.record((int) use.age(meters.day()), key, value));
            }
        }
        List<String> replayed =
                Replay.of(trace(TraceWriter.text(List.of(), use)).subscriptions(), TermsFile.shipped()).stream()
                        .filter(Event.Raised.class::isInstance)
                        .map(Event.Raised.class::cast)
                        .map(raised -> raised.day() + " " + raised.service().label() + " "
                                + raised.clause().id())
                        .toList();
        assertThat(room.events(SignalEvent.Raised.class))
                .extracting(raised -> raised.day() + " "
                        + raised.mark().service().label() + " " + raised.mark().clause())
                .isEqualTo(replayed)
                .hasSizeGreaterThan(3);
    }

    @Test
    void aCorrectedDayStandsInTheLogTwiceAndCountsFromThenOn() throws Exception {
        room.turn();
        room.serve("clinicdata", ServiceKind.QUEUE, 5, 1);
        room.nextDay();
        room.turn();
        String clinic = room.pseudonym("clinic");
        LocalDate day = LocalDate.parse("2026-01-01");
        Openings openings = room.books().openings();
        assertThatThrownBy(() -> openings.correct(clinic, day.plusDays(1), new TreeMap<>()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("2026-01-02 is not closed");
        assertThatThrownBy(() -> openings.correct(clinic, day, new TreeMap<>(Map.of("blob.Nonsense", 1L))))
                .isInstanceOf(RefusedException.class);
        openings.correct(clinic, day, new TreeMap<>(Map.of("queue.Transactions", 4L, "blob.UsedCapacity", 9L)));
        List<Openings.Opened> opened = openings.day(clinic, day);
        assertThat(opened)
                .extracting(
                        each -> DayMeters.read(there(each.opening()).content()).values())
                .satisfiesExactly(
                        first -> assertThat(first).containsEntry("queue.Transactions", 5L),
                        second -> assertThat(second)
                                .isEqualTo(Map.of("queue.Transactions", 4L, "blob.UsedCapacity", 9L)));
        assertThat(opened.get(1).entry().event())
                .isEqualTo(new MeterEvent.Corrected(
                        clinic, "2026-01-01", opened.get(0).entry().index()));
        assertThat(there(opened.get(1).receipt()).index())
                .isEqualTo(opened.get(1).entry().index());
        room.nextDay();
        room.turn();
        assertThat(meters("clinic", "2026-01-02"))
                .containsEntry("blob.UsedCapacity", 9L)
                .containsEntry("queue.Transactions", 0L);
    }

    @Test
    void aDestroyedOpeningStopsNothing() throws Exception {
        room.turn();
        room.serve("clinicdata", ServiceKind.QUEUE, 5, 1);
        for (int day = 0; day < 33; day++) {
            room.nextDay();
            room.turn();
            entries(MeterEvent.Daily.class)
                    .forEach(logged ->
                            room.documents().destroy(there(logged.entry().commitment())));
            entries(SubscriptionEvent.Opened.class)
                    .forEach(logged ->
                            room.documents().destroy(there(logged.entry().commitment())));
        }
        assertThat(room.days("clinic")).hasSize(33);
        assertThat(room.events(SubscriptionEvent.PurposeChanged.class)).isEmpty();
    }

    @Test
    void aChangedDocumentNeedsANewVersion() throws Exception {
        room.turn();
        Path terms = folder.resolve("terms.yaml");
        String changed = TermsFile.text(null).replace("maxDays: 90", "maxDays: 80");
        Files.writeString(terms, changed);
        assertThatThrownBy(() -> room.restart(Room.CLINIC + "terms: terms.yaml\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("terms: version 1 of 'lazurite-default' is in the log with another content; give " + terms
                        + " a new version");
        Files.writeString(terms, changed.replace("version: 1", "version: 2"));
        room.restart(Room.CLINIC + "terms: terms.yaml\n");
        room.turn();
        room.turn();
        assertThat(room.events(TermsEvent.Version.class))
                .extracting(TermsEvent.Version::version)
                .containsExactly(1L, 2L);
        assertThat(room.events(TermsEvent.SignalCode.class)).hasSize(14);
    }

    private List<Logged> entries(Class<?> type) {
        return room.log().stream()
                .filter(logged -> type.isInstance(logged.event()))
                .toList();
    }

    private Map<String, Long> meters(String id, String day) {
        Opening opening = there(room.books()
                .openings()
                .day(room.pseudonym(id), LocalDate.parse(day))
                .getFirst()
                .opening());
        return DayMeters.read(opening.content()).values();
    }

    private static Trace trace(String text) throws IOException {
        return TraceReader.read("trace", new StringReader(text));
    }

    private static <T> T there(@Nullable T value) {
        if (value == null) {
            throw new AssertionError("it is not there");
        }
        return value;
    }
}
