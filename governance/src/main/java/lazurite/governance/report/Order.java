package lazurite.governance.report;

import java.util.Map;
import lazurite.governance.event.Logged;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * An order of a case, and what became of it.
 *
 * @param until its end as its decision, or the newest renewal of it, says
 * @param ratified the decision that ratified it in an emergency; null without one
 * @param effective when every front end acted on it; null if that is not in the log
 * @param lifted null while it is not
 */
record Order(
        Logged ordered,
        OrderEvent.Ordered event,
        long until,
        @Nullable Logged ratified,
        @Nullable Logged effective,
        @Nullable Logged lifted) {

    Order(Logged ordered, OrderEvent.Ordered event) {
        this(ordered, event, event.until(), null, null, null);
    }

    Order withUntil(long later) {
        return new Order(ordered, event, later, ratified, effective, lifted);
    }

    Order withRatified(Logged decision, long later) {
        return new Order(ordered, event, later, decision, effective, lifted);
    }

    Order withEffective(Logged entry) {
        return new Order(ordered, event, until, ratified, entry, lifted);
    }

    Order withLifted(Logged entry) {
        return new Order(ordered, event, until, ratified, effective, entry);
    }

    /** Whether it acts then: not lifted, and no deadline of its own has passed that the log can tell. */
    boolean actsAt(long now) {
        Long ratifyUntil = event.ratifyUntil();
        boolean unratified = ratifyUntil != null && ratified == null && now >= ratifyUntil;
        return lifted == null && now < until && !unratified;
    }

    OrderEvent.@Nullable End end() {
        return lifted != null && lifted.event() instanceof OrderEvent.Lifted it ? it.end() : null;
    }

    Json.Fields json(long now) {
        FieldWriter levels = new FieldWriter();
        event.levels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(level ->
                        levels.text(level.getKey().label(), level.getValue().label()));
        return new FieldWriter()
                .number("entry", ordered.index())
                .flag("emergency", event.isEmergency())
                .json("levels", levels.done())
                .text("clause", event.clause())
                .number("terms", event.terms())
                .number("until", until)
                .number("ratified", ratified == null ? null : ratified.index())
                .number("effective", effective == null ? null : effective.index())
                .number("lifted", lifted == null ? null : lifted.index())
                .flag("acts", actsAt(now))
                .done();
    }
}
