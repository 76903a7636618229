package lazurite.terms.document;

/** A terms document that cannot be obeyed: one sentence that says what would be right. */
public final class TermsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;

    TermsException(String path, String message) {
        super((path.isEmpty() ? "the document" : path) + ": " + message, null, false, false);
        this.path = path;
    }

    /** The key at fault, such as {@code clauses[2].predicate}. */
    public String path() {
        return path;
    }
}
