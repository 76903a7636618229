package lazurite.service.blob.query;

import java.util.ArrayList;
import java.util.List;
import lazurite.service.blob.query.Expression.DatePart;
import lazurite.service.blob.query.Expression.Function;
import lazurite.service.blob.query.Tokens.Kind;
import lazurite.service.blob.query.Tokens.Token;
import org.jspecify.annotations.Nullable;

/** Reads calls of functions, and the three that have words between their arguments: CAST, TRIM, EXTRACT. */
final class CallParser {
    private final Tokens tokens;
    private final ExpressionParser expressions;

    CallParser(Tokens tokens, ExpressionParser expressions) {
        this.tokens = tokens;
        this.expressions = expressions;
    }

    Expression call() {
        Token name = tokens.next();
        tokens.require("(");
        Expression call = switch (name.upper()) {
            case "CAST" -> cast();
            case "TRIM" -> trim();
            case "EXTRACT" -> extract();
            default -> function(name);
        };
        tokens.require(")");
        return call;
    }

    private Expression cast() {
        Expression inner = expressions.expression();
        tokens.require("AS");
        Token type = tokens.next();
        return new Expression.Cast(
                inner,
                switch (type.upper()) {
                    case "INT", "INTEGER" -> Expression.Type.INT;
                    case "FLOAT" -> Expression.Type.FLOAT;
                    case "STRING" -> Expression.Type.STRING;
                    case "TIMESTAMP" -> Expression.Type.TIMESTAMP;
                    case "BOOLEAN", "BOOL" -> Expression.Type.BOOLEAN;
                    default -> throw Tokens.refusal("The type is not known.", type.position());
                });
    }

    /** {@code TRIM([LEADING|TRAILING|BOTH] [characters] FROM text)} or {@code TRIM(text)}. */
    private Expression trim() {
        boolean leading = tokens.take("LEADING");
        boolean trailing = !leading && tokens.take("TRAILING");
        boolean side = leading || trailing || tokens.take("BOTH");
        if (side && tokens.take("FROM")) {
            return new Expression.Trim(!trailing, !leading, null, expressions.expression());
        }
        Expression first = expressions.expression();
        if (tokens.take("FROM")) {
            return new Expression.Trim(!trailing, !leading, first, expressions.expression());
        }
        if (side) {
            throw tokens.unexpected("Expected FROM.");
        }
        return new Expression.Trim(true, true, null, first);
    }

    private Expression extract() {
        Token part = tokens.next();
        DatePart found = part(part.text());
        if (found == null) {
            throw Tokens.refusal("The part of a date is not known.", part.position());
        }
        tokens.require("FROM");
        return new Expression.Extract(found, expressions.expression());
    }

    private Expression function(Token name) {
        Function function = find(name);
        List<Expression> arguments = new ArrayList<>();
        if (!tokens.peek().is(")")) {
            do {
                arguments.add(datePart(function, arguments) ? word() : expressions.expression());
            } while (tokens.take(","));
        }
        if (!function.takes(arguments.size())) {
            throw Tokens.refusal("The function has another number of arguments.", name.position());
        }
        return new Expression.Call(function, List.copyOf(arguments));
    }

    private static Function find(Token name) {
        for (Function function : Function.values()) {
            if (name.is(function.name())) {
                return function;
            }
        }
        throw Tokens.refusal("The function is not known, or not here.", name.position());
    }

    private static boolean datePart(Function function, List<Expression> before) {
        return before.isEmpty() && (function == Function.DATE_ADD || function == Function.DATE_DIFF);
    }

    /** A part of a date, with quotes or without. */
    private Expression word() {
        Token token = tokens.next();
        DatePart part = token.kind() == Kind.SYMBOL ? null : part(token.text());
        if (part == null || part == DatePart.TIMEZONE_HOUR || part == DatePart.TIMEZONE_MINUTE) {
            throw Tokens.refusal("The part of a date is not known.", token.position());
        }
        return new Expression.Literal(new Value.Text(part.name()));
    }

    private static @Nullable DatePart part(String text) {
        for (DatePart part : DatePart.values()) {
            if (part.name().equalsIgnoreCase(text)) {
                return part;
            }
        }
        return null;
    }
}
