package lazurite.governance.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.Logged;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/**
 * A case from its opening on: every entry of it, and where it stands.
 *
 * <p>Concurrency: one thread.
 */
final class CaseStory {
    private final CaseEvent.Opened opened;
    private final List<Logged> entries = new ArrayList<>();
    private final SortedMap<Long, Order> orders = new TreeMap<>();
    private final Set<Long> appealsOpen = new TreeSet<>();
    private boolean decided;

    CaseStory(CaseEvent.Opened opened) {
        this.opened = opened;
    }

    /** Takes the next entry of the case's stream. */
    void add(Logged logged) {
        entries.add(logged);
        switch (logged.event()) {
            case CaseEvent.Decision it -> decide(logged, it);
            case CaseEvent.Renewed it ->
                change(
                        order -> Long.valueOf(it.decision()).equals(decisionOf(order)),
                        order -> order.withUntil(Math.max(order.until(), it.until())));
            case OrderEvent.Ordered it -> orders.put(logged.index(), new Order(logged, it));
            case OrderEvent.Effective it -> change(it.order(), order -> order.withEffective(logged));
            case OrderEvent.Lifted it -> change(it.order(), order -> order.withLifted(logged));
            case AppealEvent.Filed _ -> appealsOpen.add(logged.index());
            case AppealEvent.Decided it -> appealsOpen.remove(it.appeal());
            default -> {}
        }
    }

    private void decide(Logged logged, CaseEvent.Decision decision) {
        decided = true;
        Long order = decision.order();
        if (order != null) {
            change(order, known -> known.withRatified(logged, decision.until()));
        }
    }

    private static @Nullable Long decisionOf(Order order) {
        Logged ratified = order.ratified();
        return ratified == null ? order.event().decision() : Long.valueOf(ratified.index());
    }

    private void change(long order, UnaryOperator<Order> change) {
        orders.computeIfPresent(order, (_, known) -> change.apply(known));
    }

    private void change(Predicate<Order> which, UnaryOperator<Order> change) {
        orders.replaceAll((_, order) -> which.test(order) ? change.apply(order) : order);
    }

    String id() {
        return opened.id();
    }

    CaseEvent.Opened opened() {
        return opened;
    }

    List<Logged> entries() {
        return List.copyOf(entries);
    }

    List<Order> orders() {
        return List.copyOf(orders.values());
    }

    /** Whether something of it is in the period, or still acts or waits behind it. */
    boolean concerns(Period period, long now) {
        return entries.stream().anyMatch(logged -> period.holds(logged.time()))
                || !decided
                || !appealsOpen.isEmpty()
                || !restricted(now).isEmpty();
    }

    /** The strictest level of each service that an order acts on then. */
    Map<MeteredService, Level> restricted(long now) {
        Map<MeteredService, Level> levels = new EnumMap<>(MeteredService.class);
        orders.values().stream()
                .filter(order -> order.actsAt(now))
                .forEach(order -> order.event()
                        .levels()
                        .forEach((service, level) ->
                                levels.merge(service, level, (a, b) -> a.compareTo(b) >= 0 ? a : b)));
        return levels;
    }

    /** Services, of those declared and those looked into, that no order keeps from reading or writing then. */
    Set<MeteredService> active(Set<MeteredService> declared, long now) {
        Set<MeteredService> active = EnumSet.copyOf(opened.services());
        active.addAll(declared);
        restricted(now).forEach((service, level) -> {
            if (level != Level.WARNED) {
                active.remove(service);
            }
        });
        return active;
    }

    /** In a word, where it stands then. */
    String state(long now) {
        if (!restricted(now).isEmpty()) {
            return appealsOpen.isEmpty() ? "in force" : "in force, under appeal";
        }
        if (!decided) {
            return orders.isEmpty() ? "open" : "open, emergency order ended";
        }
        return orders.isEmpty() ? "decided" : "ended";
    }

    Json.Fields json(Set<MeteredService> declared, long now) {
        FieldWriter levels = new FieldWriter();
        restricted(now).forEach((service, level) -> levels.text(service.label(), level.label()));
        return new FieldWriter()
                .text("case", id())
                .text("sub", opened.subscription())
                .text("state", state(now))
                .json("restricted", levels.done())
                .texts(
                        "active",
                        active(declared, now).stream()
                                .map(MeteredService::label)
                                .toList())
                .json(
                        "orders",
                        new Json.Items(orders.values().stream()
                                .<Json>map(order -> order.json(now))
                                .toList()))
                .json(
                        "entries",
                        new Json.Items(
                                entries.stream().<Json>map(CaseStory::entry).toList()))
                .done();
    }

    private static Json entry(Logged logged) {
        Event event = logged.event();
        return new FieldWriter()
                .number("entry", logged.index())
                .number("t", logged.time())
                .text("actor", logged.actor())
                .text("type", event.type().wire())
                .json("pub", event.open())
                .done();
    }
}
