package lazurite.governance.verify;

/** What is said of an invariant, the best first. */
public enum Answer {
    HOLDS("holds"),
    /** Kept too late, and the log says itself that it was silent then. */
    LATE("late"),
    /** Nothing can be said. */
    UNCHECKED("not checked"),
    BROKEN("broken");

    private final String label;

    Answer(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
