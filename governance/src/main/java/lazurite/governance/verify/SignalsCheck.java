package lazurite.governance.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SignalEvent;

/** I4: each signal of a day's meters is raised, and answered by a case or a dismissal within 7 days. */
final class SignalsCheck implements Check {
    private static final long ANSWER_MAX = TimeUnit.DAYS.toMillis(7);

    /** What a day's meters say, as far as it is not raised yet. */
    private record Marked(Place place, String subscription, long time, List<MeterEvent.Mark> marks) {}

    private record Open(Place place, String subscription, long time) {}

    private final Map<Long, Marked> marked = new LinkedHashMap<>();
    private final Map<Long, Open> open = new LinkedHashMap<>();
    private final Findings findings = new Findings(Invariant.I4);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I4;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case MeterEvent.Daily daily -> daily(step, daily);
            case SignalEvent.Raised raised -> raised(step, raised);
            case SignalEvent.Dismissed dismissed -> answer(step, dismissed.signal(), dismissed.subscription());
            case CaseEvent.Opened opened ->
                opened.signals().forEach(signal -> answer(step, signal, opened.subscription()));
            default -> {
                // answers no signal
            }
        }
    }

    private void daily(Step step, MeterEvent.Daily daily) {
        for (MeterEvent.Mark mark : daily.signals()) {
            findings.require(
                    step.past().clause(mark.terms(), mark.clause()) != null,
                    step.place(),
                    "Its signal cites a clause '" + mark.clause() + "' that terms at " + mark.terms() + " have not.");
        }
        if (!daily.signals().isEmpty()) {
            marked.put(
                    step.logged().index(),
                    new Marked(step.place(), daily.subscription(), step.time(), new ArrayList<>(daily.signals())));
        }
    }

    private void raised(Step step, SignalEvent.Raised raised) {
        Marked meter = marked.get(raised.meter());
        if (meter == null
                || !meter.subscription().equals(raised.subscription())
                || !meter.marks().remove(raised.mark())) {
            findings.broken(
                    step.place(), "The meters at " + raised.meter() + " do not say this, or it is raised twice.");
            open.put(step.logged().index(), new Open(step.place(), raised.subscription(), step.time()));
            return;
        }
        if (meter.marks().isEmpty()) {
            marked.remove(raised.meter());
        }
        open.put(step.logged().index(), new Open(step.place(), raised.subscription(), meter.time()));
    }

    private void answer(Step step, long signal, String subscription) {
        Open answered = open.get(signal);
        if (answered == null || !answered.subscription().equals(subscription)) {
            findings.broken(
                    step.place(), "It answers entry " + signal + ", which is no open signal of the subscription.");
            return;
        }
        open.remove(signal);
        findings.due(
                answered.place(),
                answered.time() + ANSWER_MAX,
                step.time(),
                "The signal was answered after more than 7 days, by entry "
                        + step.logged().index() + ".");
    }

    @Override
    public void end(End end) {
        marked.values()
                .forEach(meter -> findings.due(
                        meter.place(), meter.time() + ANSWER_MAX, end.now(), "A signal in it was never raised."));
        open.values()
                .forEach(signal -> findings.due(
                        signal.place(),
                        signal.time() + ANSWER_MAX,
                        end.now(),
                        "The signal has been without an answer for more than 7 days."));
    }
}
