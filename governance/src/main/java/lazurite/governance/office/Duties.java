package lazurite.governance.office;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import lazurite.governance.document.Documents;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.register.Appeal;
import lazurite.governance.register.CaseFile;
import lazurite.governance.register.Decided;
import lazurite.governance.register.Offer;
import lazurite.governance.register.Order;
import lazurite.governance.register.Register;
import lazurite.governance.register.SealedDemand;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.json.Json;

/** What the server itself has to write down because its time has come. */
record Duties(Register register, Documents documents, Quorum quorum, Effects effects) {
    /** Entries that are due at that moment, in the order in which they are to be made. */
    List<Event> due(long now) {
        List<Event> due = new ArrayList<>();
        for (CaseFile file : register.cases()) {
            file.orders().stream().filter(order -> order.end() == null).forEach(order -> order(file, order, now, due));
            file.decisions().forEach(decided -> decision(file, decided, now, due));
            file.offers().forEach(offer -> offer(file, offer, now, due));
        }
        for (SealedDemand demand : register.sealedDemands()) {
            if (now >= demand.sealed().notBefore()) {
                unseal(demand, due);
            }
        }
        return due;
    }

    /** The next moment at which something may be due; empty if nothing is foreseen. */
    OptionalLong next(long now) {
        LongStream.Builder moments = LongStream.builder();
        for (Order order : register.openOrders()) {
            moments.add(order.deadline(quorum.covers(order.index())));
        }
        for (CaseFile file : register.cases()) {
            file.decisions().stream()
                    .filter(decided -> !decided.ended() && decided.until() > 0)
                    .forEach(decided -> moments.add(decided.until()));
            file.offers().stream()
                    .filter(offer -> !offer.served())
                    .forEach(offer -> moments.add(offer.offer().until()));
        }
        register.sealedDemands().forEach(demand -> moments.add(demand.sealed().notBefore()));
        return moments.build().filter(moment -> moment > now).min();
    }

    private void order(CaseFile file, Order order, long clock, List<Event> due) {
        long now = Math.max(clock, register.latestSince(order.index()));
        boolean witnessed = quorum.covers(order.index());
        if (isGranted(file, order)) {
            due.add(new OrderEvent.Lifted(file.id(), order.index(), OrderEvent.End.APPEAL));
        } else if (!order.acts(witnessed, now)) {
            due.add(new OrderEvent.Lifted(file.id(), order.index(), order.lapse(witnessed, now)));
        } else if (!order.effective()) {
            due.add(new OrderEvent.Effective(file.id(), order.index()));
        }
    }

    /** Whether an appeal against the order, or against the decision behind it, was granted. */
    static boolean isGranted(CaseFile file, Order order) {
        for (Appeal appeal : file.appeals()) {
            if (appeal.outcome() == AppealEvent.Outcome.GRANTED) {
                Decided decided = file.decision(appeal.against());
                if (appeal.against() == order.index()
                        || (decided != null && file.ordersOf(decided).contains(order))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void decision(CaseFile file, Decided decided, long clock, List<Event> due) {
        long now = Math.max(clock, register.latestSince(decided.index()));
        if (!decided.ended() && decided.until() > 0 && now >= decided.until()) {
            due.add(new CaseEvent.Expired(file.id(), decided.index()));
        }
    }

    private void offer(CaseFile file, Offer offer, long now, List<Event> due) {
        if (!offer.served() && now >= offer.offer().until()) {
            Effects.Use use = effects.used(offer.index());
            due.add(new ExportEvent.Served(file.id(), offer.index(), use.requests(), use.bytes()));
        }
    }

    /** A demand whose opening is gone cannot be unsealed; that it stays sealed beyond its time shows it. */
    private void unseal(SealedDemand demand, List<Event> due) {
        Opening opening = documents.opening(demand.commitment());
        if (opening != null && opening.content() instanceof Json.Fields terms) {
            due.add(new LegalEvent.Unsealed(
                    demand.sealed().id(), demand.index(), opening.saltHex(), LegalEvent.Terms.read(terms)));
        }
    }
}
