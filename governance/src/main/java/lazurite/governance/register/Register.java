package lazurite.governance.register;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.ExportEvent;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LockboxEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.PublicationEvent;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.SignalEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.publication.Publications;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * What stands, as the entries taken in so far add up to. Takes what it is given: whether an entry may be made is asked
 * before it is made.
 *
 * <p>Concurrency: any thread.
 */
public final class Register {
    private final Map<String, KnownSubscription> subscriptions = new LinkedHashMap<>();
    private final Map<Long, Signal> signals = new LinkedHashMap<>();
    private final Map<String, GrowingCase> cases = new LinkedHashMap<>();
    private final Map<Long, TermsInLog> terms = new LinkedHashMap<>();
    private final Map<String, Lockbox> lockboxes = new LinkedHashMap<>();
    private final Publications publications = new Publications();
    private final Map<String, SealedDemand> sealed = new LinkedHashMap<>();
    private final Set<String> demands = new HashSet<>();
    private @Nullable RosterEvent roster;
    private StreamPosition rosterNext = StreamPosition.FIRST;
    private LogEvent.@Nullable ReportPublished report;
    private @Nullable TermsInLog termsInForce;
    private final TreeMap<Long, Long> latest = new TreeMap<>();

    /** Takes in an entry, behind all those of its stream that stand before it. */
    public synchronized void apply(Logged logged) {
        see(logged);
        switch (logged.event()) {
            case RosterEvent changed -> {
                roster = changed;
                rosterNext = logged.entry().next();
            }
            case TermsEvent.Version version -> {
                termsInForce = new TermsInLog(logged.index(), version);
                terms.put(logged.index(), termsInForce);
            }
            case SubscriptionEvent event -> take(logged, event);
            case SignalEvent.Raised raised ->
                signals.put(logged.index(), new Signal(logged.index(), raised, logged.time(), false));
            case SignalEvent.Dismissed dismissed -> answer(dismissed.signal());
            case CaseEvent.Opened opened -> {
                cases.put(opened.id(), new GrowingCase(opened).with(logged));
                opened.signals().forEach(this::answer);
            }
            case CaseEvent event -> addToCase(event.id(), logged);
            case OrderEvent event -> addToCase(event.id(), logged);
            case AppealEvent event -> addToCase(event.id(), logged);
            case ExportEvent event -> addToCase(event.id(), logged);
            case LockboxEvent event -> take(logged, event);
            case PublicationEvent _ -> publications.apply(logged);
            case LegalEvent event -> take(logged, event);
            case LogEvent.ReportPublished published -> report = published;
            case LogEvent _, MeterEvent _, TermsEvent.SignalCode _ -> {
                // nothing stands on them
            }
        }
    }

    /**
     * The latest time that the entry at that index or one behind it was made at; 0 if there is none. What was meant to
     * end by then has ended, wherever the clock has been set to since.
     */
    public synchronized long latestSince(long index) {
        Map.Entry<Long, Long> found = latest.ceilingEntry(index);
        return found == null ? 0 : found.getValue();
    }

    /** Who holds which role; null before there is a roster. */
    public synchronized @Nullable RosterEvent roster() {
        return roster;
    }

    /**
     * The place that the next roster is approved for: behind the one in force, in whichever log that stands, so that no
     * approval of before counts once more where streams begin anew.
     */
    public synchronized StreamPosition rosterNext() {
        return rosterNext;
    }

    public synchronized @Nullable TermsInLog termsInForce() {
        return termsInForce;
    }

    /** The version at that index; null if there is none. */
    public synchronized @Nullable TermsInLog terms(long index) {
        return terms.get(index);
    }

    public synchronized List<KnownSubscription> subscriptions() {
        return List.copyOf(subscriptions.values());
    }

    public synchronized @Nullable KnownSubscription subscription(String pseudonym) {
        return subscriptions.get(pseudonym);
    }

    public synchronized List<Signal> signals() {
        return List.copyOf(signals.values());
    }

    public synchronized @Nullable Signal signal(long index) {
        return signals.get(index);
    }

    public synchronized List<CaseFile> cases() {
        return cases.values().stream().map(GrowingCase::shown).toList();
    }

    public synchronized @Nullable CaseFile caseFile(String id) {
        GrowingCase found = cases.get(id);
        return found == null ? null : found.shown();
    }

    /** Whether a restriction or an open case stands on the subscription. */
    public synchronized boolean isRestrained(String subscription) {
        return cases().stream().anyMatch(file -> file.subscription().equals(subscription) && file.isRunning());
    }

    /** All orders that have not ended. */
    public synchronized List<Order> openOrders() {
        List<Order> open = new ArrayList<>();
        cases().forEach(file ->
                file.orders().stream().filter(order -> order.end() == null).forEach(open::add));
        return open;
    }

    public synchronized @Nullable Lockbox lockbox(String id) {
        return lockboxes.get(id);
    }

    /** Pages that there are, and were. */
    public Publications publications() {
        return publications;
    }

    /** The newest transparency report; null if none was published. */
    public synchronized LogEvent.@Nullable ReportPublished report() {
        return report;
    }

    /** Demands that are sealed still. */
    public synchronized List<SealedDemand> sealedDemands() {
        return List.copyOf(sealed.values());
    }

    public synchronized boolean knowsDemand(String id) {
        return demands.contains(id);
    }

    /** Keeps the entries that no later one is as late as. */
    private void see(Logged logged) {
        while (!latest.isEmpty() && latest.lastEntry().getValue() <= logged.time()) {
            latest.pollLastEntry();
        }
        latest.put(logged.index(), logged.time());
    }

    private void take(Logged logged, SubscriptionEvent event) {
        String name = event.subscription();
        Hash identity = logged.entry().commitment();
        switch (event) {
            case SubscriptionEvent.Opened opened ->
                subscriptions.put(name, new KnownSubscription(name, command(logged), opened.day(), identity, null));
            case SubscriptionEvent.PurposeChanged _ ->
                subscriptions.computeIfPresent(name, (at, was) -> was.with(identity));
            case SubscriptionEvent.Closed closed ->
                subscriptions.computeIfPresent(name, (at, was) -> was.closedOn(closed.day()));
        }
    }

    /** Where a command stands; null for an entry that the server made by itself. */
    private static @Nullable Long command(Logged logged) {
        return logged.entry().signature() == null ? null : Long.valueOf(logged.index());
    }

    private void take(Logged logged, LockboxEvent event) {
        switch (event) {
            case LockboxEvent.Requested request ->
                lockboxes.put(event.id(), new Lockbox(logged.index(), request, Lockbox.State.REQUESTED));
            case LockboxEvent.Approved _ -> move(event.id(), Lockbox.State.APPROVED);
            case LockboxEvent.Denied _ -> move(event.id(), Lockbox.State.DENIED);
            case LockboxEvent.Used _ -> {
                // it stays approved
            }
            case LockboxEvent.Closed _ -> move(event.id(), Lockbox.State.CLOSED);
        }
    }

    private void move(String lockbox, Lockbox.State state) {
        lockboxes.computeIfPresent(lockbox, (id, was) -> was.now(state));
    }

    private void take(Logged logged, LegalEvent event) {
        demands.add(event.id());
        switch (event) {
            case LegalEvent.Demand _ -> {
                // known by its id
            }
            case LegalEvent.Sealed demand -> {
                Hash commitment = logged.entry().commitment();
                if (commitment != null) {
                    sealed.put(event.id(), new SealedDemand(logged.index(), demand, commitment));
                }
            }
            case LegalEvent.Unsealed _ -> sealed.remove(event.id());
        }
    }

    private void answer(long signal) {
        signals.computeIfPresent(signal, (index, was) -> was.withAnswer());
    }

    private void addToCase(String id, Logged logged) {
        cases.computeIfPresent(id, (known, file) -> file.with(logged));
    }
}
