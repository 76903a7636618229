package lazurite.terms.replay;

/** A predicate that could not be answered: one sentence that names clause, subscription and day. */
public final class ReplayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayException(String message) {
        super(message, null, false, false);
    }
}
