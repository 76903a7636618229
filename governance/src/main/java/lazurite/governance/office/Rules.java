package lazurite.governance.office;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.Event;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.publication.Publications.Page;
import lazurite.governance.register.Appeal;
import lazurite.governance.register.CaseFile;
import lazurite.governance.register.Decided;
import lazurite.governance.register.KnownSubscription;
import lazurite.governance.register.Lockbox;
import lazurite.governance.register.Order;
import lazurite.governance.register.Register;
import lazurite.governance.register.Signal;
import lazurite.governance.register.TermsInLog;
import lazurite.ledger.RefusedException;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command makes sense where things stand: due process (docs/governance.md). Who may give it is asked
 * elsewhere.
 *
 * @param now in milliseconds since 1970
 * @param witnessed whether the policy asks for a quorum of witnesses
 */
record Rules(Register register, long now, boolean witnessed) {
    /** The longest that anything is restricted before it is renewed or ends. */
    static final long DECISION_MAX = TimeUnit.DAYS.toMillis(90);

    /** How long an emergency's order lasts unratified. */
    static final long RATIFY_MAX = TimeUnit.HOURS.toMillis(72);

    /** How long an order lasts that witnesses have not seen. */
    static final long QUORUM_MAX = TimeUnit.HOURS.toMillis(24);

    /** Refuses what makes no sense. */
    void check(Event event) {
        switch (event) {
            case SignalEvent.Dismissed step -> dismissal(step);
            case MeterEvent.Disputed step -> known(step.subscription());
            case CaseEvent step -> caseStep(step);
            case OrderEvent.Ordered step -> order(step);
            case OrderEvent.Lifted step -> lift(step);
            case AppealEvent.Filed step -> appeal(step);
            case AppealEvent.Decided step -> require(appealOf(step).isPending(), "The appeal is decided already.");
            case ExportEvent.Offered step -> offer(step);
            case LockboxEvent step -> lockbox(step);
            case PublicationEvent step -> page(step);
            case LegalEvent step -> demand(step);
            case SubscriptionEvent step -> new SubscriptionRules(register, now).check(step);
            case LogEvent.ReportPublished step ->
                require(step.from().compareTo(step.to()) < 0, "The report's first day is not before its last.");
            case LogEvent _,
                    RosterEvent _,
                    TermsEvent _,
                    MeterEvent _,
                    SignalEvent.Raised _,
                    OrderEvent.Effective _,
                    ExportEvent.Served _ -> throw ownEntry(event);
        }
    }

    private void dismissal(SignalEvent.Dismissed step) {
        Signal signal = openSignal(step.signal());
        require(
                signal.raised().subscription().equals(step.subscription()),
                "The signal is another subscription's than the one named.");
    }

    private void caseStep(CaseEvent step) {
        switch (step) {
            case CaseEvent.Opened opened -> opening(opened);
            case CaseEvent.Evidence _, CaseEvent.Reply _ -> running(step.id());
            case CaseEvent.Notice notice -> {
                running(notice.id());
                require(notice.replyUntil() > now, "The notice's replyUntil is over already.");
            }
            case CaseEvent.Decision decision -> decision(decision);
            case CaseEvent.Renewed renewed -> renewal(renewed);
            case CaseEvent.Expired _ -> throw ownEntry(step);
        }
    }

    private void opening(CaseEvent.Opened opened) {
        require(register.caseFile(opened.id()) == null, "There is a case of this id already; choose another.");
        known(opened.subscription());
        for (long index : opened.signals()) {
            require(
                    openSignal(index).raised().subscription().equals(opened.subscription()),
                    "A signal that the case names is another subscription's.");
        }
    }

    private void decision(CaseEvent.Decision decision) {
        CaseFile file = running(decision.id());
        TermsEvent.LoggedClause clause = clause(decision.terms(), decision.clause());
        require(
                !(decision.automated() && clause.needsHuman()),
                "A decision under this clause is taken by a person: 'automated' must be false.");
        if (decision.outcome() == CaseEvent.Outcome.NONE) {
            return;
        }
        levels(decision.levels(), clause);
        end(decision.until(), clause);
        require(file.standsOn(decision.facts()), "A decision's facts are evidence of its case, at least one.");
        if (decision.outcome() == CaseEvent.Outcome.RATIFY) {
            ratification(file, decision);
        } else {
            CaseEvent.Notice notice = file.notice(decision.notice());
            if (notice == null) {
                throw new RefusedException("A decision cites the notice that came before it, by its index.");
            }
            require(
                    now >= notice.replyUntil() || file.hasReplied(decision.notice() == null ? 0 : decision.notice()),
                    "The customer has until the notice's replyUntil to answer, and has not yet.");
        }
    }

    private void ratification(CaseFile file, CaseEvent.Decision decision) {
        Order order = file.order(decision.order());
        if (order == null || !order.order().isEmergency()) {
            throw new RefusedException("To ratify, a decision cites an emergency's order of its case, by its index.");
        }
        require(!order.ratified(), "The order is ratified already.");
        require(order.acts(true, now), "The order has ended; there is nothing to ratify.");
        require(
                order.order().levels().equals(decision.levels()),
                "A ratification's levels are those of the order; to change them, decide anew.");
    }

    private void renewal(CaseEvent.Renewed renewed) {
        Decided decided = decided(running(renewed.id()), renewed.decision());
        require(decided.holds(now), "The decision has ended; take a new one.");
        require(renewed.until() > decided.until(), "A renewal ends later than what it renews.");
        end(
                renewed.until(),
                clause(decided.decision().terms(), decided.decision().clause()));
    }

    private void order(OrderEvent.Ordered order) {
        CaseFile file = running(order.id());
        require(
                file.subscription().equals(order.subscription()),
                "The order names another subscription than its case.");
        TermsEvent.LoggedClause clause = clause(order.terms(), order.clause());
        levels(order.levels(), clause);
        end(order.until(), clause);
        require(file.standsOn(order.facts()), "An order's facts are evidence of its case, at least one.");
        deadline("quorumUntil", order.quorumUntil(), witnessed, QUORUM_MAX);
        deadline("ratifyUntil", order.ratifyUntil(), order.isEmergency(), RATIFY_MAX);
        if (!order.isEmergency()) {
            carriesOut(file, order);
        }
    }

    private void carriesOut(CaseFile file, OrderEvent.Ordered order) {
        Long index = order.decision();
        Decided decided = decided(file, index == null ? Long.MIN_VALUE : index);
        require(
                decided.decision().outcome() == CaseEvent.Outcome.RESTRICT && decided.holds(now),
                "The order cites a decision that restricts nothing, or has ended.");
        require(
                order.clause().equals(decided.decision().clause())
                        && order.terms() == decided.decision().terms()
                        && order.until() <= decided.until(),
                "The order's clause, terms and end are those of its decision.");
        Map<MeteredService, Level> decidedLevels = decided.decision().levels();
        order.levels().forEach((service, level) -> {
            Level most = decidedLevels.get(service);
            require(
                    most != null && level.compareTo(most) <= 0,
                    "The order restricts " + service.label() + " more than its decision does.");
        });
        require(
                file.ordersOf(decided).stream().noneMatch(known -> known.acts(true, now)),
                "The decision is carried out by another order already; lift that first.");
    }

    private void lift(OrderEvent.Lifted lifted) {
        Order order = file(lifted.id()).order(lifted.order());
        if (order == null) {
            throw RefusedException.notFound("The case has no order at that index.");
        }
        require(order.end() == null, "The order has ended already.");
        require(
                lifted.end() == OrderEvent.End.LIFTED_EARLY,
                "Who lifts an order by hand gives 'lifted-early' as its end.");
    }

    private void appeal(AppealEvent.Filed filed) {
        CaseFile file = file(filed.id());
        Decided decided = file.decision(filed.against());
        Order order = file.order(filed.against());
        require(
                decided != null || (order != null && order.order().isEmergency()),
                "An appeal is against a decision of its case or an emergency's order, by its index.");
        require(
                file.appeals().stream().noneMatch(known -> known.against() == filed.against() && known.isPending()),
                "There is an appeal against this already, which is not decided yet.");
    }

    private Appeal appealOf(AppealEvent.Decided decided) {
        Appeal appeal = file(decided.id()).appeal(decided.appeal());
        if (appeal == null) {
            throw RefusedException.notFound("The case has no appeal at that index.");
        }
        return appeal;
    }

    private void offer(ExportEvent.Offered offer) {
        require(
                file(offer.id()).subscription().equals(offer.subscription()),
                "The offer names another subscription than its case.");
        window(offer.from(), offer.until());
    }

    private void lockbox(LockboxEvent step) {
        if (step instanceof LockboxEvent.Requested request) {
            require(register.lockbox(request.id()) == null, "There is a request of this id already; choose another.");
            known(request.subscription());
            window(request.from(), request.until());
            return;
        }
        Lockbox lockbox = register.lockbox(step.id());
        if (lockbox == null) {
            throw RefusedException.notFound("There is no such request for access.");
        }
        Lockbox.State needed = switch (step) {
            case LockboxEvent.Approved _, LockboxEvent.Denied _ -> Lockbox.State.REQUESTED;
            case LockboxEvent.Used _, LockboxEvent.Closed _ -> Lockbox.State.APPROVED;
            case LockboxEvent.Requested _ -> lockbox.state();
        };
        require(lockbox.state() == needed, "The request for access is not " + needed + " but " + lockbox.state() + ".");
        if (step instanceof LockboxEvent.Used) {
            require(
                    now >= lockbox.request().from() && now < lockbox.request().until(),
                    "Access was approved for another time.");
        }
    }

    private void page(PublicationEvent step) {
        Page page = register.publications().current(step.page());
        switch (step) {
            case PublicationEvent.Published _ ->
                require(page == null, "There is a page of this name already; update or restore it.");
            case PublicationEvent.Updated _, PublicationEvent.Withdrawn _ ->
                find(page instanceof Page.Present, "There is no such page.");
            case PublicationEvent.Restored _ ->
                find(page instanceof Page.Withdrawn, "There is no such page that was withdrawn.");
        }
    }

    private void demand(LegalEvent step) {
        if (step instanceof LegalEvent.Unsealed) {
            throw ownEntry(step);
        }
        require(!register.knowsDemand(step.id()), "There is a demand of this id already; choose another.");
        if (step instanceof LegalEvent.Sealed demand) {
            require(demand.notBefore() > now, "The demand's notBefore is over already; record it openly.");
        }
    }

    private Signal openSignal(long index) {
        Signal signal = register.signal(index);
        if (signal == null) {
            throw RefusedException.notFound("There is no signal at index " + index + ".");
        }
        require(!signal.answered(), "The signal at index " + index + " is answered already.");
        return signal;
    }

    private KnownSubscription known(String pseudonym) {
        KnownSubscription known = register.subscription(pseudonym);
        if (known == null) {
            throw RefusedException.notFound("The log knows no subscription '" + pseudonym + "'.");
        }
        return known;
    }

    private CaseFile file(String id) {
        CaseFile file = register.caseFile(id);
        if (file == null) {
            throw RefusedException.notFound("There is no case '" + id + "'.");
        }
        return file;
    }

    private CaseFile running(String id) {
        CaseFile file = file(id);
        require(!file.isClosed(), "The case is closed: it was decided that nothing is done.");
        return file;
    }

    private static Decided decided(CaseFile file, long index) {
        Decided decided = file.decision(index);
        if (decided == null) {
            throw RefusedException.notFound("The case has no decision at that index.");
        }
        return decided;
    }

    private TermsEvent.LoggedClause clause(long terms, String id) {
        TermsInLog version = register.terms(terms);
        if (version == null) {
            throw RefusedException.notFound("There are no terms at index " + terms + ".");
        }
        TermsEvent.LoggedClause clause = version.version().clause(id);
        if (clause == null) {
            throw RefusedException.notFound("The terms at index " + terms + " have no clause '" + id + "'.");
        }
        return clause;
    }

    private static void levels(Map<MeteredService, Level> levels, TermsEvent.LoggedClause clause) {
        levels.keySet()
                .forEach(service -> require(
                        clause.services().contains(service),
                        "The clause is not about the service " + service.label() + "."));
    }

    private void end(long until, TermsEvent.LoggedClause clause) {
        long most = Math.min(DECISION_MAX, TimeUnit.DAYS.toMillis(clause.daysMax()));
        require(
                until > now && until <= now + most,
                "'until' is in the future and at most " + TimeUnit.MILLISECONDS.toDays(most)
                        + " days away, as the clause says.");
    }

    private void deadline(String name, @Nullable Long deadline, boolean needed, long most) {
        require((deadline != null) == needed, "'" + name + "' is " + (needed ? "missing." : "not asked for here."));
        require(
                deadline == null || (deadline > now && deadline <= now + most),
                "'" + name + "' is in the future and at most " + TimeUnit.MILLISECONDS.toHours(most) + " hours away.");
    }

    private void window(long from, long until) {
        require(
                from < until && until > now && until - from <= DECISION_MAX,
                "A window has its end behind its beginning, in the future, and is at most 90 days long.");
    }

    private static RefusedException ownEntry(Event event) {
        return new RefusedException("Entries of type " + event.type().wire() + " are made by the server itself.");
    }

    private static void find(boolean found, String otherwise) {
        if (!found) {
            throw RefusedException.notFound(otherwise);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new RefusedException(otherwise);
        }
    }
}
