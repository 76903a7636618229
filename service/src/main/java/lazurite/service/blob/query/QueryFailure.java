package lazurite.service.blob.query;

import java.io.Serial;

/** What an error record tells. One that is not fatal costs the row it came with; a fatal one ends the query. */
final class QueryFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean fatal;
    private final String name;

    private QueryFailure(boolean fatal, String name, String description) {
        super(description, null, false, false);
        this.fatal = fatal;
        this.name = name;
    }

    static QueryFailure fatal(String name, String description) {
        return new QueryFailure(true, name, description);
    }

    static QueryFailure ofRow(String name, String description) {
        return new QueryFailure(false, name, description);
    }

    static QueryFailure conversion() {
        return ofRow("InvalidTypeConversion", "Invalid type conversion.");
    }

    boolean isFatal() {
        return fatal;
    }

    String name() {
        return name;
    }

    String description() {
        return String.valueOf(getMessage());
    }
}
