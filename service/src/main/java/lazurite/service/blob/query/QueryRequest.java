package lazurite.service.blob.query;

import lazurite.base.StorageException;

/** A query that was understood. */
public final class QueryRequest {
    private final Select select;
    private final TextFormat input;
    private final TextFormat output;

    private QueryRequest(Select select, TextFormat input, TextFormat output) {
        this.select = select;
        this.input = input;
        this.output = output;
    }

    /**
     * @param sql a SELECT statement, see {@code docs/query.md}
     * @throws StorageException 400 InvalidInput with the place and the reason
     */
    public static QueryRequest of(String sql, TextFormat input, TextFormat output) {
        return new QueryRequest(SqlParser.parse(sql, input), input, output);
    }

    Select select() {
        return select;
    }

    TextFormat input() {
        return input;
    }

    TextFormat output() {
        return output;
    }
}
