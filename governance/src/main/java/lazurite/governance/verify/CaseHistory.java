package lazurite.governance.verify;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** A case as far as its entries have told it. */
final class CaseHistory {
    /** A decision: who took it, until when it holds, whether its end is told. */
    static final class Decided {
        final Place place;
        final CaseEvent.Decision decision;
        final Maker maker;
        long until;
        boolean ended;

        Decided(Step step, CaseEvent.Decision decision) {
            this.place = step.place();
            this.decision = decision;
            this.maker = step.maker();
            this.until = decision.until();
        }
    }

    /** An order: who gave it, until when it acts, whether it is ratified and ended. */
    static final class Ordered {
        final Place place;
        final OrderEvent.Ordered order;
        final Maker maker;
        long until;
        boolean effective;
        boolean ended;

        /** Of an emergency; null while there is none. */
        @Nullable
        Decided ratification;

        Ordered(Step step, OrderEvent.Ordered order) {
            this.place = step.place();
            this.order = order;
            this.maker = step.maker();
            this.until = order.until();
        }

        boolean isUnratified() {
            return order.isEmergency() && ratification == null;
        }

        /** When it ends by itself; what witnesses saw in time cannot be seen here. */
        long end() {
            Long ratify = order.ratifyUntil();
            return isUnratified() && ratify != null ? Math.min(until, ratify) : until;
        }

        /** Whether it carries the decision out, or was ratified by it. */
        boolean isOf(Decided decided) {
            Long index = order.decision();
            return (index != null && index == decided.place.index()) || ratification == decided;
        }
    }

    /** An appeal, and what became of it. */
    static final class Appealed {
        final Place place;
        final long time;
        final long against;
        AppealEvent.@Nullable Outcome outcome;
        long decidedAt;

        Appealed(Step step, AppealEvent.Filed filed) {
            this.place = step.place();
            this.time = step.time();
            this.against = filed.against();
        }
    }

    final CaseEvent.Opened opened;
    final Map<Long, Decided> decisions = new LinkedHashMap<>();
    final Map<Long, Ordered> orders = new LinkedHashMap<>();
    final Map<Long, Appealed> appeals = new LinkedHashMap<>();
    final Map<Long, CaseEvent.Notice> notices = new HashMap<>();
    private final Set<Hash> evidence = new HashSet<>();
    private long replied = Long.MIN_VALUE;

    CaseHistory(CaseEvent.Opened opened) {
        this.opened = opened;
    }

    @Nullable
    Decided decision(@Nullable Long index) {
        return index == null ? null : decisions.get(index);
    }

    @Nullable
    Ordered order(@Nullable Long index) {
        return index == null ? null : orders.get(index);
    }

    /** Whether these are evidence of the case, and there is any. */
    boolean standsOn(List<Hash> facts) {
        return !facts.isEmpty() && evidence.containsAll(facts);
    }

    boolean hasRepliedSince(long notice) {
        return replied > notice;
    }

    List<Ordered> ordersOf(Decided decided) {
        return orders.values().stream().filter(order -> order.isOf(decided)).toList();
    }

    /** Orders that end when an appeal against this decision or order is granted. */
    List<Ordered> ordersUnder(long index) {
        Decided decided = decisions.get(index);
        Ordered order = orders.get(index);
        return decided != null ? ordersOf(decided) : order != null ? List.of(order) : List.of();
    }

    void take(Step step, CaseEvent event) {
        long index = step.logged().index();
        switch (event) {
            case CaseEvent.Opened _ -> {
                // made this object
            }
            case CaseEvent.Evidence found -> evidence.add(found.document());
            case CaseEvent.Notice notice -> notices.put(index, notice);
            case CaseEvent.Reply _ -> replied = index;
            case CaseEvent.Decision decision -> {
                Decided decided = new Decided(step, decision);
                decisions.put(index, decided);
                Ordered order = order(decision.order());
                if (order != null && order.isUnratified()) {
                    order.ratification = decided;
                    order.until = decision.until();
                }
            }
            case CaseEvent.Renewed renewed -> {
                Decided decided = decision(renewed.decision());
                if (decided != null) {
                    decided.until = renewed.until();
                    ordersOf(decided).forEach(order -> order.until = renewed.until());
                }
            }
            case CaseEvent.Expired expired -> {
                Decided decided = decision(expired.decision());
                if (decided != null) {
                    decided.ended = true;
                }
            }
        }
    }

    void take(Step step, OrderEvent event) {
        switch (event) {
            case OrderEvent.Ordered order -> orders.put(step.logged().index(), new Ordered(step, order));
            case OrderEvent.Effective effective -> {
                Ordered order = order(effective.order());
                if (order != null) {
                    order.effective = true;
                }
            }
            case OrderEvent.Lifted lifted -> {
                Ordered order = order(lifted.order());
                if (order != null) {
                    order.ended = true;
                }
            }
        }
    }

    void take(Step step, AppealEvent event) {
        switch (event) {
            case AppealEvent.Filed filed -> appeals.put(step.logged().index(), new Appealed(step, filed));
            case AppealEvent.Decided decided -> {
                Appealed appeal = appeals.get(decided.appeal());
                if (appeal != null) {
                    appeal.outcome = decided.outcome();
                    appeal.decidedAt = step.time();
                    Decided against = decision(appeal.against);
                    if (against != null && decided.outcome() == AppealEvent.Outcome.GRANTED) {
                        against.ended = true;
                    }
                }
            }
        }
    }
}
