package lazurite.server.desk;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import lazurite.server.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * A case as the server shows it.
 *
 * @param entries of its stream in this log and in those that it goes on from, by their place
 */
record CaseView(Json.Fields json, Map<Long, Logged> entries) {
    /** What a decision or an emergency's order stands on. */
    record Basis(String clause, long terms, List<Hash> facts) {}

    /** The case that the command's first operand names. */
    static CaseView of(Given given, Desk desk) throws IOException {
        Json.Fields json = desk.get("/cases/" + Desk.encoded(given.id()));
        Map<Long, Logged> entries = new TreeMap<>();
        if (json.get("entries") instanceof Json.Items items) {
            for (Json item : items.values()) {
                FieldReader in = FieldReader.of(item);
                long index = in.number("index");
                long first = in.has("first") ? in.number("first") : 0;
                entries.put(index, Logged.read(index, first, in.fields("entry").canonical()));
            }
        }
        return new CaseView(json, entries);
    }

    String subscription() {
        return entries.values().stream()
                .map(Logged::event)
                .filter(CaseEvent.Opened.class::isInstance)
                .map(CaseEvent.Opened.class::cast)
                .findFirst()
                .orElseThrow(() -> new ConfigException("the server shows no opening of the case"))
                .subscription();
    }

    /** Whether signals began it. */
    boolean isFromSignal() {
        return entries.values().stream()
                .map(Logged::event)
                .anyMatch(event -> event instanceof CaseEvent.Opened opened
                        && (!opened.signals().isEmpty() || opened.source() == CaseEvent.Source.SIGNAL));
    }

    /** Index of the terms in force. */
    long terms(Desk desk) throws IOException {
        return new FieldReader(desk.get("/terms")).number("index");
    }

    CaseEvent.Decision decision(long index) {
        if (event(index) instanceof CaseEvent.Decision decision) {
            return decision;
        }
        throw new ConfigException("--decision: the case has no decision at index " + index);
    }

    OrderEvent.Ordered order(long index) {
        if (event(index) instanceof OrderEvent.Ordered order) {
            return order;
        }
        throw new ConfigException("--order: the case has no order at index " + index);
    }

    AppealEvent.Filed appeal(long index) {
        if (event(index) instanceof AppealEvent.Filed filed) {
            return filed;
        }
        throw new ConfigException("--appeal: the case has no appeal at index " + index);
    }

    Basis basis(long index) {
        return event(index) instanceof CaseEvent.Decision decision
                ? new Basis(decision.clause(), decision.terms(), decision.facts())
                : basis(order(index));
    }

    private static Basis basis(OrderEvent.Ordered order) {
        return new Basis(order.clause(), order.terms(), order.facts());
    }

    private @Nullable Event event(long index) {
        Logged logged = entries.get(index);
        return logged == null ? null : logged.event();
    }
}
