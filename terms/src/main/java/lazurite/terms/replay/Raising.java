package lazurite.terms.replay;

/**
 * Makes signals of a predicate's daily answers: one is raised on a day on which the predicate holds after days on which
 * it did not, so that a condition that lasts, or comes and goes around its threshold, is one signal to answer.
 */
public final class Raising {
    /** Days without the predicate holding behind which it raises a signal again. */
    public static final int QUIET_DAYS = 30;

    private int last = Integer.MIN_VALUE / 2;

    /** Takes in that the predicate holds at that age; whether this raises a signal. */
    boolean holds(int age) {
        boolean raised = age - last > QUIET_DAYS;
        last = age;
        return raised;
    }
}
