package lazurite.service.blob.query;

import lazurite.service.blob.query.Select.Aggregate;

/**
 * One aggregate over all rows. Absent values do not count.
 *
 * <p>Concurrency: one thread.
 */
final class Aggregation {
    private final Aggregate aggregate;
    private long count;
    private Value held = Constants.NULL;

    Aggregation(Aggregate aggregate) {
        this.aggregate = aggregate;
    }

    void add(Row row, Evaluator evaluator) {
        Expression expression = aggregate.expression();
        if (expression == null) {
            count++;
            return;
        }
        Value value = evaluator.value(expression, row);
        if (value.absent()) {
            return;
        }
        switch (aggregate.kind()) {
            case COUNT -> {}
            case SUM, AVG ->
                held = held.absent() ? Conversions.numeric(value) : Arithmetics.sum(held, Conversions.numeric(value));
            case MIN -> held = held.absent() || Conversions.compare(value, held) < 0 ? value : held;
            case MAX -> held = held.absent() || Conversions.compare(value, held) > 0 ? value : held;
        }
        count++;
    }

    /** Null if no row counted, but for COUNT. */
    Value result() {
        return switch (aggregate.kind()) {
            case COUNT -> new Value.Int(count);
            case SUM, MIN, MAX -> held;
            case AVG -> count == 0 ? Constants.NULL : new Value.Real(Conversions.real(held) / count);
        };
    }
}
