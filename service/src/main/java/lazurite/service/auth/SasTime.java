package lazurite.service.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Times of SAS fields and stored access policies: {@code YYYY-MM-DD}, {@code YYYY-MM-DDThh:mmZ},
 * {@code YYYY-MM-DDThh:mm:ssZ}, with up to seven digits of a second's fraction. All are UTC.
 */
public final class SasTime {
    private static final int DATE = "2026-01-01".length();
    private static final int MINUTES = "2026-01-01T00:00".length();
    private static final int SECONDS = "2026-01-01T00:00:00".length();
    private static final int FRACTION_DIGITS_MAX = 7;

    private SasTime() {}

    /** Reads a time; null if it is none. */
    public static @Nullable Instant parse(String text) {
        try {
            if (text.length() == DATE) {
                return at(text, 0, 0, 0, 0);
            }
            int end = text.length() - 1;
            if (end < MINUTES || text.charAt(end) != 'Z' || text.charAt(DATE) != 'T' || text.charAt(13) != ':') {
                return null;
            }
            int hour = number(text, 11, 13);
            int minute = number(text, 14, 16);
            if (end == MINUTES) {
                return at(text, hour, minute, 0, 0);
            }
            if (end < SECONDS || text.charAt(MINUTES) != ':') {
                return null;
            }
            return at(text, hour, minute, number(text, 17, 19), nanos(text, end));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    private static Instant at(String text, int hour, int minute, int second, int nanos) {
        if (text.charAt(4) != '-' || text.charAt(7) != '-') {
            throw new DateTimeException(text);
        }
        return LocalDateTime.of(
                        number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), hour, minute, second, nanos)
                .toInstant(ZoneOffset.UTC);
    }

    private static int nanos(String text, int end) {
        int digits = end - SECONDS - 1;
        if (digits < 0) {
            return 0;
        }
        if (digits == 0 || digits > FRACTION_DIGITS_MAX || text.charAt(SECONDS) != '.') {
            throw new DateTimeException(text);
        }
        int nanos = number(text, SECONDS + 1, end);
        for (int i = digits; i < 9; i++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String text, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                throw new NumberFormatException(text);
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
