package lazurite.service.blob.query;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.service.blob.query.Expression.Column;
import lazurite.service.blob.query.Expression.Step;
import lazurite.service.blob.query.Select.Aggregate;
import lazurite.service.blob.query.Select.Item;
import lazurite.service.blob.query.Select.Items;
import lazurite.service.blob.query.Select.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a SELECT statement. What is built of the language is listed in {@code docs/query.md}; all else is 400
 * InvalidInput.
 *
 * <p>Source: Azure, "Query acceleration SQL language reference".
 */
final class SqlParser {
    private static final int COLUMNS_MAX = 49;
    private static final int PATH_STEPS_MAX = 16;
    private static final String TABLE = "BlobStorage";

    private final Tokens tokens;
    private final boolean json;
    private final ExpressionParser expressions;
    private @Nullable String alias;

    private SqlParser(Tokens tokens, TextFormat input) {
        this.tokens = tokens;
        this.json = input instanceof TextFormat.Json;
        this.expressions = new ExpressionParser(tokens, input);
    }

    /** @throws StorageException 400 InvalidInput */
    static Select parse(String sql, TextFormat input) {
        return new SqlParser(Tokens.of(sql), input).statement();
    }

    private Select statement() {
        tokens.require("SELECT");
        alias = tokens.aliasOf(TABLE);
        expressions.tableNames(alias == null ? List.of(TABLE) : List.of(TABLE, alias));
        Items items = items();
        tokens.require("FROM");
        List<Step> path = table();
        Expression where = tokens.take("WHERE") ? expressions.condition() : null;
        long limit = tokens.take("LIMIT") ? limit() : Long.MAX_VALUE;
        tokens.take(";");
        if (tokens.peek().kind() != Tokens.Kind.END) {
            throw tokens.unexpected("The statement goes on.");
        }
        return new Select(items, path, where, limit);
    }

    // ---- SELECT

    private Items items() {
        if (tokens.take("*")) {
            return new Items.Star();
        }
        List<Item> columns = new ArrayList<>();
        List<Aggregate> aggregates = new ArrayList<>();
        do {
            Kind kind = aggregate();
            if (kind == null) {
                Expression expression = expressions.expression();
                columns.add(new Item(expression, name(expression)));
            } else {
                aggregates.add(aggregate(kind));
            }
            if (columns.size() + aggregates.size() > COLUMNS_MAX) {
                throw tokens.unexpected("More than " + COLUMNS_MAX + " columns are selected.");
            }
        } while (tokens.take(","));
        if (!columns.isEmpty() && !aggregates.isEmpty()) {
            throw tokens.unexpected("Aggregates and columns are not selected together.");
        }
        return aggregates.isEmpty() ? new Items.Columns(columns) : new Items.Aggregates(aggregates);
    }

    private @Nullable Kind aggregate() {
        if (tokens.peek().kind() != Tokens.Kind.WORD || !tokens.second().is("(")) {
            return null;
        }
        return switch (tokens.peek().upper()) {
            case "COUNT" -> Kind.COUNT;
            case "SUM" -> Kind.SUM;
            case "AVG", "AVERAGE" -> Kind.AVG;
            case "MIN" -> Kind.MIN;
            case "MAX" -> Kind.MAX;
            default -> null;
        };
    }

    private Aggregate aggregate(Kind kind) {
        tokens.next();
        tokens.require("(");
        boolean all = kind == Kind.COUNT && tokens.take("*");
        Expression inner = all ? null : expressions.expression();
        tokens.require(")");
        return new Aggregate(kind, inner, given());
    }

    private @Nullable String name(Expression expression) {
        String given = given();
        if (given != null) {
            return given;
        }
        return expression instanceof Column column && column.path().getLast() instanceof Step.Name last
                ? last.name()
                : null;
    }

    /** {@code AS name}, or a name alone. */
    private @Nullable String given() {
        boolean as = tokens.take("AS");
        Tokens.Token token = tokens.peek();
        boolean name = token.kind() == Tokens.Kind.QUOTED
                || (token.kind() == Tokens.Kind.WORD && !ExpressionParser.reserved(token));
        if (name) {
            return tokens.next().text();
        }
        if (as) {
            throw tokens.unexpected("Expected a name.");
        }
        return null;
    }

    // ---- FROM

    private List<Step> table() {
        if (!tokens.take(TABLE)) {
            throw tokens.unexpected("The table is not " + TABLE + ".");
        }
        List<Step> path = new ArrayList<>();
        while (path.size() <= PATH_STEPS_MAX) {
            if (tokens.take(".")) {
                path.add(expressions.name());
            } else if (tokens.take("[")) {
                path.add(tokens.take("*") ? new Step.Every() : expressions.index());
                tokens.require("]");
            } else {
                break;
            }
        }
        if (alias != null) {
            tokens.take("AS");
            tokens.next();
        }
        if (path.isEmpty()) {
            return List.of();
        }
        if (!(path.getFirst() instanceof Step.Every) || path.size() > (json ? PATH_STEPS_MAX : 1)) {
            throw tokens.unexpected("The table is not " + TABLE + (json ? "[*] with a path." : "."));
        }
        return List.copyOf(path.subList(1, path.size()));
    }

    private long limit() {
        Tokens.Token token = tokens.next();
        if (token.kind() == Tokens.Kind.NUMBER && Conversions.number(token.text()) instanceof Value.Int limit) {
            return limit.value();
        }
        throw Tokens.refusal("LIMIT is no whole number.", token.position());
    }
}
