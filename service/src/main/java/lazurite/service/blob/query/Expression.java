package lazurite.service.blob.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An expression over one row. */
sealed interface Expression {
    record Literal(Value value) implements Expression {}

    /** A field by name, and for JSON what is inside it. */
    record Column(List<Step> path) implements Expression {}

    /** A field of delimited text by its place, from 1. */
    record Ordinal(int number) implements Expression {}

    record Compare(Comparison comparison, Expression left, Expression right) implements Expression {}

    record And(List<Expression> all) implements Expression {}

    record Or(List<Expression> any) implements Expression {}

    record Not(Expression inner) implements Expression {}

    record IsNull(Expression inner) implements Expression {}

    record IsMissing(Expression inner) implements Expression {}

    record In(Expression inner, List<Expression> choices) implements Expression {}

    record Between(Expression inner, Expression low, Expression high) implements Expression {}

    /** @param escape one character, or null */
    record Like(
            Expression inner, Expression pattern, @Nullable Expression escape) implements Expression {}

    record Cast(Expression inner, Type type) implements Expression {}

    /** @param operator one of {@code + - * / %} */
    record Arithmetic(char operator, Expression left, Expression right) implements Expression {}

    record Call(Function function, List<Expression> arguments) implements Expression {}

    /** @param characters what is trimmed; null for the space */
    record Trim(boolean leading, boolean trailing, @Nullable Expression characters, Expression inner)
            implements Expression {}

    record Extract(DatePart part, Expression inner) implements Expression {}

    /** A step into a JSON value. */
    sealed interface Step {
        /** @param exact whether the case counts: so for quoted names */
        record Name(String name, boolean exact) implements Step {}

        record Index(int index) implements Step {}

        /** Every item of an array; in FROM only. */
        record Every() implements Step {}
    }

    enum Comparison {
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** @param order of the left against the right, as of a comparator */
        boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case UNEQUAL -> order != 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    enum Type {
        INT,
        FLOAT,
        STRING,
        TIMESTAMP,
        BOOLEAN
    }

    enum DatePart {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        SECOND,
        TIMEZONE_HOUR,
        TIMEZONE_MINUTE
    }

    /** Functions called with plain arguments. */
    enum Function {
        LOWER(1, 1),
        UPPER(1, 1),
        CHAR_LENGTH(1, 1),
        CHARACTER_LENGTH(1, 1),
        SUBSTRING(2, 3),
        NULLIF(2, 2),
        COALESCE(1, 64),
        UTCNOW(0, 0),
        TO_TIMESTAMP(1, 1),
        TO_STRING(2, 2),
        DATE_ADD(3, 3),
        DATE_DIFF(3, 3);

        private final int argumentsMin;
        private final int argumentsMax;

        Function(int argumentsMin, int argumentsMax) {
            this.argumentsMin = argumentsMin;
            this.argumentsMax = argumentsMax;
        }

        boolean takes(int arguments) {
            return arguments >= argumentsMin && arguments <= argumentsMax;
        }
    }
}
