package lazurite.terms.signal;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;

/**
 * What can be said of one service of one subscription at an age, from the meters up to it. docs/terms.md defines each
 * function.
 *
 * <p>Concurrency: one thread.
 */
public final class Signals {
    /** Days after opening in which a subscription's use is learned and no signal is raised. */
    public static final int LEARNING_DAYS = 30;

    /** The least that growth is measured from, in bytes: 10 TB. */
    public static final long GROWTH_FLOOR_BYTES = 10_000_000_000_000L;

    /** Days that a function may look back, all periods together. */
    public static final int LOOK_BACK_DAYS_MAX = 1100;

    private final SubscriptionUse use;
    private final MeteredService service;
    private final Units units;
    private final Map<String, Units> models = new TreeMap<>();
    private final Cusum cusum;

    public Signals(SubscriptionUse use, MeteredService service) {
        this.use = use;
        this.service = service;
        this.units = new Units(use, service, "");
        this.cusum = new Cusum(use, units, Units.floor(service));
    }

    public MeteredService service() {
        return service;
    }

    public SubscriptionUse use() {
        return use;
    }

    /** Whether the subscription is still being learned. */
    public static boolean learning(int age) {
        return age < LEARNING_DAYS;
    }

    /** Bytes stored at that age, as last recorded; 0 if nothing was. */
    public long usedBytes(int age) {
        int day = use.recordedUpTo(age);
        return day < 0
                ? 0
                : Math.max(
                        use.value(SeriesKey.of(service, Meter.UsedCapacity), day),
                        service.counts(Meter.BlobCapacity)
                                ? use.value(SeriesKey.of(service, Meter.BlobCapacity), day)
                                : 0);
    }

    /**
     * Bytes stored, divided by those of {@code days} before, or of the last day of learning if that is later, and by at
     * least the floor; 0 if nothing is recorded up to then.
     */
    public double growth(int age, int days) {
        look(days, 0, 0);
        int base = Math.max(age - days, LEARNING_DAYS - 1);
        if (service.kind() != MeteredService.Kind.STORAGE || base >= age || use.recordedUpTo(base) < 0) {
            return 0;
        }
        return (double) usedBytes(age) / Math.max(usedBytes(base), GROWTH_FLOOR_BYTES);
    }

    /** Units of the {@code days} that end with that age. */
    public long units(int age, int days) {
        look(days, 0, 0);
        return units.of(age, days);
    }

    /**
     * Units of the {@code days} that end with that age, divided by the median of the {@code periods} of as many days
     * that end {@code gap} days before them, and by at least the floor. Periods that begin before the subscription do
     * not count; without any the ratio is 0.
     */
    public double ratio(int age, int days, int periods, int gap) {
        compare(days, periods, gap);
        return ratio(units, age, days, periods, gap);
    }

    /** The greatest such ratio of any one model of the service; 0 if models are not told apart. */
    public double modelRatio(int age, int days, int periods, int gap) {
        compare(days, periods, gap);
        for (SeriesKey key : use.series()) {
            if (key.service() == service && !key.model().isEmpty()) {
                models.computeIfAbsent(key.model(), model -> new Units(use, service, model));
            }
        }
        double greatest = 0;
        for (Units model : models.values()) {
            greatest = Math.max(greatest, ratio(model, age, days, periods, gap));
        }
        return greatest;
    }

    /** S of the one-sided CUSUM; the alarm is above 5. */
    public double cusum(int age) {
        return (double) cusum.at(age) / FixedPoint.ONE;
    }

    /** Whether the service is used that day although the declaration in force does not name it. */
    public boolean undeclared(int age) {
        return used(age) && !use.declaration(age).services().contains(service);
    }

    /** Whether any meter of the service is above 0 that day. */
    public boolean used(int age) {
        return use.series().stream().anyMatch(key -> key.service() == service && use.value(key, age) > 0);
    }

    private double ratio(Units of, int age, int days, int periods, int gap) {
        long[] sums = new long[periods];
        int whole = 0;
        for (int end = age - days - gap; whole < periods && end - days + 1 >= 0; end -= days) {
            sums[whole] = of.of(end, days);
            whole++;
        }
        if (whole == 0) {
            return 0;
        }
        long median = FixedPoint.median(Arrays.copyOf(sums, whole));
        return (double) of.of(age, days) / Math.max(median, Units.floor(service) * days);
    }

    private static void compare(int days, int periods, int gap) {
        look(days, periods, gap);
        if (periods == 0) {
            throw new IllegalArgumentException("compares with no period");
        }
    }

    private static void look(int days, int periods, int gap) {
        if (days < 1 || periods < 0 || gap < 0 || days * (periods + 1L) + gap > LOOK_BACK_DAYS_MAX) {
            throw new IllegalArgumentException("looks back over no days or more than " + LOOK_BACK_DAYS_MAX);
        }
    }
}
