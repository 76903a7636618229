package lazurite.terms.use;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One subscription's declarations and daily meters since the day it opened. Grows at its end only: what was added for a
 * day never changes, so whatever is computed of days up to it stays true.
 *
 * <p>Days are counted from the day of opening, which is day 0; this number is called the subscription's age. A day is
 * <i>recorded</i> if any meter has a value for it: then a meter without one was at 0. Of a day that is not recorded
 * nothing is known.
 *
 * <p>Concurrency: one thread.
 */
public final class SubscriptionUse {
    /** Days that a subscription's use can cover: ten years. */
    public static final int DAYS_MAX = 3660;

    /** Series that a subscription can have. */
    public static final int SERIES_MAX = 256;

    /** A value's upper bound, so that sums over years stay far from overflow. */
    public static final long VALUE_MAX = 1_000_000_000_000_000_000L;

    private final String id;
    private final LocalDate opened;
    private final TreeMap<Integer, Declaration> declarations = new TreeMap<>();
    private final BitSet recorded = new BitSet();
    private final Map<SeriesKey, long[]> series = new LinkedHashMap<>();

    /** A subscription opened that day, with nothing declared and nothing used. */
    public SubscriptionUse(String id, LocalDate opened) {
        this.id = id;
        this.opened = opened;
        declarations.put(0, Declaration.NONE);
    }

    public String id() {
        return id;
    }

    public LocalDate opened() {
        return opened;
    }

    /** The day's distance from the day of opening; negative before it. */
    public long age(LocalDate day) {
        return ChronoUnit.DAYS.between(opened, day);
    }

    /** The day of that age. */
    public LocalDate day(int age) {
        return opened.plusDays(age);
    }

    /** Declares from that age on. */
    public void declare(int age, Declaration declaration) {
        require(age);
        if (age < declarations.lastKey()) {
            throw new IllegalArgumentException("declared for an earlier day than the last");
        }
        declarations.put(age, declaration);
    }

    /** The declaration in force at that age. */
    public Declaration declaration(int age) {
        return declarations.floorEntry(age).getValue();
    }

    /** Whether a new declaration was made at exactly that age. */
    public boolean declaredAt(int age) {
        return declarations.containsKey(age);
    }

    /** Adds a day's value. */
    public void record(int age, SeriesKey key, long value) {
        require(age);
        if (age < end() - 1) {
            throw new IllegalArgumentException("an earlier day than the last recorded one");
        }
        if (value < 0 || value > VALUE_MAX) {
            throw new IllegalArgumentException("no value from 0 to " + VALUE_MAX + ": " + value);
        }
        long[] values = series.get(key);
        if (values == null && series.size() == SERIES_MAX) {
            throw new IllegalArgumentException("more than " + SERIES_MAX + " series");
        }
        if (values == null || values.length <= age) {
            values = Arrays.copyOf(values == null ? new long[0] : values, Math.max(64, age + age / 2 + 1));
            series.put(key, values);
        }
        values[age] = value;
        recorded.set(age);
    }

    /** The age behind the last recorded one; 0 if none is. */
    public int end() {
        return recorded.length();
    }

    public boolean recorded(int age) {
        return recorded.get(age);
    }

    /** The last recorded age up to that one; -1 if there is none. */
    public int recordedUpTo(int age) {
        return age < 0 ? -1 : recorded.previousSetBit(age);
    }

    /** What has a series. */
    public Set<SeriesKey> series() {
        return Collections.unmodifiableSet(series.keySet());
    }

    /** A recorded day's value; 0 where there is none. */
    public long value(SeriesKey key, int age) {
        long[] values = series.get(key);
        return values == null || age >= values.length ? 0 : values[age];
    }

    private static void require(int age) {
        if (age < 0 || age >= DAYS_MAX) {
            throw new IllegalArgumentException("no age from 0 to " + (DAYS_MAX - 1) + " days: " + age);
        }
    }
}
