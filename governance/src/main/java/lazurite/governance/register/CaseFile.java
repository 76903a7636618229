package lazurite.governance.register;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A case as its entries tell it. What entries of the case name by index is looked up here. Those that a register hands
 * out stay as they are.
 */
public final class CaseFile {
    private final CaseEvent.Opened opened;
    private final List<Logged> entries = new ArrayList<>();
    private final Map<Long, Decided> decisions = new LinkedHashMap<>();
    private final Map<Long, Order> orders = new LinkedHashMap<>();
    private final Map<Long, Appeal> appeals = new LinkedHashMap<>();
    private final Map<Long, Offer> offers = new LinkedHashMap<>();
    private final Map<Long, Logged> notices = new LinkedHashMap<>();
    private final Set<String> evidence = new TreeSet<>();
    private long replied = Long.MIN_VALUE;
    private boolean closed;

    /** Without entries, its first neither. */
    CaseFile(CaseEvent.Opened opened) {
        this.opened = opened;
    }

    CaseFile copy() {
        CaseFile copy = new CaseFile(opened);
        copy.entries.addAll(entries);
        copy.decisions.putAll(decisions);
        copy.orders.putAll(orders);
        copy.appeals.putAll(appeals);
        copy.offers.putAll(offers);
        copy.notices.putAll(notices);
        copy.evidence.addAll(evidence);
        copy.replied = replied;
        copy.closed = closed;
        return copy;
    }

    public String id() {
        return opened.id();
    }

    /** The subscription's pseudonym. */
    public String subscription() {
        return opened.subscription();
    }

    public CaseEvent.Opened opened() {
        return opened;
    }

    /** Everything in its stream, in order. */
    public List<Logged> entries() {
        return Collections.unmodifiableList(entries);
    }

    public List<Decided> decisions() {
        return List.copyOf(decisions.values());
    }

    public List<Order> orders() {
        return List.copyOf(orders.values());
    }

    public List<Appeal> appeals() {
        return List.copyOf(appeals.values());
    }

    public List<Offer> offers() {
        return List.copyOf(offers.values());
    }

    public @Nullable Decided decision(@Nullable Long index) {
        return index == null ? null : decisions.get(index);
    }

    public @Nullable Order order(@Nullable Long index) {
        return index == null ? null : orders.get(index);
    }

    public @Nullable Appeal appeal(long index) {
        return appeals.get(index);
    }

    /** The notice at that index; null if it is none of this case's. */
    public CaseEvent.@Nullable Notice notice(@Nullable Long index) {
        Logged found = index == null ? null : notices.get(index);
        return found != null && found.event() instanceof CaseEvent.Notice notice ? notice : null;
    }

    /** Whether the customer has answered since that notice. */
    public boolean hasReplied(long notice) {
        return replied > notice;
    }

    /** Whether each of these is evidence of this case, and there is any. */
    public boolean standsOn(List<Hash> facts) {
        return !facts.isEmpty() && facts.stream().map(Hash::hex).allMatch(evidence::contains);
    }

    /** Whether it was decided that nothing is to be done. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether anything of it is to be decided still, or in force. */
    public boolean isRunning() {
        boolean decided = !decisions.isEmpty() && decisions.values().stream().allMatch(Decided::ended);
        boolean ordered = orders.values().stream().anyMatch(order -> order.end() == null);
        boolean appealed = appeals.values().stream().anyMatch(Appeal::isPending);
        return ordered || appealed || !(closed || decided);
    }

    /** Orders that carry out the decision, or were ratified by it. */
    public List<Order> ordersOf(Decided decided) {
        return orders.values().stream().filter(order -> belongs(order, decided)).toList();
    }

    private static boolean belongs(Order order, Decided decided) {
        Long carriesOut = order.order().decision();
        Long ratifies = decided.decision().order();
        return (carriesOut != null && carriesOut == decided.index()) || (ratifies != null && ratifies == order.index());
    }

    /** Takes the next entry of its stream. */
    void take(Logged logged) {
        entries.add(logged);
        switch (logged.event()) {
            case CaseEvent step -> take(logged, step);
            case OrderEvent step -> take(logged, step);
            case AppealEvent.Filed filed ->
                appeals.put(logged.index(), new Appeal(logged.index(), filed.against(), logged.time(), null));
            case AppealEvent.Decided decided -> take(decided);
            case ExportEvent.Offered offered -> offers.put(logged.index(), new Offer(logged.index(), offered, false));
            case ExportEvent.Served served ->
                offers.computeIfPresent(served.offer(), (index, offer) -> new Offer(index, offer.offer(), true));
            default -> {
                // belongs into other streams, as Event.of has made sure
            }
        }
    }

    private void take(Logged logged, CaseEvent step) {
        long index = logged.index();
        switch (step) {
            case CaseEvent.Opened first -> {
                // told to the constructor
            }
            case CaseEvent.Evidence found -> evidence.add(found.document().hex());
            case CaseEvent.Notice _ -> notices.put(index, logged);
            case CaseEvent.Reply _ -> replied = index;
            case CaseEvent.Decision decision -> {
                decisions.put(
                        index, new Decided(index, decision, logged.time(), logged.actor(), decision.until(), false));
                closed |= decision.outcome() == CaseEvent.Outcome.NONE;
                Long order = decision.order();
                if (order != null) {
                    orders.computeIfPresent(order, (at, was) -> was.ratified(decision.until()));
                }
            }
            case CaseEvent.Renewed renewed -> {
                Decided decided =
                        decisions.computeIfPresent(renewed.decision(), (at, was) -> was.renewed(renewed.until()));
                if (decided != null) {
                    ordersOf(decided).stream()
                            .filter(order -> order.end() == null)
                            .forEach(order -> orders.put(order.index(), order.until(renewed.until())));
                }
            }
            case CaseEvent.Expired expired ->
                decisions.computeIfPresent(expired.decision(), (at, was) -> was.withEnd());
        }
    }

    private void take(Logged logged, OrderEvent step) {
        switch (step) {
            case OrderEvent.Ordered order ->
                orders.put(
                        logged.index(),
                        new Order(
                                logged.index(),
                                order,
                                logged.time(),
                                logged.actor(),
                                order.until(),
                                !order.isEmergency(),
                                false,
                                null));
            case OrderEvent.Effective effective ->
                orders.computeIfPresent(effective.order(), (at, was) -> was.effectiveNow());
            case OrderEvent.Lifted lifted ->
                orders.computeIfPresent(lifted.order(), (at, was) -> was.ended(lifted.end()));
        }
    }

    private void take(AppealEvent.Decided decided) {
        Appeal appeal = appeals.computeIfPresent(
                decided.appeal(), (at, was) -> new Appeal(at, was.against(), was.time(), decided.outcome()));
        if (appeal != null && decided.outcome() == AppealEvent.Outcome.GRANTED) {
            decisions.computeIfPresent(appeal.against(), (at, was) -> was.withEnd());
        }
    }
}
