package lazurite.terms.trace;

/** A trace that cannot be read: one sentence that names its line and field. */
public final class TraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TraceException(String message) {
        super(message, null, false, false);
    }
}
