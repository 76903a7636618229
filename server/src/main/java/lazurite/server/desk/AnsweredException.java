package lazurite.server.desk;

import java.io.IOException;

/** The server does not do what it is asked, with a sentence that says why. */
final class AnsweredException extends IOException {
    /** Another entry has the place in its stream that the command's was signed for. */
    static final String PLACE_TAKEN = "PlaceTaken";

    /** The same request of the same millisecond was there before. */
    static final String SENT_BEFORE = "SentBefore";

    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code of the error, as {@code docs/openapi.yaml} lists them */
    AnsweredException(String code, String sentence) {
        super("the server answered: " + sentence);
        this.code = code;
    }

    boolean is(String other) {
        return code.equals(other);
    }
}
