package lazurite.governance.verify;

import static lazurite.governance.verify.Scene.CLAUSE;
import static lazurite.governance.verify.Scene.CUSTOMER;
import static lazurite.governance.verify.Scene.DAY;
import static lazurite.governance.verify.Scene.DOCUMENT;
import static lazurite.governance.verify.Scene.HOUR;
import static lazurite.governance.verify.Scene.RATIFIER;
import static lazurite.governance.verify.Scene.REVIEWER;

import java.util.List;
import java.util.Map;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.tree.Hash;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/** What holders do in a case, as it should be, to be varied by a test. */
final class Acts {
    static final String CASE = "c-1";
    static final Map<MeteredService, Level> LEVELS = Map.of(MeteredService.BLOB, Level.NO_GROWTH);

    private Acts() {}

    /** Opens a case with evidence. */
    static long open(Scene scene, String id, Long... signals) {
        long opened = scene.signed(
                REVIEWER,
                new CaseEvent.Opened(
                        id, CUSTOMER, List.of(MeteredService.BLOB), List.of(signals), CaseEvent.Source.PRESS));
        scene.signed(REVIEWER, new CaseEvent.Evidence(id, DOCUMENT));
        return opened;
    }

    /** Gives notice and lets its time pass; its index. */
    static long notice(Scene scene, String id) {
        long notice = scene.signed(REVIEWER, new CaseEvent.Notice(id, DOCUMENT, scene.now + HOUR));
        scene.pass(HOUR);
        return notice;
    }

    static CaseEvent.Decision restrict(Scene scene, String id, @Nullable Long notice, long until) {
        return decision(scene, id, notice, until, List.of(DOCUMENT), CLAUSE, false);
    }

    static CaseEvent.Decision decision(
            Scene scene,
            String id,
            @Nullable Long notice,
            long until,
            List<Hash> facts,
            String clause,
            boolean automated) {
        return new CaseEvent.Decision(
                id,
                CaseEvent.Outcome.RESTRICT,
                clause,
                scene.termsIndex,
                notice,
                null,
                LEVELS,
                until,
                facts,
                DOCUMENT,
                automated);
    }

    static CaseEvent.Decision ratify(Scene scene, String id, long order, long until) {
        return new CaseEvent.Decision(
                id,
                CaseEvent.Outcome.RATIFY,
                CLAUSE,
                scene.termsIndex,
                null,
                order,
                LEVELS,
                until,
                List.of(DOCUMENT),
                DOCUMENT,
                false);
    }

    static OrderEvent.Ordered order(Scene scene, String id, @Nullable Long decision, long until) {
        return new OrderEvent.Ordered(
                id,
                CUSTOMER,
                decision,
                LEVELS,
                CLAUSE,
                scene.termsIndex,
                List.of(DOCUMENT),
                until,
                decision == null ? scene.now + 72 * HOUR : null,
                null);
    }

    /** A decision that holds for so long, with its order; the indices of both. */
    static long[] restricted(Scene scene, String id, long millis) {
        open(scene, id);
        long notice = notice(scene, id);
        long until = scene.now + millis;
        long decision = scene.signed(REVIEWER, restrict(scene, id, notice, until));
        long order = scene.signed(RATIFIER, order(scene, id, decision, until));
        scene.server(new OrderEvent.Effective(id, order));
        return new long[] {decision, order};
    }

    /** An emergency's order, which acts. */
    static long emergency(Scene scene, String id) {
        open(scene, id);
        long order = scene.signed(REVIEWER, order(scene, id, null, scene.now + 30 * DAY));
        scene.server(new OrderEvent.Effective(id, order));
        return order;
    }
}
