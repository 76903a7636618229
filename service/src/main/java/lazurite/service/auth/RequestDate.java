package lazurite.service.auth;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import lazurite.http.Headers;
import org.jspecify.annotations.Nullable;

/** The time a request was signed at: {@code x-ms-date}, else {@code Date} (RFC 9110 §5.6.7). */
public final class RequestDate {
    /** How far a signed request's time may be from the server's. */
    public static final Duration TOLERANCE = Duration.ofMinutes(15);

    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final int FIXED_LENGTH = "Sat, 21 Nov 2026 10:00:00 GMT".length();

    private RequestDate() {}

    /**
     * Checks that the request was signed about now.
     *
     * @throws lazurite.base.StorageException 403 AuthenticationFailed if it was not, or does not say when
     */
    static void check(Headers headers, Instant now) {
        String date = headers.first("x-ms-date");
        String written = date == null ? headers.first("Date") : date;
        Instant signed = written == null ? null : parse(written);
        if (signed == null) {
            throw Refusal.because("The Date header in the request is missing or incorrect.");
        }
        if (Duration.between(signed, now).abs().compareTo(TOLERANCE) > 0) {
            throw Refusal.because("Request date header too old: '" + written + "'");
        }
    }

    /** Reads an HTTP date in its usual form, without looking at the name of the day; null if it is none. */
    public static @Nullable Instant parse(String text) {
        try {
            return text.length() == FIXED_LENGTH && text.endsWith(" GMT") ? fixed(text) : lenient(text);
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }

    /** Writes a time as an HTTP date; parts of a second are dropped. */
    public static String render(Instant time) {
        return HTTP_DATE.format(time);
    }

    private static Instant fixed(String text) {
        int month = MONTHS.indexOf(text.substring(8, 11));
        if (month < 0 || month % 3 != 0) {
            throw new DateTimeException("month");
        }
        return LocalDateTime.of(
                        number(text, 12, 16),
                        month / 3 + 1,
                        number(text, 5, 7),
                        number(text, 17, 19),
                        number(text, 20, 22),
                        number(text, 23, 25))
                .toInstant(ZoneOffset.UTC);
    }

    private static Instant lenient(String text) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }

    private static int number(String text, int start, int end) {
        return Integer.parseInt(text, start, end, 10);
    }
}
