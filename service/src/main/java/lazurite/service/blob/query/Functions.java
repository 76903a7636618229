package lazurite.service.blob.query;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import lazurite.service.blob.query.Expression.DatePart;
import lazurite.service.blob.query.Expression.Function;

/** Functions of plain arguments; but for COALESCE and NULLIF, one that is absent makes the result null. */
final class Functions {
    private final Value now;

    Functions(Instant now) {
        this.now = new Value.Moment(now.atOffset(ZoneOffset.UTC));
    }

    Value call(Function function, List<Value> arguments, Effort effort) {
        if (function == Function.COALESCE) {
            return arguments.stream().filter(each -> !each.absent()).findFirst().orElse(Constants.NULL);
        }
        if (function == Function.NULLIF) {
            return nullIf(arguments.get(0), arguments.get(1));
        }
        for (Value argument : arguments) {
            if (argument.absent()) {
                return Constants.NULL;
            }
            if (argument instanceof Value.Text(String text)) {
                effort.spend(text.length() >> 3);
            }
        }
        return present(function, arguments);
    }

    private Value present(Function function, List<Value> arguments) {
        return switch (function) {
            case LOWER -> new Value.Text(text(arguments, 0).toLowerCase(Locale.ROOT));
            case UPPER -> new Value.Text(text(arguments, 0).toUpperCase(Locale.ROOT));
            case CHAR_LENGTH, CHARACTER_LENGTH -> {
                String text = text(arguments, 0);
                yield new Value.Int(text.codePointCount(0, text.length()));
            }
            case SUBSTRING -> substring(arguments);
            case UTCNOW -> now;
            case TO_TIMESTAMP -> new Value.Moment(Conversions.moment(arguments.get(0)));
            case TO_STRING -> new Value.Text(Moments.format(Conversions.moment(arguments.get(0)), text(arguments, 1)));
            case DATE_ADD ->
                new Value.Moment(
                        Moments.add(Conversions.moment(arguments.get(2)), part(arguments), whole(arguments.get(1))));
            case DATE_DIFF ->
                new Value.Int(Moments.difference(
                        part(arguments), Conversions.moment(arguments.get(1)), Conversions.moment(arguments.get(2))));
            case COALESCE, NULLIF -> throw new IllegalArgumentException("called with what is absent");
        };
    }

    private static Value nullIf(Value left, Value right) {
        if (left.absent()) {
            return Constants.NULL;
        }
        return !right.absent() && Conversions.compare(left, right) == 0 ? Constants.NULL : left;
    }

    /** From a place counted from 0, as the documented example has it. */
    private static Value substring(List<Value> arguments) {
        String text = text(arguments, 0);
        long start = whole(arguments.get(1));
        long length = arguments.size() < 3 ? Integer.MAX_VALUE : whole(arguments.get(2));
        if (length < 0 || length > Integer.MAX_VALUE || Math.abs(start) > Integer.MAX_VALUE) {
            throw QueryFailure.ofRow("InvalidArgument", "A length of SUBSTRING is out of range.");
        }
        int count = text.codePointCount(0, text.length());
        int from = Math.clamp(start, 0, count);
        int to = Math.clamp(start + length, from, count);
        int begin = text.offsetByCodePoints(0, from);
        return new Value.Text(text.substring(begin, text.offsetByCodePoints(begin, to - from)));
    }

    private static String text(List<Value> arguments, int place) {
        return Conversions.text(arguments.get(place));
    }

    private static long whole(Value value) {
        return Conversions.numeric(value) instanceof Value.Int(long number) ? number : fail();
    }

    private static long fail() {
        throw QueryFailure.conversion();
    }

    private static DatePart part(List<Value> arguments) {
        return DatePart.valueOf(text(arguments, 0));
    }
}
