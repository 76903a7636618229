package lazurite.service.blob.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lazurite.service.blob.query.Expression.Comparison;
import lazurite.service.blob.query.Expression.Step;
import lazurite.service.blob.query.Tokens.Kind;
import lazurite.service.blob.query.Tokens.Token;
import org.jspecify.annotations.Nullable;

/** Reads expressions: OR below AND below NOT below comparisons below sums below products below signs. */
final class ExpressionParser {
    private static final int DEPTH_MAX = 64;
    private static final int CHAIN_MAX = 256;
    private static final Set<String> RESERVED = Set.of(
            "SELECT",
            "FROM",
            "WHERE",
            "LIMIT",
            "AS",
            "AND",
            "OR",
            "NOT",
            "IS",
            "NULL",
            "MISSING",
            "IN",
            "BETWEEN",
            "LIKE",
            "ESCAPE",
            "TRUE",
            "FALSE",
            "ORDER",
            "GROUP",
            "HAVING",
            "JOIN",
            "UNION",
            "CASE",
            "DISTINCT");

    private final Tokens tokens;
    private final CallParser calls;
    private final TextFormat input;
    private List<String> tableNames = List.of();
    private int depth;

    ExpressionParser(Tokens tokens, TextFormat input) {
        this.tokens = tokens;
        this.input = input;
        this.calls = new CallParser(tokens, this);
    }

    /** Whether the word cannot be a name without quotes. */
    static boolean reserved(Token token) {
        return RESERVED.contains(token.upper());
    }

    /** Names that may stand before a column with a dot between. */
    void tableNames(List<String> names) {
        tableNames = names;
    }

    /** Of WHERE. */
    Expression condition() {
        return expression();
    }

    Expression expression() {
        deeper();
        List<Expression> any = new ArrayList<>();
        do {
            any.add(all());
        } while (tokens.take("OR"));
        depth--;
        return any.size() == 1 ? any.getFirst() : new Expression.Or(any);
    }

    private Expression all() {
        List<Expression> all = new ArrayList<>();
        do {
            all.add(negation());
        } while (tokens.take("AND"));
        return all.size() == 1 ? all.getFirst() : new Expression.And(all);
    }

    private Expression negation() {
        if (!tokens.take("NOT")) {
            return predicate();
        }
        deeper();
        Expression inner = negation();
        depth--;
        return new Expression.Not(inner);
    }

    private Expression predicate() {
        Expression left = sum();
        Comparison comparison = comparison();
        if (comparison != null) {
            return new Expression.Compare(comparison, left, sum());
        }
        if (tokens.take("IS")) {
            boolean not = tokens.take("NOT");
            boolean missing = tokens.take("MISSING");
            if (!missing) {
                tokens.require("NULL");
            }
            return not(not, missing ? new Expression.IsMissing(left) : new Expression.IsNull(left));
        }
        boolean not = tokens.take("NOT");
        if (tokens.take("IN")) {
            return not(not, new Expression.In(left, list()));
        }
        if (tokens.take("BETWEEN")) {
            Expression low = sum();
            tokens.require("AND");
            return not(not, new Expression.Between(left, low, sum()));
        }
        if (tokens.take("LIKE")) {
            Expression pattern = sum();
            return not(not, new Expression.Like(left, pattern, tokens.take("ESCAPE") ? sum() : null));
        }
        if (not) {
            throw tokens.unexpected("Expected IN, BETWEEN or LIKE.");
        }
        return left;
    }

    private static Expression not(boolean not, Expression inner) {
        return not ? new Expression.Not(inner) : inner;
    }

    private @Nullable Comparison comparison() {
        if (tokens.peek().kind() != Kind.SYMBOL) {
            return null;
        }
        Comparison comparison = switch (tokens.peek().text()) {
            case "=" -> Comparison.EQUAL;
            case "<>", "!=" -> Comparison.UNEQUAL;
            case "<" -> Comparison.LESS;
            case "<=" -> Comparison.LESS_OR_EQUAL;
            case ">" -> Comparison.GREATER;
            case ">=" -> Comparison.GREATER_OR_EQUAL;
            default -> null;
        };
        if (comparison != null) {
            tokens.next();
        }
        return comparison;
    }

    private List<Expression> list() {
        tokens.require("(");
        List<Expression> choices = new ArrayList<>();
        do {
            choices.add(sum());
        } while (tokens.take(","));
        tokens.require(")");
        return choices;
    }

    private Expression sum() {
        Expression left = product();
        for (int links = 0; tokens.peek().is("+") || tokens.peek().is("-"); links++) {
            left = new Expression.Arithmetic(operator(links), left, product());
        }
        return left;
    }

    private Expression product() {
        Expression left = signed();
        for (int links = 0;
                tokens.peek().is("*") || tokens.peek().is("/") || tokens.peek().is("%");
                links++) {
            left = new Expression.Arithmetic(operator(links), left, signed());
        }
        return left;
    }

    private char operator(int links) {
        if (links == CHAIN_MAX) {
            throw tokens.unexpected("More than " + CHAIN_MAX + " operations stand in a row.");
        }
        return tokens.next().text().charAt(0);
    }

    private Expression signed() {
        if (tokens.take("+")) {
            return deepSigned();
        }
        if (!tokens.take("-")) {
            return primary();
        }
        Token token = tokens.peek();
        if (token.kind() == Kind.NUMBER) {
            tokens.next();
            return literal("-" + token.text(), token);
        }
        return new Expression.Arithmetic('-', new Expression.Literal(new Value.Int(0)), deepSigned());
    }

    private Expression deepSigned() {
        deeper();
        Expression inner = signed();
        depth--;
        return inner;
    }

    private Expression primary() {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> literal(tokens.next().text(), token);
            case STRING -> new Expression.Literal(new Value.Text(tokens.next().text()));
            case QUOTED -> column();
            case WORD -> word(token);
            case SYMBOL -> {
                tokens.require("(");
                Expression inner = expression();
                tokens.require(")");
                yield inner;
            }
            case END -> throw tokens.unexpected("It ends early.");
        };
    }

    private Expression word(Token token) {
        if (tokens.take("TRUE") || tokens.take("FALSE")) {
            return new Expression.Literal(Value.of(token.is("TRUE")));
        }
        if (tokens.take("NULL")) {
            return new Expression.Literal(Constants.NULL);
        }
        if (reserved(token)) {
            throw tokens.unexpected(token.upper() + " is not expected here.");
        }
        return tokens.second().is("(") ? calls.call() : column();
    }

    private static Expression literal(String text, Token token) {
        Value value = Conversions.number(text);
        if (value == null) {
            throw Tokens.refusal("A number is out of range.", token.position());
        }
        return new Expression.Literal(value);
    }

    // ---- columns

    private Expression column() {
        Token first = tokens.peek();
        List<Step> path = new ArrayList<>();
        path.add(name());
        while (tokens.peek().is(".") || tokens.peek().is("[")) {
            if (tokens.take(".")) {
                path.add(name());
            } else {
                tokens.require("[");
                path.add(index());
                tokens.require("]");
            }
            if (path.size() > DEPTH_MAX) {
                throw tokens.unexpected("A column has too long a path.");
            }
        }
        if (path.size() > 1 && path.getFirst() instanceof Step.Name table && isTable(table)) {
            path.removeFirst();
            if (path.getFirst() instanceof Step.Index) {
                throw Tokens.refusal("The table is no column.", first.position());
            }
        }
        return input instanceof TextFormat.Delimited delimited
                ? field(delimited, path, first)
                : new Expression.Column(List.copyOf(path));
    }

    private boolean isTable(Step.Name name) {
        return tableNames.stream().anyMatch(name.name()::equalsIgnoreCase);
    }

    private static Expression field(TextFormat.Delimited delimited, List<Step> path, Token first) {
        if (path.size() > 1 || !(path.getFirst() instanceof Step.Name name)) {
            throw Tokens.refusal("Delimited text has no fields inside fields.", first.position());
        }
        int number = name.exact() ? 0 : ordinal(name.name());
        if (number > 0) {
            return new Expression.Ordinal(number);
        }
        if (!delimited.headers()) {
            throw Tokens.refusal("Without a header line, columns are _1, _2 and so on.", first.position());
        }
        return new Expression.Column(List.of(name));
    }

    /** The place that a name like {@code _3} means; 0 if it means none. */
    private static int ordinal(String name) {
        if (name.length() < 2 || name.length() > 8 || name.charAt(0) != '_') {
            return 0;
        }
        int number = 0;
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return 0;
            }
            number = number * 10 + (c - '0');
        }
        return number;
    }

    Step.Name name() {
        Token token = tokens.peek();
        if (token.kind() == Kind.QUOTED || (token.kind() == Kind.WORD && !reserved(token))) {
            tokens.next();
            return new Step.Name(token.text(), token.kind() == Kind.QUOTED);
        }
        throw tokens.unexpected("Expected a column's name.");
    }

    Step.Index index() {
        Token token = tokens.peek();
        if (token.kind() == Kind.NUMBER
                && Conversions.number(token.text()) instanceof Value.Int index
                && index.value() <= Integer.MAX_VALUE) {
            tokens.next();
            return new Step.Index((int) index.value());
        }
        throw tokens.unexpected("Expected the place of an item, from 0.");
    }

    private void deeper() {
        if (++depth > DEPTH_MAX) {
            throw tokens.unexpected("Expressions are nested too deeply.");
        }
    }
}
