package lazurite.service.account;

/** A storage service, with the letter by which a SAS names it and the name by which hosts and signatures do. */
public enum ServiceKind {
    BLOB('b', "blob"),
    QUEUE('q', "queue"),
    TABLE('t', "table");

    private final char letter;
    private final String label;

    ServiceKind(char letter, String label) {
        this.letter = letter;
        this.label = label;
    }

    public char letter() {
        return letter;
    }

    public String label() {
        return label;
    }
}
