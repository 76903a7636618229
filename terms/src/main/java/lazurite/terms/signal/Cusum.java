package lazurite.terms.signal;

import java.util.Arrays;
import lazurite.terms.use.SubscriptionUse;

/**
 * One-sided CUSUM on the logarithm of daily units: {@code S = max(0, S + z - 0.5)}, an alarm above 5, after which S
 * begins at 0 again (E. S. Page, 1954). z is the day's distance from the median of the trailing 90 days, in robust
 * standard deviations of these: 1.4826 times the median absolute deviation, and at least 3/8.
 *
 * <p>All numbers are in 1/65536. Each day is computed once and kept, since past days do not change.
 *
 * <p>Concurrency: one thread.
 */
final class Cusum {
    static final int TRAILING_DAYS = 90;

    /** Recorded days among the trailing ones below which S stays at 0. */
    static final int RECORDED_MIN = 30;

    private static final long ALARM = 5 * FixedPoint.ONE;
    private static final long SLACK = FixedPoint.ONE / 2;
    private static final long DEVIATION_MIN = FixedPoint.ONE * 3 / 8;

    private final SubscriptionUse use;
    private final Units units;
    private final long floor;
    private long[] logs = new long[0];
    private long[] sums = new long[0];
    private int computed;

    /** Of these units, of which a day's less than the floor counts as the floor. */
    Cusum(SubscriptionUse use, Units units, long floor) {
        this.use = use;
        this.units = units;
        this.floor = floor;
    }

    /** S at that age, before an alarm sets it back. */
    long at(int age) {
        if (age >= sums.length) {
            logs = Arrays.copyOf(logs, age + age / 2 + 1);
            sums = Arrays.copyOf(sums, logs.length);
        }
        while (computed <= age) {
            sums[computed] = next(computed);
            computed++;
        }
        return sums[age];
    }

    private long next(int age) {
        long before = age == 0 || sums[age - 1] > ALARM ? 0 : sums[age - 1];
        if (!use.recorded(age)) {
            return before;
        }
        logs[age] = FixedPoint.log2(Math.max(units.at(age), floor));
        long[] trailing = trailing(age);
        if (trailing.length < RECORDED_MIN) {
            return 0;
        }
        long median = FixedPoint.median(trailing);
        long[] distances =
                Arrays.stream(trailing).map(log -> Math.abs(log - median)).toArray();
        long deviation = Math.max(Math.floorDiv(FixedPoint.median(distances) * 14826, 10000), DEVIATION_MIN);
        long z = Math.floorDiv((logs[age] - median) << FixedPoint.BITS, deviation);
        return Math.max(0, before + z - SLACK);
    }

    private long[] trailing(int age) {
        long[] found = new long[TRAILING_DAYS];
        int count = 0;
        for (int day = Math.max(0, age - TRAILING_DAYS); day < age; day++) {
            if (use.recorded(day)) {
                found[count++] = logs[day];
            }
        }
        return Arrays.copyOf(found, count);
    }
}
