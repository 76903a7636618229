package lazurite.governance.verify;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
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
import lazurite.governance.event.Role;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.ledger.entry.Entry;
import org.jspecify.annotations.Nullable;

/** Who made each entry: the server, a holder of a role by its key in the roster of that time, or a customer. */
final class RolesCheck implements Check {
    /** Who may make an entry. */
    private sealed interface May {
        record Server() implements May {}

        /** Holders of one of these roles. */
        record Holders(Set<Role> roles) implements May {}

        /** The customer, or an operator who was handed it on paper. */
        record Customer(@Nullable String subscription) implements May {}

        record TwoHolders() implements May {}
    }

    private final Findings findings = new Findings(Invariant.ROLES);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.ROLES;
    }

    @Override
    public void see(Step step) {
        Entry entry = step.logged().entry();
        switch (may(step)) {
            case May.Server _ ->
                findings.require(
                        entry.signature() == null,
                        step.place(),
                        "The server makes such entries itself, and this is signed.");
            case May.Holders holders -> holder(step, entry, holders.roles());
            case May.Customer customer -> customer(step, entry, customer.subscription());
            case May.TwoHolders _ -> roster(step, entry);
        }
    }

    private static May may(Step step) {
        Event event = step.logged().event();
        return switch (event) {
            case LogEvent.ReportPublished _ when step.logged().entry().signature() != null -> only(Role.OPERATOR);
            case SubscriptionEvent _ when step.logged().entry().signature() != null -> only(Role.OPERATOR);
            case LogEvent _, TermsEvent _, SubscriptionEvent _ -> new May.Server();
            case RosterEvent _ -> new May.TwoHolders();
            case MeterEvent.Daily _, MeterEvent.Corrected _, SignalEvent.Raised _ -> new May.Server();
            case MeterEvent.Disputed disputed -> new May.Customer(disputed.subscription());
            case SignalEvent.Dismissed _ -> only(Role.REVIEWER);
            case CaseEvent caseEvent -> may(step, caseEvent);
            case OrderEvent.Ordered order -> only(order.isEmergency() ? Role.REVIEWER : Role.RATIFIER);
            case OrderEvent.Effective _ -> new May.Server();
            case OrderEvent.Lifted lifted ->
                lifted.end() == OrderEvent.End.LIFTED_EARLY ? only(Role.REVIEWER, Role.RATIFIER) : new May.Server();
            case AppealEvent.Filed filed -> new May.Customer(ofCase(step, filed.id()));
            case AppealEvent.Decided _ -> only(Role.APPEAL_BOARD);
            case ExportEvent.Offered _ -> only(Role.REVIEWER, Role.RATIFIER, Role.OPERATOR);
            case ExportEvent.Served _ -> new May.Server();
            case LockboxEvent.Requested _, LockboxEvent.Used _, LockboxEvent.Closed _ -> only(Role.OPERATOR);
            case LockboxEvent.Approved _, LockboxEvent.Denied _ -> new May.Customer(null);
            case PublicationEvent _ -> only(Role.OPERATOR);
            case LegalEvent.Demand _, LegalEvent.Sealed _ -> only(Role.OPERATOR);
            case LegalEvent.Unsealed _ -> new May.Server();
        };
    }

    private static May may(Step step, CaseEvent event) {
        return switch (event) {
            case CaseEvent.Opened _, CaseEvent.Evidence _, CaseEvent.Notice _ -> only(Role.REVIEWER);
            case CaseEvent.Reply reply -> new May.Customer(ofCase(step, reply.id()));
            case CaseEvent.Decision decision ->
                only(decision.outcome() == CaseEvent.Outcome.RATIFY ? Role.RATIFIER : Role.REVIEWER);
            case CaseEvent.Renewed _ -> only(Role.RATIFIER);
            case CaseEvent.Expired _ -> new May.Server();
        };
    }

    private static May only(Role first, Role... others) {
        return new May.Holders(EnumSet.of(first, others));
    }

    private static @Nullable String ofCase(Step step, String id) {
        CaseHistory history = step.past().caseOf(id);
        return history == null ? null : history.opened.subscription();
    }

    private void holder(Step step, Entry entry, Set<Role> roles) {
        RosterEvent roster = step.past().roster();
        Holder holder = roster == null ? null : roster.find(entry.actor());
        if (holder == null) {
            findings.broken(step.place(), "Its actor is no holder in the roster of that time.");
            return;
        }
        findings.require(
                entry.isSignedBy(holder.publicKey()),
                step.place(),
                "It is not signed by its actor's key of that time.");
        Set<Role> both = new HashSet<>(holder.roles());
        both.retainAll(roles);
        findings.require(!both.isEmpty(), step.place(), "Its actor has no role in which such entries are made.");
    }

    private void customer(Step step, Entry entry, @Nullable String subscription) {
        RosterEvent roster = step.past().roster();
        if (roster != null && roster.find(entry.actor()) != null) {
            holder(step, entry, EnumSet.of(Role.OPERATOR));
            return;
        }
        findings.require(entry.signature() != null, step.place(), "It is a customer's and is not signed.");
        findings.require(
                subscription == null || subscription.equals(entry.actor()),
                step.place(),
                "Its actor is neither the customer nor a holder in the roster of that time.");
        findings.unchecked("customers' signatures, since their keys are not public");
    }

    private void roster(Step step, Entry entry) {
        if (!(step.logged().event() instanceof RosterEvent next)) {
            return;
        }
        RosterEvent before = step.past().roster();
        RosterEvent deciding = before == null ? next : before;
        Holder first = deciding.find(entry.actor());
        Holder second = deciding.find(next.approver());
        if (first == null || second == null) {
            findings.broken(step.place(), "The roster is not signed and approved by holders of the one before it.");
            return;
        }
        findings.require(
                entry.isSignedBy(first.publicKey()), step.place(), "The roster is not signed by its actor's key.");
        findings.require(
                next.isApprovedBy(second.publicKey(), step.past().rosterNext()),
                step.place(),
                "The roster's approval is not its approver's, or for another place.");
        findings.require(
                !first.name().equals(second.name()) && !first.roles().containsAll(second.roles()),
                step.place(),
                "The roster is not approved by another holder, with a role that its actor has not.");
    }

    @Override
    public void end(End end) {
        // who makes nothing is not judged
    }
}
