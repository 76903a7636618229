package lazurite.governance.report;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import lazurite.governance.event.Logged;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import lazurite.terms.meter.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Use by declared class over time, as sums of bands. A figure is told if at least {@link #SUBSCRIPTIONS_MIN}
 * subscriptions of the class used something of the meter in that step, or if all that did are of a class that their
 * contract makes public, which shows in the entry that opened them. All others are withheld, and not added to any other
 * figure.
 *
 * <p>Concurrency: one thread.
 */
final class Usage {
    static final int SUBSCRIPTIONS_MIN = 5;

    private final Period period;
    private final Map<String, Set<String>> publicClasses = new HashMap<>();
    private final SortedMap<String, SortedMap<LocalDate, Cell>> cells = new TreeMap<>();
    private final Sources withheld = new Sources();
    private final Sources corrected = new Sources();
    private final Sources disputed = new Sources();

    /** What a class used in a step. */
    private static final class Cell {
        private final Set<String> subscriptions = new HashSet<>();
        private final Sources entries = new Sources();
        private final Map<String, Reading> meters = new TreeMap<>();
    }

    /** What one meter of a cell came to. */
    private static final class Reading {
        private final Map<String, Level> levels = new HashMap<>();
        private final Set<String> users = new HashSet<>();
        private Amount sum = Amount.ZERO;

        private record Level(String day, long band) {}

        void add(String subscription, String day, long band, boolean isLevel) {
            if (band >= 0) {
                users.add(subscription);
            }
            if (isLevel) {
                levels.merge(
                        subscription, new Level(day, band), (a, b) -> b.day().compareTo(a.day()) >= 0 ? b : a);
            } else {
                sum = sum.plus(Amount.ofBand(band));
            }
        }

        Amount amount() {
            Amount all = sum;
            for (Level level : levels.values()) {
                all = all.plus(Amount.ofBand(level.band()));
            }
            return all;
        }
    }

    /**
     * What is told of a class, a meter and a step.
     *
     * @param amount null if it is withheld
     * @param entries empty if it is withheld
     */
    record Point(LocalDate start, @Nullable Amount amount, Sources entries) {}

    Usage(Period period) {
        this.period = period;
    }

    /** Takes the log's next entry: meters by the day that they are of, not by when they were written. */
    void add(Logged logged) {
        switch (logged.event()) {
            case SubscriptionEvent.Opened it -> declare(it.subscription(), it.customerClass());
            case SubscriptionEvent.PurposeChanged it -> declare(it.subscription(), it.customerClass());
            case MeterEvent meter when counts(meter) -> meter(logged.index(), meter);
            default -> {}
        }
    }

    /** What a customer disputes may be no day at all, in a log of before disputes were held against the day's entry. */
    private boolean counts(MeterEvent meter) {
        return meter instanceof MeterEvent.Disputed disputed
                ? period.holds(disputed.day())
                : period.holds(Period.day(meter.day()));
    }

    private void declare(String subscription, @Nullable String customerClass) {
        if (customerClass != null) {
            publicClasses.computeIfAbsent(subscription, _ -> new HashSet<>()).add(customerClass);
        }
    }

    private void meter(long index, MeterEvent meter) {
        switch (meter) {
            case MeterEvent.Daily daily -> daily(index, daily);
            case MeterEvent.Corrected _ -> corrected.add(index);
            case MeterEvent.Disputed _ -> disputed.add(index);
        }
    }

    private void daily(long index, MeterEvent.Daily daily) {
        String customerClass = daily.customerClass();
        SortedMap<String, Long> bands = daily.bands();
        if (customerClass == null || bands == null) {
            withheld.add(index);
            return;
        }
        Cell cell = cells.computeIfAbsent(customerClass, _ -> new TreeMap<>())
                .computeIfAbsent(period.stepOf(Period.day(daily.day())), _ -> new Cell());
        cell.subscriptions.add(daily.subscription());
        cell.entries.add(index);
        bands.forEach((meter, band) -> cell.meters
                .computeIfAbsent(meter, _ -> new Reading())
                .add(daily.subscription(), daily.day(), band, isLevel(meter)));
    }

    /** By class and meter, the steps in which the class was metered; one of zeroes only is left out. */
    SortedMap<String, SortedMap<String, SortedMap<LocalDate, Point>>> points() {
        SortedMap<String, SortedMap<String, SortedMap<LocalDate, Point>>> all = new TreeMap<>();
        cells.forEach((customerClass, steps) -> {
            SortedMap<String, SortedMap<LocalDate, Point>> meters = new TreeMap<>();
            steps.forEach((start, cell) ->
                    cell.meters.forEach((meter, reading) -> meters.computeIfAbsent(meter, _ -> new TreeMap<>())
                            .put(start, point(customerClass, start, cell, reading))));
            meters.values().removeIf(Usage::isUnused);
            all.put(customerClass, meters);
        });
        return all;
    }

    private static boolean isUnused(SortedMap<LocalDate, Point> points) {
        return points.values().stream()
                .allMatch(point -> point.amount() != null && point.amount().isZero());
    }

    private Point point(String customerClass, LocalDate start, Cell cell, Reading reading) {
        // nobody used it: that too is told of a class only, not of a few subscriptions
        Set<String> concerned = reading.users.isEmpty() ? cell.subscriptions : reading.users;
        boolean told = concerned.size() >= SUBSCRIPTIONS_MIN || isPublic(customerClass, concerned);
        return told ? new Point(start, reading.amount(), cell.entries) : new Point(start, null, new Sources());
    }

    private boolean isPublic(String customerClass, Set<String> subscriptions) {
        return subscriptions.stream()
                .allMatch(subscription ->
                        publicClasses.getOrDefault(subscription, Set.of()).contains(customerClass));
    }

    /** Days of subscriptions whose use their contract does not make public. */
    Sources withheld() {
        return withheld;
    }

    Sources corrected() {
        return corrected;
    }

    Sources disputed() {
        return disputed;
    }

    /** Whether a step shows the meter's last value; else it shows the sum of its days. */
    static boolean isLevel(String meter) {
        return Stream.of(Meter.values())
                .anyMatch(known -> known.kind() == Meter.Kind.LEVEL
                        && Stream.of(meter.split("\\.")).anyMatch(known.name()::equals));
    }
}
