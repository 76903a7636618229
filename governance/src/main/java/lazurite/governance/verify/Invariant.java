package lazurite.governance.verify;

/** What has to hold, in the order in which it is told. */
public enum Invariant {
    I1("I1", "the log is append-only: entries, tiles and root are those of the signed checkpoint"),
    I2("I2", "streams have no gaps and hold nothing but entries of their own"),
    I3("I3", "each open subscription has its meters of a day by the end of the next"),
    I4("I4", "each signal becomes a case or is dismissed within 7 days"),
    I5(
            "I5",
            "each restriction has clause, terms, facts and notice; emergencies are ratified within 72 hours or lifted"),
    I6("I6", "each decision ends within 90 days and is then renewed or expires"),
    I7("I7", "appeals are decided within 30 days, by another key"),
    I8("I8", "published pages are those of the log; withdrawn ones say so"),
    I9("I9", "customers' data is looked at only within a window that the customer approved"),
    I10("I10", "reports say what the log says"),
    I11("I11", "the log lives: a heartbeat each 10 minutes, a checkpoint of the last 60 seconds"),
    ROLES("roles", "each entry is made by who may make it, and signed by its key in the roster of that time"),
    LEGAL("legal", "sealed demands are unsealed when their time comes, as they were committed to");

    private final String label;
    private final String title;

    Invariant(String label, String title) {
        this.label = label;
        this.title = title;
    }

    /** Its name in documents and answers. */
    public String label() {
        return label;
    }

    /** What holds when it holds. */
    public String title() {
        return title;
    }
}
