package lazurite.governance.report;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.SignalEvent;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * Signals, and what answered each.
 *
 * <p>Concurrency: one thread.
 */
final class Signals {
    /** Days within which a signal is answered (invariant I4). */
    static final long ANSWER_DAYS_MAX = 7;

    private final SortedMap<Long, Signal> signals = new TreeMap<>();

    /** @param answer the case that it is part of, or its dismissal; null while it is open */
    record Signal(
            Logged raised,
            SignalEvent.Raised event,
            @Nullable Logged answer) {
        /** Whole days from its raising to its answer, or to a time where there is none. */
        long days(long now) {
            long end = answer == null ? now : answer.time();
            return Math.max(0, TimeUnit.MILLISECONDS.toDays(end - raised.time()));
        }

        /** Whether it waited, or waits, for longer than it may. */
        boolean isLate(long now) {
            long end = answer == null ? now : answer.time();
            return end - raised.time() > TimeUnit.DAYS.toMillis(ANSWER_DAYS_MAX);
        }

        Json.Fields json(long now) {
            return new FieldWriter()
                    .number("entry", raised.index())
                    .text("sub", event.subscription())
                    .text("day", event.day())
                    .text("service", event.mark().service().label())
                    .text("clause", event.mark().clause())
                    .text("severity", event.mark().severity().label())
                    .number("answer", answer == null ? null : answer.index())
                    .text("by", answer == null ? null : answer.entry().type().wire())
                    .number("days", days(now))
                    .flag("late", isLate(now))
                    .done();
        }
    }

    void add(Logged logged) {
        switch (logged.event()) {
            case SignalEvent.Raised it -> signals.put(logged.index(), new Signal(logged, it, null));
            case SignalEvent.Dismissed it -> answer(it.signal(), logged);
            case CaseEvent.Opened it -> it.signals().forEach(signal -> answer(signal, logged));
            default -> {}
        }
    }

    private void answer(long index, Logged answer) {
        signals.computeIfPresent(
                index,
                (_, signal) -> signal.answer() == null ? new Signal(signal.raised(), signal.event(), answer) : signal);
    }

    /** Those that were raised in the period, and those that are open behind it. */
    List<Signal> of(Period period) {
        return signals.values().stream()
                .filter(signal ->
                        signal.answer() == null || period.holds(signal.raised().time()))
                .toList();
    }
}
