package lazurite.tests.crash;

/** The server broke a promise: data that was acknowledged is gone, or something is half there. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    Violation(String message) {
        super(message);
    }
}
