package lazurite.server.governance;

import java.lang.System.Logger.Level;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.MeterEvent.Daily;
import lazurite.governance.event.MeterEvent.Mark;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.office.Recorder;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.log.Ledger;
import lazurite.store.MetadataStore;
import lazurite.terms.replay.Event;
import lazurite.terms.replay.Replay;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.SubscriptionUse;
import org.jspecify.annotations.Nullable;

/**
 * Closes days: of each day that is over, one meter entry of each subscription, and one signal entry for each of its
 * marks. The log itself tells how far this has come, and each entry is made for its place, so that a kill between any
 * two steps, a step of the clock and a second process lead to no other log.
 *
 * <p>Concurrency: one thread at a time; other processes may do the same.
 */
final class DailyClose {
    private static final System.Logger LOG = System.getLogger(DailyClose.class.getName());

    /** So many fit into an entry. */
    private static final int MARKS_MAX = 256;

    private final Ledger ledger;
    private final StreamIndex index;
    private final Pseudonyms pseudonyms;
    private final UseHistory history;
    private final TermsInForce terms;
    private final Recorder recorder;
    private final MetadataStore store;
    private final LongSupplier settledHour;
    private final RandomGenerator random;

    DailyClose(
            Ledger ledger,
            StreamIndex index,
            Pseudonyms pseudonyms,
            UseHistory history,
            TermsInForce terms,
            Recorder recorder,
            MetadataStore store,
            LongSupplier settledHour,
            RandomGenerator random) {
        this.ledger = ledger;
        this.index = index;
        this.pseudonyms = pseudonyms;
        this.history = history;
        this.terms = terms;
        this.recorder = recorder;
        this.store = store;
        this.settledHour = settledHour;
        this.random = random;
    }

    /** Closes the subscription's days whose hours are closed, in order, also many. */
    void close(String pseudonym) {
        UseHistory.Span span = history.span(pseudonym);
        String id = pseudonyms.id(pseudonym);
        if (span == null || id == null) {
            return;
        }
        boolean more = true;
        while (more) {
            StreamPosition place = ledger.stream(MeterEvent.PREFIX + pseudonym);
            Logged last = index.last(MeterEvent.PREFIX + pseudonym, Daily.class::isInstance);
            if (last != null) {
                raise(last, span);
            }
            LocalDate next = last == null ? span.opened() : day(last).plusDays(1);
            more = settledHour.getAsLong() >= DayMeters.firstHour(next.plusDays(1))
                    && (span.closed() == null || !next.isAfter(span.closed()));
            if (more) {
                write(DayMeters.of(store, id, pseudonym, next, before(pseudonym, next)), span, place);
            }
        }
    }

    private void write(DayMeters meters, UseHistory.Span span, StreamPosition place) {
        List<Mark> marks = marks(meters, span);
        String shown = shownClass(meters);
        Daily daily = new Daily(
                meters.subscription(), meters.day().toString(), marks, shown, shown == null ? null : meters.bands());
        recorder.record(daily, Opening.fresh(meters.content(), random), place);
    }

    /** None for as long as the subscription is learned: no terms are parsed then, and so no CEL loaded. */
    private List<Mark> marks(DayMeters meters, UseHistory.Span span) {
        if (meters.day().isBefore(span.opened().plusDays(Signals.LEARNING_DAYS))) {
            return List.of();
        }
        TermsInForce.Version version = terms.on(meters.day());
        List<Mark> marks = judge(meters, span, version).stream()
                .map(raised -> mark(raised, version))
                .toList();
        if (marks.size() > MARKS_MAX) {
            LOG.log(Level.ERROR, "{0} signals are raised at once, more than an entry holds", marks.size());
            return marks.subList(0, MARKS_MAX);
        }
        return marks;
    }

    /** Logs the signals that the meter entry marks and that are not in the log yet. */
    private void raise(Logged logged, UseHistory.Span span) {
        if (!(logged.event() instanceof Daily daily) || daily.signals().isEmpty()) {
            return;
        }
        String stream = SignalEvent.PREFIX + daily.subscription();
        StreamPosition place = ledger.stream(stream);
        List<Mark> missing = new ArrayList<>(daily.signals());
        for (Logged signal : index.behind(stream, logged.index())) {
            if (signal.event() instanceof SignalEvent.Raised raised && raised.meter() == logged.index()) {
                missing.remove(raised.mark());
            }
        }
        for (Mark mark : missing) {
            SignalEvent.Raised raised = new SignalEvent.Raised(daily.subscription(), daily.day(), logged.index(), mark);
            Opening opening = Opening.fresh(evidence(logged, raised, span), random);
            place = recorder.record(raised, opening, place).entry().next();
        }
    }

    /** What the predicate's functions answered; empty if what they were asked about was destroyed meanwhile. */
    private Json evidence(Logged logged, SignalEvent.Raised signal, UseHistory.Span span) {
        FieldWriter evidence = new FieldWriter();
        DayMeters meters = history.meters(logged);
        if (meters != null) {
            TermsInForce.Version version = terms.at(signal.mark().terms());
            judge(meters, span, version).stream()
                    .filter(raised -> mark(raised, version).equals(signal.mark()))
                    .findFirst()
                    .ifPresent(raised -> raised.evidence().forEach(evidence::text));
        }
        return new FieldWriter()
                .text("sub", signal.subscription())
                .text("day", signal.day())
                .text("service", signal.mark().service().label())
                .text("clause", signal.mark().clause())
                .json("evidence", evidence.done())
                .done();
    }

    private List<Event.Raised> judge(DayMeters meters, UseHistory.Span span, TermsInForce.Version version) {
        SubscriptionUse use = history.upTo(span.opened(), meters);
        int since = version.since().isAfter(use.opened()) ? (int) use.age(version.since()) : 0;
        return Replay.day(use, terms.document(version), (int) use.age(meters.day()), since);
    }

    private static Mark mark(Event.Raised raised, TermsInForce.Version version) {
        return new Mark(
                raised.service(),
                raised.clause().id(),
                version.index(),
                raised.clause().severity());
    }

    /** The class as it was logged last up to that day; null where it is not public. */
    private @Nullable String shownClass(DayMeters meters) {
        String shown = null;
        for (Logged logged : index.all(SubscriptionEvent.PREFIX + meters.subscription())) {
            shown = switch (logged.event()) {
                case SubscriptionEvent.Opened opened -> opened.customerClass();
                case SubscriptionEvent.PurposeChanged changed
                when changed.day().compareTo(meters.day().toString()) <= 0 -> changed.customerClass();
                default -> shown;
            };
        }
        return shown;
    }

    /** The meters of the day before, as corrected; null without any. */
    private @Nullable DayMeters before(String pseudonym, LocalDate day) {
        String wanted = day.minusDays(1).toString();
        Logged last = index.last(MeterEvent.PREFIX + pseudonym, event -> switch (event) {
            case Daily daily -> daily.day().equals(wanted);
            case MeterEvent.Corrected corrected -> corrected.day().equals(wanted);
            default -> false;
        });
        return last == null ? null : history.meters(last);
    }

    private static LocalDate day(Logged logged) {
        return LocalDate.parse(((Daily) logged.event()).day());
    }
}
