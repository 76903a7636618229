package lazurite.governance.report;

import java.util.List;
import java.util.Map;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.MeterEvent;

/** Signals: how many, how they were answered, which wait. */
final class SignalSection {
    private SignalSection() {}

    static void write(Markup out, Contents contents) {
        List<Signals.Signal> signals = contents.signals().of(contents.period());
        out.element("h2", "Signals", "id", "signals");
        out.element(
                "p",
                "A signal is a question that code asks of the meters; the code is in the terms. Each is to be answered"
                        + " within " + Signals.ANSWER_DAYS_MAX + " days, by a case or by a dismissal with reasons.");
        out.open("table")
                .open("caption")
                .text("Raised in the period, and their answers")
                .close("caption");
        Rows.head(out, "What", "Number", "Entries");
        Rows.counted(out, "raised", contents.tally().of("signal.raised"));
        Rows.counted(out, "became part of a case", answered(signals, true));
        for (Map.Entry<String, Sources> dismissed :
                contents.tally().behind("signal.dismissed/").entrySet()) {
            Rows.counted(out, "dismissed: " + dismissed.getKey().replace('-', ' '), dismissed.getValue());
        }
        Rows.counted(out, "open", answered(signals, false));
        out.close("table").line();
        open(out, contents, signals);
    }

    /** Those that a case answered, or those that nothing did. */
    private static Sources answered(List<Signals.Signal> signals, boolean byCase) {
        Sources sources = new Sources();
        for (Signals.Signal signal : signals) {
            boolean opened = signal.answer() != null && signal.answer().event() instanceof CaseEvent;
            if (byCase ? opened : signal.answer() == null) {
                sources.add(signal.raised().index());
            }
        }
        return sources;
    }

    private static void open(Markup out, Contents contents, List<Signals.Signal> signals) {
        List<Signals.Signal> notable = signals.stream()
                .filter(signal -> signal.answer() == null || signal.isLate(contents.now()))
                .toList();
        if (notable.isEmpty()) {
            out.element("p", "None is open, and none was answered late.");
            return;
        }
        out.open("table").open("caption").text("Open, or answered late").close("caption");
        Rows.head(out, "Subscription", "Signal", "State", "Entry");
        for (Signals.Signal signal : notable) {
            String state = signal.answer() == null ? "open for " : "answered after ";
            Rows.texts(
                    out,
                    signal.raised().index(),
                    signal.event().subscription(),
                    words(signal.event().mark()),
                    state
                            + Words.count(signal.days(contents.now()), "day", "days")
                            + (signal.isLate(contents.now()) ? ", late" : ""));
        }
        out.close("table").line();
    }

    private static String words(MeterEvent.Mark mark) {
        return mark.severity().label() + ", " + mark.service().label() + ": " + mark.clause();
    }
}
