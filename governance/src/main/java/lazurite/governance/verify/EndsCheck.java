package lazurite.governance.verify;

import java.util.concurrent.TimeUnit;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.verify.CaseHistory.Decided;
import lazurite.governance.verify.CaseHistory.Ordered;
import org.jspecify.annotations.Nullable;

/** I6: how long decisions and orders last, and that their end is told. */
final class EndsCheck implements Check {
    private static final long DAYS_MAX = 90;

    private final Findings findings = new Findings(Invariant.I6);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I6;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case CaseEvent.Decision decision -> {
                if (decision.outcome() != CaseEvent.Outcome.NONE) {
                    until(step, decision.until(), step.past().clause(decision.terms(), decision.clause()));
                }
            }
            case CaseEvent.Renewed renewed -> renewed(step, renewed);
            case CaseEvent.Expired expired -> expired(step, expired);
            case OrderEvent.Ordered order ->
                until(step, order.until(), step.past().clause(order.terms(), order.clause()));
            case OrderEvent.Lifted lifted -> lifted(step, lifted);
            default -> {
                // has no end
            }
        }
    }

    private void until(Step step, long until, TermsEvent.@Nullable LoggedClause clause) {
        long days = clause == null ? DAYS_MAX : Math.min(DAYS_MAX, clause.daysMax());
        findings.require(
                until > step.time() && until <= step.time() + TimeUnit.DAYS.toMillis(days) + Silences.HOUR,
                step.place(),
                "It does not end within " + days + " days.");
    }

    private void renewed(Step step, CaseEvent.Renewed renewed) {
        Decided decided = decided(step, renewed.id(), renewed.decision());
        if (decided == null) {
            return;
        }
        CaseEvent.Decision decision = decided.decision;
        until(step, renewed.until(), step.past().clause(decision.terms(), decision.clause()));
        findings.require(
                !decided.ended && step.time() < decided.until, step.place(), "It renews a decision that has ended.");
        findings.require(renewed.until() > decided.until, step.place(), "It ends no later than what it renews.");
        findings.require(!decided.maker.is(step.maker()), step.place(), "Who took the decision renewed it as well.");
    }

    private void expired(Step step, CaseEvent.Expired expired) {
        Decided decided = decided(step, expired.id(), expired.decision());
        if (decided != null) {
            findings.require(!decided.ended, step.place(), "The decision has ended before.");
            findings.require(step.time() >= decided.until, step.place(), "The decision had not come to its end.");
            findings.due(
                    decided.place,
                    decided.until + Silences.HOUR,
                    step.time(),
                    "The decision's end was told too late, by entry "
                            + step.logged().index() + ".");
        }
    }

    private void lifted(Step step, OrderEvent.Lifted lifted) {
        CaseHistory history = step.past().caseOf(lifted.id());
        Ordered order = history == null ? null : history.order(lifted.order());
        if (order != null) {
            findings.due(
                    order.place,
                    order.until + Silences.HOUR,
                    step.time(),
                    "The order was lifted too late, by entry " + step.logged().index() + ".");
        }
    }

    private @Nullable Decided decided(Step step, String id, long index) {
        CaseHistory history = step.past().caseOf(id);
        Decided decided = history == null ? null : history.decision(index);
        findings.require(
                decided != null && decided.until > 0,
                step.place(),
                "It is about entry " + index + ", which is no decision of its case that has an end.");
        return decided;
    }

    @Override
    public void end(End end) {
        for (CaseHistory history : end.past().cases()) {
            for (Decided decided : history.decisions.values()) {
                if (!decided.ended && decided.until > 0) {
                    findings.due(
                            decided.place,
                            decided.until + Silences.HOUR,
                            end.now(),
                            "The decision came to its end and was neither renewed nor did it expire.");
                }
            }
            for (Ordered order : history.orders.values()) {
                if (!order.ended) {
                    findings.due(
                            order.place,
                            order.until + Silences.HOUR,
                            end.now(),
                            "The order came to its end and was not lifted.");
                }
            }
        }
    }
}
