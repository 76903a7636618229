package lazurite.governance.verify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a check found of its invariant so far.
 *
 * <p>Concurrency: one thread.
 */
final class Findings {
    /** Most findings that are told one by one. */
    static final int SHOWN_MAX = 20;

    private record Overdue(Place place, long deadline, long done, String sentence) {}

    private final Invariant invariant;
    private final List<Finding> shown = new ArrayList<>();
    private final List<Overdue> overdue = new ArrayList<>();
    private final List<String> unchecked = new ArrayList<>();
    private long count;
    private Answer worst = Answer.HOLDS;

    Findings(Invariant invariant) {
        this.invariant = invariant;
    }

    void broken(@Nullable Place place, String sentence) {
        add(new Finding(Answer.BROKEN, place, sentence));
    }

    void late(Place place, String sentence) {
        add(new Finding(Answer.LATE, place, sentence));
    }

    /** Broken unless it holds. */
    void require(boolean holds, @Nullable Place place, String otherwise) {
        if (!holds) {
            broken(place, otherwise);
        }
    }

    /**
     * Something was to be done by a time. Done later it is late if the log was silent, which is judged at the end.
     *
     * @param done when it was done, or until when it was not
     */
    void due(Place place, long deadline, long done, String otherwise) {
        if (done > deadline) {
            overdue.add(new Overdue(place, deadline, done, otherwise));
        }
    }

    /** Says once what cannot be checked. */
    void unchecked(String sentence) {
        if (!unchecked.contains(sentence) && unchecked.size() < SHOWN_MAX) {
            unchecked.add(sentence);
        }
    }

    Judgement judged(Silences silences) {
        for (Overdue one : overdue) {
            if (silences.excuse(one.deadline(), one.done())) {
                late(one.place(), one.sentence());
            } else {
                broken(one.place(), one.sentence());
            }
        }
        overdue.clear();
        return new Judgement(invariant, worst, shown, count - shown.size(), unchecked);
    }

    private void add(Finding finding) {
        count++;
        if (finding.answer().compareTo(worst) > 0) {
            worst = finding.answer();
        }
        if (shown.size() < SHOWN_MAX) {
            shown.add(finding);
        }
    }
}
