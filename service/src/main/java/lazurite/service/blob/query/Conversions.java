package lazurite.service.blob.query;

import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * From one type to another, as CAST does it and as operators do whose sides differ: text becomes what the other side
 * is, truth becomes a number, an integer a float. What cannot be is an InvalidTypeConversion of the row.
 */
final class Conversions {
    private static final double PLAIN_MIN = 1e-6;
    private static final double PLAIN_MAX = 1e17;

    private Conversions() {}

    static Value cast(Value value, Expression.Type type) {
        if (value.absent()) {
            return Constants.NULL;
        }
        return switch (type) {
            case STRING -> new Value.Text(text(value));
            case BOOLEAN -> Value.of(truth(value));
            case FLOAT -> new Value.Real(real(value));
            case TIMESTAMP -> new Value.Moment(moment(value));
            case INT -> new Value.Int(whole(value));
        };
    }

    /** The order of two values that are there. */
    static int compare(Value left, Value right) {
        if (left instanceof Value.Text(String a) && right instanceof Value.Text(String b)) {
            return a.compareTo(b);
        }
        if (left instanceof Value.Moment || right instanceof Value.Moment) {
            return moment(left).toInstant().compareTo(moment(right).toInstant());
        }
        if (left instanceof Value.Bool && right instanceof Value.Text) {
            return Boolean.compare(truth(left), truth(right));
        }
        if (right instanceof Value.Bool && left instanceof Value.Text) {
            return Boolean.compare(truth(left), truth(right));
        }
        Value a = numeric(left);
        Value b = numeric(right);
        if (a instanceof Value.Int(long x) && b instanceof Value.Int(long y)) {
            return Long.compare(x, y);
        }
        if (exact(a) && exact(b)) {
            double x = real(a);
            double y = real(b);
            return x < y ? -1 : x > y ? 1 : 0;
        }
        return decimal(a).compareTo(decimal(b));
    }

    /** Whether a double holds it as it is. */
    private static boolean exact(Value number) {
        return !(number instanceof Value.Int(long whole))
                || ((long) (double) whole == whole && whole != Long.MAX_VALUE);
    }

    /** The value as an Int or a Real. */
    static Value numeric(Value value) {
        return switch (value) {
            case Value.Int _, Value.Real _ -> value;
            case Value.Bool(boolean truth) -> new Value.Int(truth ? 1 : 0);
            case Value.Text(String text) -> {
                Value number = number(text.strip());
                if (number == null) {
                    throw QueryFailure.conversion();
                }
                yield number;
            }
            case Value.Moment _, Value.Items _, Value.Fields _, Value.Null _, Value.Missing _ ->
                throw QueryFailure.conversion();
        };
    }

    /** An Int if it is one and fits, else a Real; null if it is no number or out of range. */
    static @Nullable Value number(String text) {
        boolean whole = true;
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            digits |= digit;
            if (!digit && "+-.eE".indexOf(c) < 0) {
                return null;
            }
            whole &= digit || (i == 0 && c != '.' && c != 'e' && c != 'E');
        }
        if (!digits) {
            return null;
        }
        try {
            if (whole && text.length() <= 20) {
                return new Value.Int(Long.parseLong(text));
            }
        } catch (NumberFormatException tooLong) {
            whole = false;
        }
        try {
            double real = Double.parseDouble(text);
            return Double.isFinite(real) ? new Value.Real(real) : null;
        } catch (NumberFormatException malformed) {
            return null;
        }
    }

    static double real(Value value) {
        return switch (numeric(value)) {
            case Value.Int(long whole) -> whole;
            case Value.Real(double real) -> real;
            default -> throw QueryFailure.conversion();
        };
    }

    static boolean truth(Value value) {
        return switch (value) {
            case Value.Bool(boolean truth) -> truth;
            case Value.Int(long number) -> number != 0;
            case Value.Real(double number) -> number != 0;
            case Value.Text(String text) -> {
                String word = text.strip();
                if (word.equalsIgnoreCase("true") || word.equals("1")) {
                    yield true;
                }
                if (word.equalsIgnoreCase("false") || word.equals("0")) {
                    yield false;
                }
                throw QueryFailure.conversion();
            }
            case Value.Moment _, Value.Items _, Value.Fields _, Value.Null _, Value.Missing _ ->
                throw QueryFailure.conversion();
        };
    }

    static OffsetDateTime moment(Value value) {
        OffsetDateTime moment = switch (value) {
            case Value.Moment(OffsetDateTime time) -> time;
            case Value.Text(String text) -> Moments.parse(text.strip());
            default -> null;
        };
        if (moment == null) {
            throw QueryFailure.conversion();
        }
        return moment;
    }

    /** As it stands in delimited text; what is absent is empty. */
    static String text(Value value) {
        return switch (value) {
            case Value.Missing _, Value.Null _ -> "";
            case Value.Bool(boolean truth) -> Boolean.toString(truth);
            case Value.Int(long number) -> Long.toString(number);
            case Value.Real(double number) -> text(number);
            case Value.Text(String text) -> text;
            case Value.Moment(OffsetDateTime time) -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
            case Value.Items _, Value.Fields _ -> JsonText.of(value);
        };
    }

    static String text(double number) {
        double size = Math.abs(number);
        if (size != 0 && (size < PLAIN_MIN || size >= PLAIN_MAX)) {
            return Double.toString(number);
        }
        String plain = BigDecimal.valueOf(number).toPlainString();
        return plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain;
    }

    private static long whole(Value value) {
        return switch (numeric(value)) {
            case Value.Int(long number) -> number;
            case Value.Real(double number)
            when Math.abs(number) < 0x1p63 -> {
                if (value instanceof Value.Text) {
                    throw QueryFailure.conversion();
                }
                yield (long) number;
            }
            default -> throw QueryFailure.conversion();
        };
    }

    private static BigDecimal decimal(Value number) {
        return switch (number) {
            case Value.Int(long whole) -> BigDecimal.valueOf(whole);
            case Value.Real(double real) -> new BigDecimal(real);
            default -> throw QueryFailure.conversion();
        };
    }
}
