package lazurite.governance.verify;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.verify.CaseHistory.Appealed;
import lazurite.governance.verify.CaseHistory.Decided;
import lazurite.governance.verify.CaseHistory.Ordered;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** I5: what decisions and orders stand on, and who may give an order or ratify one. */
final class OrdersCheck implements Check {
    private static final long RATIFY_MAX = TimeUnit.HOURS.toMillis(72);

    private final Findings findings = new Findings(Invariant.I5);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I5;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case CaseEvent.Opened _ -> {
                // has no case before it
            }
            case CaseEvent.Decision decision -> decision(step, decision);
            case CaseEvent event -> caseOf(step, event.id());
            case OrderEvent.Ordered order -> order(step, order);
            case OrderEvent.Effective effective -> {
                Ordered order = orderOf(step, effective.id(), effective.order());
                findings.require(order == null || !order.effective, step.place(), "The order was said to act before.");
            }
            case OrderEvent.Lifted lifted -> lifted(step, lifted);
            default -> {
                // restricts nothing
            }
        }
    }

    private void decision(Step step, CaseEvent.Decision decision) {
        CaseHistory history = caseOf(step, decision.id());
        if (history == null || decision.outcome() == CaseEvent.Outcome.NONE) {
            return;
        }
        TermsEvent.LoggedClause clause =
                standsOn(step, history, decision.terms(), decision.clause(), decision.levels(), decision.facts());
        findings.require(
                clause == null || !clause.needsHuman() || !decision.automated(),
                step.place(),
                "It was automated, where the clause asks for a person.");
        if (decision.outcome() == CaseEvent.Outcome.RATIFY) {
            ratification(step, history, decision);
        } else {
            notice(step, history, decision.notice());
        }
    }

    private void notice(Step step, CaseHistory history, @Nullable Long index) {
        CaseEvent.Notice notice = index == null ? null : history.notices.get(index);
        if (index == null || notice == null) {
            findings.broken(step.place(), "It cites no notice of its case.");
        } else {
            findings.require(
                    step.time() + Silences.HOUR >= notice.replyUntil() || history.hasRepliedSince(index),
                    step.place(),
                    "It came before the customer's time to answer the notice was over.");
        }
    }

    private void ratification(Step step, CaseHistory history, CaseEvent.Decision decision) {
        Ordered order = history.order(decision.order());
        if (order == null || !order.isUnratified() || order.ended) {
            findings.broken(step.place(), "It ratifies no emergency's order of its case that waits for it.");
            return;
        }
        findings.require(
                order.order.levels().equals(decision.levels()), step.place(), "It ratifies other levels than ordered.");
        findings.require(
                !order.maker.is(step.maker()), step.place(), "Who gave the emergency's order ratified it as well.");
        findings.due(order.place, order.end(), step.time(), "The emergency's order was ratified too late.");
    }

    private void order(Step step, OrderEvent.Ordered order) {
        CaseHistory history = caseOf(step, order.id());
        if (history == null) {
            return;
        }
        findings.require(
                history.opened.subscription().equals(order.subscription()),
                step.place(),
                "It is against another subscription than its case.");
        standsOn(step, history, order.terms(), order.clause(), order.levels(), order.facts());
        Long ratify = order.ratifyUntil();
        if (ratify != null) {
            findings.require(
                    ratify <= step.time() + RATIFY_MAX + Silences.HOUR,
                    step.place(),
                    "It is an emergency's and leaves more than 72 hours to ratify it.");
        } else {
            carriesOut(step, history.decision(order.decision()), order);
        }
    }

    private void carriesOut(Step step, @Nullable Decided decided, OrderEvent.Ordered order) {
        if (decided == null || decided.decision.outcome() != CaseEvent.Outcome.RESTRICT) {
            findings.broken(step.place(), "It carries out no decision of its case to restrict.");
            return;
        }
        findings.require(
                !decided.ended && step.time() < decided.until,
                step.place(),
                "It carries out a decision that has ended.");
        findings.require(
                order.clause().equals(decided.decision.clause()) && order.terms() == decided.decision.terms(),
                step.place(),
                "It names another clause than its decision.");
        findings.require(order.until() <= decided.until, step.place(), "It ends later than its decision.");
        order.levels().forEach((service, level) -> {
            Level most = decided.decision.levels().get(service);
            findings.require(
                    most != null && level.compareTo(most) <= 0,
                    step.place(),
                    "It restricts " + service.label() + " more than its decision does.");
        });
        findings.require(
                !decided.maker.is(step.maker()), step.place(), "Who took the decision gave the order as well.");
    }

    private TermsEvent.@Nullable LoggedClause standsOn(
            Step step,
            CaseHistory history,
            long terms,
            String id,
            Map<MeteredService, Level> levels,
            List<Hash> facts) {
        TermsEvent.LoggedClause clause = step.past().clause(terms, id);
        if (clause == null) {
            findings.broken(step.place(), "It cites a clause '" + id + "' that terms at " + terms + " have not.");
        } else {
            findings.require(
                    clause.services().containsAll(levels.keySet()),
                    step.place(),
                    "It restricts a service that its clause is not about.");
        }
        findings.require(
                history.standsOn(facts), step.place(), "It stands on no facts, or some that are not evidence.");
        return clause;
    }

    private void lifted(Step step, OrderEvent.Lifted lifted) {
        Ordered order = orderOf(step, lifted.id(), lifted.order());
        if (order == null) {
            return;
        }
        long now = step.time();
        Long ratify = order.order.ratifyUntil();
        Long quorum = order.order.quorumUntil();
        boolean holds = switch (lifted.end()) {
            case LIFTED_EARLY -> true;
            case EXPIRED -> now >= order.until;
            case UNRATIFIED -> ratify != null && order.isUnratified() && now >= ratify;
            case NO_QUORUM -> quorum != null && now >= quorum;
            case APPEAL -> isGranted(step, lifted.id(), order);
        };
        findings.require(holds, step.place(), "The reason it gives for the order's end did not hold then.");
        if (order.isUnratified() && ratify != null) {
            findings.due(
                    order.place,
                    ratify + Silences.HOUR,
                    now,
                    "The emergency's order was lifted unratified, but too late.");
        }
    }

    private static boolean isGranted(Step step, String id, Ordered order) {
        CaseHistory history = step.past().caseOf(id);
        return history != null
                && history.appeals.values().stream()
                        .filter(appeal -> appeal.outcome == AppealEvent.Outcome.GRANTED)
                        .anyMatch(appeal -> isUnder(history, appeal, order));
    }

    private static boolean isUnder(CaseHistory history, Appealed appeal, Ordered order) {
        return history.ordersUnder(appeal.against).contains(order);
    }

    private @Nullable Ordered orderOf(Step step, String id, long index) {
        CaseHistory history = caseOf(step, id);
        Ordered order = history == null ? null : history.order(index);
        findings.require(
                history == null || (order != null && !order.ended),
                step.place(),
                "It is about entry " + index + ", which is no order of its case that acts.");
        return order;
    }

    private @Nullable CaseHistory caseOf(Step step, String id) {
        CaseHistory history = step.past().caseOf(id);
        findings.require(history != null, step.place(), "Its case was never opened.");
        return history;
    }

    @Override
    public void end(End end) {
        for (CaseHistory history : end.past().cases()) {
            for (Ordered order : history.orders.values()) {
                Long ratify = order.order.ratifyUntil();
                if (!order.ended && order.isUnratified() && ratify != null) {
                    findings.due(
                            order.place,
                            ratify + Silences.HOUR,
                            end.now(),
                            "The emergency's order was neither ratified nor lifted within its time.");
                }
            }
        }
    }
}
