package lazurite.governance.verify;

import java.util.concurrent.TimeUnit;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.verify.CaseHistory.Appealed;
import lazurite.governance.verify.CaseHistory.Decided;
import lazurite.governance.verify.CaseHistory.Ordered;

/** I7: appeals are decided in time, by who had no part in what they are against, and are obeyed. */
final class AppealsCheck implements Check {
    private static final long DECIDE_MAX = TimeUnit.DAYS.toMillis(30);

    private final Findings findings = new Findings(Invariant.I7);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I7;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case AppealEvent.Filed filed -> filed(step, filed);
            case AppealEvent.Decided decided -> decided(step, decided);
            default -> {
                // no appeal
            }
        }
    }

    private void filed(Step step, AppealEvent.Filed filed) {
        CaseHistory history = step.past().caseOf(filed.id());
        Ordered order = history == null ? null : history.order(filed.against());
        boolean isDecision = history != null && history.decision(filed.against()) != null;
        findings.require(
                isDecision || (order != null && order.order.isEmergency()),
                step.place(),
                "It is against entry " + filed.against() + ", which is no decision or emergency's order of its case.");
    }

    private void decided(Step step, AppealEvent.Decided decided) {
        CaseHistory history = step.past().caseOf(decided.id());
        Appealed appeal = history == null ? null : history.appeals.get(decided.appeal());
        if (history == null || appeal == null || appeal.outcome != null) {
            findings.broken(
                    step.place(), "It decides entry " + decided.appeal() + ", which is no open appeal of its case.");
            return;
        }
        findings.require(
                !tookPart(history, appeal.against, step.maker()),
                step.place(),
                "Who decided or ordered what the appeal is against decided the appeal as well.");
        findings.due(
                appeal.place,
                appeal.time + DECIDE_MAX,
                step.time(),
                "The appeal was decided after more than 30 days, by entry "
                        + step.logged().index() + ".");
    }

    private static boolean tookPart(CaseHistory history, long against, Maker maker) {
        Decided decided = history.decision(against);
        return (decided != null && decided.maker.is(maker))
                || history.ordersUnder(against).stream().anyMatch(order -> tookPart(order, maker));
    }

    private static boolean tookPart(Ordered order, Maker maker) {
        Decided ratification = order.ratification;
        return order.maker.is(maker) || (ratification != null && ratification.maker.is(maker));
    }

    @Override
    public void end(End end) {
        for (CaseHistory history : end.past().cases()) {
            for (Appealed appeal : history.appeals.values()) {
                end(end, history, appeal);
            }
        }
    }

    private void end(End end, CaseHistory history, Appealed appeal) {
        if (appeal.outcome == null) {
            findings.due(
                    appeal.place,
                    appeal.time + DECIDE_MAX,
                    end.now(),
                    "The appeal has not been decided for more than 30 days.");
        } else if (appeal.outcome == AppealEvent.Outcome.GRANTED) {
            for (Ordered order : history.ordersUnder(appeal.against)) {
                if (!order.ended) {
                    findings.due(
                            order.place,
                            appeal.decidedAt + Silences.HOUR,
                            end.now(),
                            "The order was not lifted though the appeal at " + appeal.place.index() + " was granted.");
                }
            }
        }
    }
}
