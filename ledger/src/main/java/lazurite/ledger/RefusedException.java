package lazurite.ledger;

/**
 * What was handed in is not what it should be: malformed, or not proven by what came with it. The message is one
 * sentence that says what is wrong. Carries no stack trace, since refusing is ordinary work.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What it is refused for. */
    public enum Kind {
        /** What was handed in is wrong, or wrong as things stand. */
        WRONG,
        /** Who handed it in may not. */
        NOT_ALLOWED,
        /** It is about what is not there. */
        NOT_FOUND,
        /** It was made for a place in a stream that another entry has by now: made anew, it may be taken. */
        PLACE_TAKEN
    }

    /** Refuses what is wrong. */
    public RefusedException(String message) {
        this(Kind.WRONG, message);
    }

    private RefusedException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public static RefusedException notAllowed(String message) {
        return new RefusedException(Kind.NOT_ALLOWED, message);
    }

    public static RefusedException notFound(String message) {
        return new RefusedException(Kind.NOT_FOUND, message);
    }

    /** Refuses an entry that was made for another place than the one at which its stream goes on. */
    public static RefusedException placeTaken(long next) {
        return new RefusedException(
                Kind.PLACE_TAKEN,
                "The entry does not continue its stream, which goes on at " + next
                        + "; it has to be made and signed anew for that place.");
    }

    public Kind kind() {
        return kind;
    }
}
