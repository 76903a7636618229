package lazurite.service.blob.query;

import java.math.BigDecimal;
import java.time.Duration;

/** Sums, products and their like: of integers in 64 bits, of all else in doubles; days are added to dates. */
final class Arithmetics {
    private static final double DAY_SECONDS = 86_400;
    private static final double DAYS_MAX = 1e8;

    private Arithmetics() {}

    /** Null if one side is absent. */
    static Value of(char operator, Value left, Value right) {
        if (left.absent() || right.absent()) {
            return Constants.NULL;
        }
        if (left instanceof Value.Moment(var time) && (operator == '+' || operator == '-')) {
            double days = Conversions.real(right);
            if (Math.abs(days) > DAYS_MAX) {
                throw overflow();
            }
            Duration distance = Duration.ofMillis(Math.round(days * DAY_SECONDS * 1000));
            return new Value.Moment(operator == '+' ? time.plus(distance) : time.minus(distance));
        }
        Value a = Conversions.numeric(left);
        Value b = Conversions.numeric(right);
        if (a instanceof Value.Int(long x) && b instanceof Value.Int(long y)) {
            return new Value.Int(whole(operator, x, y));
        }
        return new Value.Real(real(operator, Conversions.real(a), Conversions.real(b)));
    }

    private static long whole(char operator, long left, long right) {
        try {
            return switch (operator) {
                case '+' -> Math.addExact(left, right);
                case '-' -> Math.subtractExact(left, right);
                case '*' -> Math.multiplyExact(left, right);
                case '/' -> Math.divideExact(left, divisor(right));
                case '%' -> left % divisor(right);
                default -> throw new IllegalArgumentException("no operator: " + operator);
            };
        } catch (ArithmeticException e) {
            throw overflow();
        }
    }

    private static double real(char operator, double left, double right) {
        double result = switch (operator) {
            case '+' -> left + right;
            case '-' -> left - right;
            case '*' -> left * right;
            case '/' -> left / divisor(right);
            case '%' -> left % divisor(right);
            default -> throw new IllegalArgumentException("no operator: " + operator);
        };
        if (!Double.isFinite(result)) {
            throw overflow();
        }
        return result;
    }

    private static long divisor(long value) {
        if (value == 0) {
            throw zero();
        }
        return value;
    }

    private static double divisor(double value) {
        if (value == 0) {
            throw zero();
        }
        return value;
    }

    private static QueryFailure zero() {
        return QueryFailure.ofRow("DivideByZero", "A number is divided by zero.");
    }

    static QueryFailure overflow() {
        return QueryFailure.ofRow("ArithmeticOverflow", "A number is out of range.");
    }

    /** Sum of two numbers, in a double where it does not fit into 64 bits. */
    static Value sum(Value left, Value right) {
        if (left instanceof Value.Int(long x) && right instanceof Value.Int(long y)) {
            long sum = x + y;
            boolean fits = ((x ^ sum) & (y ^ sum)) >= 0;
            return fits
                    ? new Value.Int(sum)
                    : new Value.Real(
                            BigDecimal.valueOf(x).add(BigDecimal.valueOf(y)).doubleValue());
        }
        return new Value.Real(real('+', Conversions.real(left), Conversions.real(right)));
    }
}
