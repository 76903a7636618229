package lazurite.terms.replay;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lazurite.terms.document.Clause;
import lazurite.terms.document.TermsDocument;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.predicate.Answer;
import lazurite.terms.predicate.Predicate;
import lazurite.terms.predicate.PredicateException;
import lazurite.terms.signal.Signals;
import lazurite.terms.use.SubscriptionUse;

/**
 * Runs one subscription's recorded use through terms on a clock of its own, whose hand is the subscription's age.
 *
 * <p>Concurrency: one thread.
 */
public final class Replay {
    private final SubscriptionUse use;
    private final TermsDocument terms;
    private final Consumer<Event> events;
    private final Map<MeteredService, Signals> signals = new EnumMap<>(MeteredService.class);
    private final Map<String, Raising> raising = new HashMap<>();
    private final boolean stopping;

    private Replay(SubscriptionUse use, TermsDocument terms, Consumer<Event> events, boolean stopping) {
        this.use = use;
        this.terms = terms;
        this.events = events;
        this.stopping = stopping;
    }

    /**
     * All that happens to these subscriptions, in the order of days and on one day in the order given.
     *
     * @throws ReplayException if a predicate cannot be answered
     */
    public static List<Event> of(List<SubscriptionUse> subscriptions, TermsDocument terms) {
        List<Event> events = new ArrayList<>();
        for (SubscriptionUse use : subscriptions) {
            Replay replay = new Replay(use, terms, events::add, true);
            for (int age = 0; age < Math.max(1, use.end()); age++) {
                replay.day(age);
            }
        }
        events.sort((a, b) -> a.day().compareTo(b.day()));
        return events;
    }

    /**
     * The signals of one day alone, which are those that {@link #of} raises on it, if the terms were in force since then.
     * A predicate that cannot be answered counts as one that holds: a running server cannot stop, and must not keep quiet.
     *
     * @param since first age at which the terms were in force
     */
    public static List<Event.Raised> day(SubscriptionUse use, TermsDocument terms, int age, int since) {
        List<Event.Raised> raised = new ArrayList<>();
        Replay replay = new Replay(
                use,
                terms,
                event -> {
                    if (event instanceof Event.Raised signal && signal.day().equals(use.day(age))) {
                        raised.add(signal);
                    }
                },
                false);
        for (int asked = Math.max(0, Math.max(since, age - Raising.QUIET_DAYS)); asked <= age; asked++) {
            replay.day(asked);
        }
        return raised;
    }

    private void day(int age) {
        if (age == 0) {
            events.accept(new Event.Opened(use.day(age), use.id()));
        }
        if (use.declaredAt(age)) {
            events.accept(new Event.Declared(use.day(age), use.id(), use.declaration(age)));
        }
        if (age == Signals.LEARNING_DAYS) {
            events.accept(new Event.Learned(use.day(age), use.id()));
        }
        if (use.recorded(age) && !Signals.learning(age)) {
            use.series().forEach(key -> signals.computeIfAbsent(key.service(), of -> new Signals(use, of)));
            for (Clause clause : terms.clauses()) {
                Predicate predicate = clause.predicate();
                if (predicate != null) {
                    clause(age, clause, predicate);
                }
            }
        }
    }

    private void clause(int age, Clause clause, Predicate predicate) {
        for (MeteredService service : clause.services()) {
            Signals of = signals.get(service);
            if (of == null) {
                continue;
            }
            Answer answer = answer(clause, predicate, of, age);
            Raising last = raising.computeIfAbsent(clause.id() + " " + service, _ -> new Raising());
            if (answer.holds() && last.holds(age)) {
                events.accept(new Event.Raised(
                        use.day(age), use.id(), service, clause, new LinkedHashMap<>(answer.evidence())));
            }
        }
    }

    private Answer answer(Clause clause, Predicate predicate, Signals of, int age) {
        try {
            return predicate.answer(of, age);
        } catch (PredicateException wrong) {
            if (!stopping) {
                return new Answer(true, Map.of("error", String.valueOf(wrong.getMessage())));
            }
            throw new ReplayException("clause " + clause.id() + " cannot be answered for " + use.id() + " on "
                    + use.day(age) + ": " + wrong.getMessage());
        }
    }
}
