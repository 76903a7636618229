package lazurite.service.blob.feed;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A segment of the feed: the changes of an hour, about. Names are Azure's ("Change feed support in Azure Blob Storage").
 *
 * @param number hours since 1970
 */
record FeedHour(long number) implements Comparable<FeedHour> {
    /** Stands for the time before the feed began, and holds nothing. */
    static final FeedHour FIRST = of(Instant.parse("1601-01-01T00:00:00Z"));

    static final String MANIFESTS = "idx/segments/";

    private static final long SECONDS = 3600;
    private static final DateTimeFormatter PATH =
            DateTimeFormatter.ofPattern("yyyy/MM/dd/HH00/", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern MANIFEST =
            Pattern.compile(MANIFESTS + "(\\d{4})/(\\d{2})/(\\d{2})/(\\d{2})00/meta\\.json");

    static FeedHour of(Instant time) {
        return new FeedHour(Math.floorDiv(time.getEpochSecond(), SECONDS));
    }

    /** The segment of that manifest; null if the name is no manifest's. */
    static @Nullable FeedHour ofManifest(String name) {
        Matcher matcher = MANIFEST.matcher(name);
        if (!matcher.matches()) {
            return null;
        }
        int[] parts = new int[4];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Integer.parseInt(matcher.group(i + 1));
        }
        try {
            return of(
                    LocalDateTime.of(parts[0], parts[1], parts[2], parts[3], 0).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException none) {
            return null;
        }
    }

    Instant begin() {
        return Instant.ofEpochSecond(number * SECONDS);
    }

    Instant end() {
        return next().begin();
    }

    FeedHour next() {
        return new FeedHour(number + 1);
    }

    static FeedHour later(FeedHour one, FeedHour other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Its manifest. */
    String manifest() {
        return MANIFESTS + PATH.format(begin()) + "meta.json";
    }

    /** What the names of its files begin with. */
    String folder() {
        return "log/00/" + PATH.format(begin());
    }

    String file(int number) {
        return folder() + String.format(Locale.ROOT, "%05d.avro", number);
    }

    /** {@code 2026-11-27T09:00:00.000Z}. */
    String text() {
        return text(begin());
    }

    static String text(Instant time) {
        return TIME.format(time);
    }

    @Override
    public int compareTo(FeedHour other) {
        return Long.compare(number, other.number);
    }
}
