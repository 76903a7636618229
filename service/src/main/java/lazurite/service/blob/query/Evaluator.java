package lazurite.service.blob.query;

import java.time.Instant;
import java.util.List;
import lazurite.service.blob.query.Expression.Step;
import org.jspecify.annotations.Nullable;

/**
 * What expressions come to on a row, in SQL's three-valued logic: null is also the unknown.
 *
 * <p>Concurrency: one thread.
 */
final class Evaluator {
    private final Effort effort;
    private final Functions functions;

    /** @param now what UTCNOW() is, all through the query */
    Evaluator(Effort effort, Instant now) {
        this.effort = effort;
        this.functions = new Functions(now);
    }

    /**
     * @throws QueryFailure if a value is not what it has to be
     */
    Value value(Expression expression, Row row) {
        effort.spend(1);
        return switch (expression) {
            case Expression.Literal(Value value) -> value;
            case Expression.Column(List<Step> path) -> row.at(path, effort);
            case Expression.Ordinal(int number) -> row.at(number);
            case Expression.Compare(var comparison, Expression left, Expression right) -> {
                Value a = value(left, row);
                Value b = value(right, row);
                yield a.absent() || b.absent() ? Constants.NULL : Value.of(comparison.holds(compare(a, b)));
            }
            case Expression.And(List<Expression> all) -> joined(all, row, false);
            case Expression.Or(List<Expression> any) -> joined(any, row, true);
            case Expression.Not(Expression inner) -> {
                Value value = value(inner, row);
                yield value.absent() ? Constants.NULL : Value.of(!Conversions.truth(value));
            }
            case Expression.IsNull(Expression inner) ->
                Value.of(value(inner, row).absent());
            case Expression.IsMissing(Expression inner) -> Value.of(value(inner, row) instanceof Value.Missing);
            case Expression.In(Expression inner, List<Expression> choices) -> in(value(inner, row), choices, row);
            case Expression.Between(Expression inner, Expression low, Expression high) ->
                between(value(inner, row), value(low, row), value(high, row));
            case Expression.Like like -> like(like, row);
            case Expression.Cast(Expression inner, var type) -> Conversions.cast(value(inner, row), type);
            case Expression.Arithmetic(char operator, Expression left, Expression right) ->
                Arithmetics.of(operator, value(left, row), value(right, row));
            case Expression.Call(var function, List<Expression> arguments) ->
                functions.call(
                        function,
                        arguments.stream().map(each -> value(each, row)).toList(),
                        effort);
            case Expression.Trim trim -> trim(trim, row);
            case Expression.Extract(var part, Expression inner) -> {
                Value value = value(inner, row);
                yield value.absent() ? Constants.NULL : new Value.Int(Moments.extract(part, Conversions.moment(value)));
            }
        };
    }

    /** Whether the condition is true: neither false nor unknown. */
    boolean holds(@Nullable Expression condition, Row row) {
        if (condition == null) {
            return true;
        }
        Value value = value(condition, row);
        return !value.absent() && Conversions.truth(value);
    }

    private int compare(Value left, Value right) {
        if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            effort.spend(Math.min(a.length(), b.length()) >> 5);
        }
        return Conversions.compare(left, right);
    }

    /** OR is true with one that is true, AND is false with one that is false; else one unknown makes it unknown. */
    private Value joined(List<Expression> parts, Row row, boolean decides) {
        boolean unknown = false;
        for (Expression part : parts) {
            Value value = value(part, row);
            if (value.absent()) {
                unknown = true;
            } else if (Conversions.truth(value) == decides) {
                return Value.of(decides);
            }
        }
        return unknown ? Constants.NULL : Value.of(!decides);
    }

    private Value in(Value wanted, List<Expression> choices, Row row) {
        if (wanted.absent()) {
            return Constants.NULL;
        }
        boolean unknown = false;
        for (Expression choice : choices) {
            Value value = value(choice, row);
            if (value.absent()) {
                unknown = true;
            } else if (compare(wanted, value) == 0) {
                return Constants.TRUE;
            }
        }
        return unknown ? Constants.NULL : Constants.FALSE;
    }

    private Value between(Value value, Value low, Value high) {
        if (value.absent()) {
            return Constants.NULL;
        }
        boolean below = !low.absent() && compare(value, low) < 0;
        boolean above = !high.absent() && compare(value, high) > 0;
        if (below || above) {
            return Constants.FALSE;
        }
        return low.absent() || high.absent() ? Constants.NULL : Constants.TRUE;
    }

    private Value like(Expression.Like like, Row row) {
        Value value = value(like.inner(), row);
        Value pattern = value(like.pattern(), row);
        Value escape = like.escape() == null ? new Value.Text("") : value(like.escape(), row);
        if (value.absent() || pattern.absent() || escape.absent()) {
            return Constants.NULL;
        }
        String form = Conversions.text(pattern);
        effort.spend(form.length() >> 2);
        return Value.of(new LikePattern(form, Conversions.text(escape)).matches(Conversions.text(value), effort));
    }

    private Value trim(Expression.Trim trim, Row row) {
        Value value = value(trim.inner(), row);
        Value characters = trim.characters() == null ? new Value.Text(" ") : value(trim.characters(), row);
        if (value.absent() || characters.absent()) {
            return Constants.NULL;
        }
        String text = Conversions.text(value);
        String drop = Conversions.text(characters);
        int start = 0;
        int end = text.length();
        while (trim.leading() && start < end && drop.indexOf(text.charAt(start)) >= 0) {
            effort.spend(1 + (drop.length() >> 3));
            start++;
        }
        while (trim.trailing() && end > start && drop.indexOf(text.charAt(end - 1)) >= 0) {
            effort.spend(1 + (drop.length() >> 3));
            end--;
        }
        return new Value.Text(text.substring(start, end));
    }
}
