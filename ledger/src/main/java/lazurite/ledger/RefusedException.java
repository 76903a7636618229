package lazurite.ledger;

/**
 * What was handed in is not what it should be: malformed, or not proven by what came with it. The message is one
 * sentence that says what is wrong. Carries no stack trace, since refusing is ordinary work.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RefusedException(String message) {
        super(message, null, false, false);
    }
}
