package lazurite.governance.verify;

import java.util.List;

/**
 * What is said of one invariant.
 *
 * @param findings the first of them
 * @param more how many there are beyond
 * @param unchecked what could not be checked of it, a sentence each
 */
public record Judgement(Invariant invariant, Answer answer, List<Finding> findings, long more, List<String> unchecked) {
    public Judgement {
        findings = List.copyOf(findings);
        unchecked = List.copyOf(unchecked);
    }

    static Judgement unchecked(Invariant invariant, String why) {
        return new Judgement(invariant, Answer.UNCHECKED, List.of(), 0, List.of(why));
    }
}
