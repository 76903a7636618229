package lazurite.service.blob.record;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * When a resource last changed, in .NET ticks (100 ns since 0001-01-01 UTC): the source of its ETag and its
 * Last-Modified. Strictly increasing per resource.
 */
public record Stamp(long ticks) implements Comparable<Stamp> {
    private static final long TICKS_AT_EPOCH = 621_355_968_000_000_000L;
    private static final long TICKS_PER_SECOND = 10_000_000L;

    public static Stamp at(Instant time) {
        return new Stamp(TICKS_AT_EPOCH + time.getEpochSecond() * TICKS_PER_SECOND + time.getNano() / 100);
    }

    /** The stamp for a change at {@code time}, later than this one even if the clock has not moved. */
    public Stamp next(Instant time) {
        return new Stamp(Math.max(ticks + 1, at(time).ticks));
    }

    public Instant instant() {
        long sinceEpoch = ticks - TICKS_AT_EPOCH;
        return Instant.ofEpochSecond(
                Math.floorDiv(sinceEpoch, TICKS_PER_SECOND), Math.floorMod(sinceEpoch, TICKS_PER_SECOND) * 100);
    }

    /** To whole seconds, as HTTP dates and conditions see it. */
    public Instant lastModified() {
        return Instant.ofEpochSecond(instant().getEpochSecond());
    }

    /** {@code 0x} and upper-case hex, without quotes. */
    public String etag() {
        return "0x" + Long.toHexString(ticks).toUpperCase(Locale.ROOT);
    }

    /** {@code 2026-11-21T10:11:12.1234567Z}: how snapshots and versions are named. */
    public String iso() {
        String seconds = lastModified().toString();
        String fraction = Long.toString(TICKS_PER_SECOND + Math.floorMod(ticks, TICKS_PER_SECOND));
        return seconds.substring(0, seconds.length() - 1) + "." + fraction.substring(1) + "Z";
    }

    /** 16 hex digits: how deleted containers of one name are told apart. */
    public String version() {
        return HexFormat.of().withUpperCase().toHexDigits(ticks);
    }

    /** What {@link #version} wrote; null if the text is none. */
    public static @Nullable Stamp parseVersion(String text) {
        if (text.length() != 16 || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        return new Stamp(HexFormat.fromHexDigitsToLong(text));
    }

    @Override
    public int compareTo(Stamp other) {
        return Long.compare(ticks, other.ticks);
    }
}
