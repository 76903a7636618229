package lazurite.terms.predicate;

/** A predicate that is none, or that cannot be answered: one sentence. */
public final class PredicateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PredicateException(String message) {
        super(message, null, false, false);
    }
}
