package lazurite.governance.verify;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import lazurite.governance.event.AppealEvent;
import lazurite.governance.event.CaseEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.OrderEvent;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.governance.event.TermsEvent;
import lazurite.ledger.entry.StreamPosition;
import org.jspecify.annotations.Nullable;

/**
 * What the entries so far come to, as far as several checks ask for it.
 *
 * <p>Concurrency: one thread.
 */
final class Past {
    private final Map<Long, TermsEvent.Version> terms = new HashMap<>();
    private final Map<String, CaseHistory> cases = new LinkedHashMap<>();
    private final Silences silences = new Silences();
    private @Nullable RosterEvent roster;
    private StreamPosition rosterNext = StreamPosition.FIRST;
    private long serverTime;
    private long newestTime;

    /** Takes the entry in, once all checks have seen it. */
    void take(Step step) {
        Logged logged = step.logged();
        if (logged.event() instanceof CaseEvent.Opened opened) {
            cases.putIfAbsent(opened.id(), new CaseHistory(opened));
        }
        switch (logged.event()) {
            case RosterEvent next -> {
                roster = next;
                rosterNext = logged.entry().next();
            }
            case TermsEvent.Version version -> terms.put(logged.index(), version);
            case LogEvent.Genesis genesis
            when genesis.restarts() != null && serverTime > 0 -> silences.add(serverTime, logged.time());
            case LogEvent.Resumed resumed -> silences.add(resumed.from(), resumed.to());
            case CaseEvent event -> with(event.id(), history -> history.take(step, event));
            case OrderEvent event -> with(event.id(), history -> history.take(step, event));
            case AppealEvent event -> with(event.id(), history -> history.take(step, event));
            default -> {
                // each is one check's matter
            }
        }
        if (logged.entry().signature() == null) {
            serverTime = logged.time();
            newestTime = Math.max(newestTime, serverTime);
        }
    }

    private void with(String id, Consumer<CaseHistory> taking) {
        CaseHistory history = cases.get(id);
        if (history != null) {
            taking.accept(history);
        }
    }

    /** Who holds which role; null before the first roster. */
    @Nullable
    RosterEvent roster() {
        return roster;
    }

    /** The place that the next roster is approved for: behind the one in force, in whichever log that stands. */
    StreamPosition rosterNext() {
        return rosterNext;
    }

    Maker maker(String actor) {
        Holder holder = roster == null ? null : roster.find(actor);
        return new Maker(actor, holder == null ? null : holder.key());
    }

    @Nullable
    CaseHistory caseOf(String id) {
        return cases.get(id);
    }

    Collection<CaseHistory> cases() {
        return cases.values();
    }

    Silences silences() {
        return silences;
    }

    /** The version of the terms at that index; null if there is none. */
    TermsEvent.@Nullable Version terms(long index) {
        return terms.get(index);
    }

    /** The clause in the terms at that index; null if there is none. */
    TermsEvent.@Nullable LoggedClause clause(long index, String id) {
        TermsEvent.Version version = terms.get(index);
        return version == null ? null : version.clause(id);
    }

    /** The greatest time of the server's entries. */
    long newestTime() {
        return newestTime;
    }

    /**
     * When an entry was made. Who signs one gives it a time of its own choice; what counts is not before the server's
     * entry in front of it, nor more than an hour behind that.
     */
    long timeOf(Logged logged) {
        return logged.entry().signature() == null
                ? logged.time()
                : Math.clamp(logged.time(), serverTime, serverTime + Silences.HOUR);
    }
}
