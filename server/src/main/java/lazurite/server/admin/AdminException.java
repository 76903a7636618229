package lazurite.server.admin;

import lazurite.ledger.RefusedException;

/** A request that is answered with an error: {@code {"error": {"code", "message"}}}. */
final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** What can be wrong. */
    enum Problem {
        INVALID_REQUEST(400, "InvalidRequest"),
        NOT_SIGNED(401, "NotSigned"),
        SENT_BEFORE(401, "SentBefore"),
        FORBIDDEN(403, "Forbidden"),
        NOT_FOUND(404, "NotFound"),
        METHOD_NOT_ALLOWED(405, "MethodNotAllowed"),
        COMMAND_REFUSED(409, "CommandRefused"),
        PLACE_TAKEN(409, "PlaceTaken"),
        WITHDRAWN(410, "Withdrawn"),
        TOO_LARGE(413, "TooLarge"),
        UNAVAILABLE(503, "Unavailable");

        private final int status;
        private final String code;

        Problem(int status, String code) {
            this.status = status;
            this.code = code;
        }

        int status() {
            return status;
        }

        String code() {
            return code;
        }
    }

    AdminException(Problem problem, String sentence) {
        super(sentence, null, false, false);
        this.problem = problem;
    }

    static AdminException notFound(String sentence) {
        return new AdminException(Problem.NOT_FOUND, sentence);
    }

    /** What a command that was refused is answered with. */
    static AdminException of(RefusedException refused) {
        Problem problem = switch (refused.kind()) {
            case WRONG -> Problem.COMMAND_REFUSED;
            case NOT_ALLOWED -> Problem.FORBIDDEN;
            case NOT_FOUND -> Problem.NOT_FOUND;
            case PLACE_TAKEN -> Problem.PLACE_TAKEN;
        };
        return new AdminException(problem, String.valueOf(refused.getMessage()));
    }

    Problem problem() {
        return problem;
    }
}
