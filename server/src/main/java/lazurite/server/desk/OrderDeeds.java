package lazurite.server.desk;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** {@code enforce}: orders, their ratification and their end. */
final class OrderDeeds {
    private static final String DECISION = "--decision";
    private static final String ORDER = "--order";
    private static final String RATIFY_UNTIL = "--ratify-until";
    private static final String QUORUM_UNTIL = "--quorum-until";
    private static final long RATIFY_MILLIS = TimeUnit.HOURS.toMillis(72);
    private static final List<String> CASE = List.of("the case's id");

    private OrderDeeds() {}

    static List<Deed> all() {
        return List.of(
                new Deed(
                        "enforce status",
                        List.of(),
                        Set.of(),
                        (given, desk) -> Showing.orders(desk.get("/orders"), given, desk)),
                new Deed(
                        "enforce order",
                        CASE,
                        Set.of(DECISION, CaseDeeds.LEVELS, CaseDeeds.UNTIL, QUORUM_UNTIL),
                        OrderDeeds::order),
                new Deed(
                        "enforce emergency",
                        CASE,
                        Set.of(
                                Reasons.CLAUSE,
                                Reasons.FACTS,
                                CaseDeeds.LEVELS,
                                CaseDeeds.UNTIL,
                                RATIFY_UNTIL,
                                QUORUM_UNTIL),
                        OrderDeeds::emergency),
                new Deed("enforce ratify", CASE, Reasons.with(ORDER, CaseDeeds.UNTIL), OrderDeeds::ratify),
                new Deed(
                        "enforce lift",
                        CASE,
                        Set.of(ORDER),
                        (given, desk) -> desk.submit(
                                new OrderEvent.Lifted(given.id(), given.index(ORDER), OrderEvent.End.LIFTED_EARLY),
                                null,
                                List.of(),
                                List.of())));
    }

    /** What the decision says, unless flags make it milder or shorter. */
    private static void order(Given given, Desk desk) throws IOException {
        CaseView file = CaseView.of(given, desk);
        long index = given.index(DECISION);
        CaseEvent.Decision decision = file.decision(index);
        OrderEvent.Ordered order = new OrderEvent.Ordered(
                given.id(),
                file.subscription(),
                index,
                given.find(CaseDeeds.LEVELS) == null ? decision.levels() : given.levels(CaseDeeds.LEVELS),
                decision.clause(),
                decision.terms(),
                decision.facts(),
                given.timeOr(CaseDeeds.UNTIL, decision.until()),
                null,
                quorum(given));
        desk.submit(order, null, List.of(), List.of());
    }

    private static void emergency(Given given, Desk desk) throws IOException {
        CaseView file = CaseView.of(given, desk);
        OrderEvent.Ordered order = new OrderEvent.Ordered(
                given.id(),
                file.subscription(),
                null,
                given.levels(CaseDeeds.LEVELS),
                given.tag(Reasons.CLAUSE),
                file.terms(desk),
                given.hashes(Reasons.FACTS),
                given.time(CaseDeeds.UNTIL),
                given.timeOr(RATIFY_UNTIL, given.now() + RATIFY_MILLIS - TimeUnit.MINUTES.toMillis(5)),
                quorum(given));
        desk.submit(order, null, List.of(), List.of());
    }

    private static void ratify(Given given, Desk desk) throws IOException {
        CaseView file = CaseView.of(given, desk);
        long index = given.index(ORDER);
        OrderEvent.Ordered order = file.order(index);
        Reasons reasons = Reasons.of(given, desk, file, order.clause(), order.terms(), order.facts());
        long until = given.timeOr(CaseDeeds.UNTIL, order.until());
        byte[] statement = reasons.statement(until);
        CaseEvent.Decision decision = new CaseEvent.Decision(
                given.id(),
                CaseEvent.Outcome.RATIFY,
                order.clause(),
                order.terms(),
                null,
                index,
                order.levels(),
                until,
                order.facts(),
                Hash.sha256(statement),
                false);
        desk.submit(decision, null, List.of(statement), List.of());
    }

    private static @Nullable Long quorum(Given given) {
        return given.find(QUORUM_UNTIL) == null ? null : Long.valueOf(given.time(QUORUM_UNTIL));
    }
}
