package lazurite.service.blob.query;

import java.util.List;
import lazurite.service.blob.query.Expression.Step;
import org.jspecify.annotations.Nullable;

/**
 * A SELECT statement.
 *
 * @param path behind BlobStorage: from each record to the rows in it; empty for the record itself
 * @param where null for every row
 * @param limit rows at most; Long.MAX_VALUE for all
 */
record Select(Items items, List<Step> path, @Nullable Expression where, long limit) {
    /** What is selected. */
    sealed interface Items {
        /** The whole row. */
        record Star() implements Items {}

        record Columns(List<Item> columns) implements Items {}

        record Aggregates(List<Aggregate> aggregates) implements Items {}
    }

    /** @param name null if it has none of its own: then it is called by its place */
    record Item(Expression expression, @Nullable String name) {}

    /** @param expression null for {@code COUNT(*)} */
    record Aggregate(
            Kind kind,
            @Nullable Expression expression,
            @Nullable String name) {}

    /** An aggregate function. */
    enum Kind {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }
}
