package lazurite.service.blob.text;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** HTTP dates (RFC 9110 §5.6.7): written in the fixed form, read in all three. To whole seconds, GMT. */
public final class HttpDates {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final String DAYS = "MonTueWedThuFriSatSun";
    private static final int SECONDS_PER_DAY = 86_400;

    private HttpDates() {}

    /** {@code Sat, 21 Nov 2026 10:00:00 GMT}. */
    public static String format(Instant time) {
        long day = Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY);
        int second = Math.floorMod(time.getEpochSecond(), SECONDS_PER_DAY);
        LocalDate date = LocalDate.ofEpochDay(day);
        int weekday = (date.getDayOfWeek().getValue() - 1) * 3;
        int month = (date.getMonthValue() - 1) * 3;
        StringBuilder text = new StringBuilder(29).append(DAYS, weekday, weekday + 3);
        two(text.append(", "), date.getDayOfMonth());
        text.append(' ').append(MONTHS, month, month + 3).append(' ');
        two(text, date.getYear() / 100);
        two(text, date.getYear() % 100);
        two(text.append(' '), second / 3600);
        two(text.append(':'), second / 60 % 60);
        two(text.append(':'), second % 60);
        return text.append(" GMT").toString();
    }

    /** Reads a date without looking at the name of its day; null if it is none. */
    public static @Nullable Instant parse(String text) {
        int comma = text.indexOf(',');
        if (comma == 3) {
            return text.length() == 29 && text.endsWith(" GMT") && text.charAt(7) == ' ' && text.charAt(11) == ' '
                    ? at(Numbers.parse(text, 12, 16), month(text, 8), Numbers.parse(text, 5, 7), text, 17)
                    : null;
        }
        if (comma > 3) {
            return obsolete(text, comma + 2);
        }
        return text.length() == 24 && text.charAt(19) == ' '
                ? at(
                        Numbers.parse(text, 20, 24),
                        month(text, 4),
                        Numbers.parse(text, text.charAt(8) == ' ' ? 9 : 8, 10),
                        text,
                        11)
                : null;
    }

    /** {@code Saturday, 21-Nov-26 10:00:00 GMT} with a year of 1976 to 2075. */
    private static @Nullable Instant obsolete(String text, int start) {
        if (text.length() != start + 22 || !text.endsWith(" GMT") || text.charAt(start + 2) != '-') {
            return null;
        }
        long year = Numbers.parse(text, start + 7, start + 9);
        if (year < 0) {
            return null;
        }
        long full = year >= 76 ? 1900 + year : 2000 + year;
        return at(full, month(text, start + 3), Numbers.parse(text, start, start + 2), text, start + 10);
    }

    private static @Nullable Instant at(long year, int month, long day, String text, int clock) {
        long hour = Numbers.parse(text, clock, clock + 2);
        long minute = Numbers.parse(text, clock + 3, clock + 5);
        long second = Numbers.parse(text, clock + 6, clock + 8);
        boolean formed = year >= 0
                && month > 0
                && day > 0
                && day <= 31
                && hour >= 0
                && hour < 24
                && minute >= 0
                && minute < 60
                && second >= 0
                && second <= 60
                && text.charAt(clock + 2) == ':'
                && text.charAt(clock + 5) == ':';
        if (!formed || (day > 28 && day > LocalDate.of((int) year, month, 1).lengthOfMonth())) {
            return null;
        }
        long days = LocalDate.of((int) year, month, (int) day).toEpochDay();
        return Instant.ofEpochSecond(days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + Math.min(second, 59));
    }

    private static int month(String text, int start) {
        for (int i = 0; i < 12; i++) {
            if (text.regionMatches(start, MONTHS, i * 3, 3)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static void two(StringBuilder text, int value) {
        text.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }
}
