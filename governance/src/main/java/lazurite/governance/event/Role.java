package lazurite.governance.event;

/** What a holder of the roster may be. */
public enum Role {
    /** Looks into signals, opens cases, gives notice, decides. */
    REVIEWER,
    /** Orders what a reviewer decided, ratifies what was ordered in an emergency. */
    RATIFIER,
    /** Decides appeals. */
    APPEAL_BOARD,
    /** Runs the machines: subscriptions, terms, publications, legal demands. */
    OPERATOR;

    /** As entries write it. */
    public String label() {
        return Names.label(this);
    }
}
