package lazurite.governance.report;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.governance.event.LegalEvent;
import lazurite.governance.event.LogEvent;
import lazurite.governance.event.Logged;
import lazurite.governance.event.RosterEvent;
import lazurite.governance.event.TermsEvent;
import lazurite.governance.publication.Publications;
import org.jspecify.annotations.Nullable;

/**
 * What else the log says: terms, roster, publications, sealed demands, gaps.
 *
 * <p>Concurrency: one thread.
 */
final class Facts {
    private final Publications publications = new Publications();
    private final SortedMap<Long, TermsEvent.Version> terms = new TreeMap<>();
    private final SortedMap<String, Long> sealed = new TreeMap<>();
    private final List<Logged> gaps = new ArrayList<>();
    private @Nullable Logged roster;
    private long newest;

    void add(Logged logged) {
        newest = Math.max(newest, logged.time());
        publications.apply(logged);
        switch (logged.event()) {
            case TermsEvent.Version it -> terms.put(logged.index(), it);
            case RosterEvent _ -> roster = logged;
            case LegalEvent.Sealed it -> sealed.put(it.id(), logged.index());
            case LegalEvent.Unsealed it -> sealed.remove(it.id());
            case LogEvent.Resumed _ -> gaps.add(logged);
            default -> {}
        }
    }

    /** The newest time of an entry. */
    long newest() {
        return newest;
    }

    Publications publications() {
        return publications;
    }

    /** Every version of terms, by index. */
    SortedMap<Long, TermsEvent.Version> terms() {
        return terms;
    }

    /** Demands of which nothing may be told yet. */
    Sources sealed() {
        Sources sources = new Sources();
        sealed.values().stream().sorted().forEach(sources::add);
        return sources;
    }

    /** Where nothing was written for long, in the period. */
    List<Logged> gaps(Period period) {
        return gaps.stream().filter(gap -> period.holds(gap.time())).toList();
    }

    /** Who holds which role; null before the first roster. */
    @Nullable
    Logged roster() {
        return roster;
    }
}
