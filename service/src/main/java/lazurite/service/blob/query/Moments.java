package lazurite.service.blob.query;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lazurite.service.blob.query.Expression.DatePart;
import org.jspecify.annotations.Nullable;

/** Points in time: the forms of ISO 8601 that W3C's note on dates and times has, and what is counted with them. */
final class Moments {
    private static final Pattern FORM = Pattern.compile("(\\d{4})(?:-(\\d{2})(?:-(\\d{2}))?)?"
            + "(?:T(?:(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?(Z|[+-]\\d{2}:\\d{2})?)?)?");
    private static final int CHARS_MAX = 40;
    private static final String LETTERS = "yMdahHmsSXx";

    private Moments() {}

    /** Null if it has no form of a date; without an offset it is UTC. */
    static @Nullable OffsetDateTime parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > CHARS_MAX || !form.matches()) {
            return null;
        }
        String fraction = form.group(7) == null ? "" : form.group(7);
        String offset = form.group(8);
        try {
            return OffsetDateTime.of(
                    number(form.group(1), 0),
                    number(form.group(2), 1),
                    number(form.group(3), 1),
                    number(form.group(4), 0),
                    number(form.group(5), 0),
                    number(form.group(6), 0),
                    number((fraction + "000000000").substring(0, 9), 0),
                    offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset));
        } catch (DateTimeException e) {
            return null;
        }
    }

    static OffsetDateTime add(OffsetDateTime moment, DatePart part, long count) {
        try {
            return moment.plus(count, unit(part));
        } catch (DateTimeException | ArithmeticException e) {
            throw QueryFailure.ofRow("ArithmeticOverflow", "A date is out of range.");
        }
    }

    /** Whole units from one to the other. */
    static long difference(DatePart part, OffsetDateTime from, OffsetDateTime to) {
        return unit(part).between(from, to);
    }

    static long extract(DatePart part, OffsetDateTime moment) {
        int offsetMinutes = moment.getOffset().getTotalSeconds() / 60;
        return switch (part) {
            case YEAR -> moment.getYear();
            case MONTH -> moment.getMonthValue();
            case DAY -> moment.getDayOfMonth();
            case HOUR -> moment.getHour();
            case MINUTE -> moment.getMinute();
            case SECOND -> moment.getSecond();
            case TIMEZONE_HOUR -> offsetMinutes / 60;
            case TIMEZONE_MINUTE -> offsetMinutes % 60;
        };
    }

    /** In the letters that the language documents; others stand for themselves if they are no letters. */
    static String format(OffsetDateTime moment, String format) {
        if (format.length() > CHARS_MAX) {
            throw QueryFailure.ofRow("InvalidFormat", "A date's format is longer than " + CHARS_MAX + " characters.");
        }
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c == '\''
                    || c == '['
                    || c == ']'
                    || c == '{'
                    || c == '}'
                    || c == '#'
                    || (Character.isLetter(c) && c != 'T' && LETTERS.indexOf(c) < 0)) {
                throw QueryFailure.ofRow("InvalidFormat", "A date's format is not known.");
            }
        }
        try {
            return DateTimeFormatter.ofPattern(format.replace("T", "'T'"), Locale.ENGLISH)
                    .format(moment);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw QueryFailure.ofRow("InvalidFormat", "A date's format is not known.");
        }
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }

    private static ChronoUnit unit(DatePart part) {
        return switch (part) {
            case YEAR -> ChronoUnit.YEARS;
            case MONTH -> ChronoUnit.MONTHS;
            case DAY -> ChronoUnit.DAYS;
            case HOUR -> ChronoUnit.HOURS;
            case MINUTE -> ChronoUnit.MINUTES;
            case SECOND -> ChronoUnit.SECONDS;
            case TIMEZONE_HOUR, TIMEZONE_MINUTE -> throw QueryFailure.ofRow("InvalidFormat", "No unit of time.");
        };
    }
}
