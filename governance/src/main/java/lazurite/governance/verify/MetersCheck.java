package lazurite.governance.verify;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.MeterEvent;
import lazurite.governance.event.SubscriptionEvent;
import org.jspecify.annotations.Nullable;

/** I3: one meter.daily for each day of each open subscription, by the end of the next day, in the order of days. */
final class MetersCheck implements Check {
    /** A subscription from its opening on. Days are counted from 1970 on. */
    private static final class Metered {
        final Place opened;
        final long first;
        long next;
        long last = Long.MAX_VALUE;

        /** Indices of the meters of the days from the first on. */
        final Indices meters = new Indices();

        Metered(Place opened, long first) {
            this.opened = opened;
            this.first = first;
            this.next = first;
        }

        /** The first day that has no meters though it is one of the subscription's, which there always is while open. */
        boolean isDue() {
            return next <= last;
        }

        /** Index of the day's meters; {@link Indices#NONE} if there are none. */
        long meter(long day) {
            return day < first || day - first >= meters.size() ? Indices.NONE : meters.at((int) (day - first));
        }
    }

    /** Most days that may be left out in all: eight bytes each are kept for days that cost a hostile log nothing. */
    private static final long GAPS_MAX = 1_000_000;

    private long gapsLeft = GAPS_MAX;
    private final Map<String, Metered> subscriptions = new HashMap<>();
    private final Findings findings = new Findings(Invariant.I3);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I3;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case SubscriptionEvent event -> subscription(step, event);
            case MeterEvent event -> meter(step, event);
            default -> {
                // says nothing of days
            }
        }
    }

    private void subscription(Step step, SubscriptionEvent event) {
        Metered known = subscriptions.get(event.subscription());
        switch (event) {
            case SubscriptionEvent.Opened opened -> {
                findings.require(known == null || !known.isDue(), step.place(), "The subscription is open already.");
                day(step.place(), opened.day())
                        .ifPresent(day -> subscriptions.put(opened.subscription(), new Metered(step.place(), day)));
            }
            case SubscriptionEvent.PurposeChanged _ ->
                findings.require(known != null, step.place(), "The subscription was never opened.");
            case SubscriptionEvent.Closed closed -> {
                if (known == null) {
                    findings.broken(step.place(), "The subscription was never opened.");
                } else {
                    day(step.place(), closed.day()).ifPresent(day -> known.last = day);
                }
            }
        }
    }

    private void meter(Step step, MeterEvent event) {
        Metered known = subscriptions.get(event.subscription());
        OptionalLong parsed = day(step.place(), event.day());
        if (known == null) {
            findings.broken(step.place(), "The subscription was never opened.");
        } else if (parsed.isPresent()) {
            meter(step, event, known, parsed.getAsLong());
        }
    }

    private void meter(Step step, MeterEvent event, Metered known, long day) {
        switch (event) {
            case MeterEvent.Daily _ -> daily(step, known, day);
            case MeterEvent.Corrected corrected ->
                findings.require(
                        known.meter(day) == corrected.corrects(),
                        step.place(),
                        "It corrects entry " + corrected.corrects() + ", which is not the day's meter.daily.");
            case MeterEvent.Disputed disputed ->
                findings.require(
                        known.meter(day) == disputed.disputes(),
                        step.place(),
                        "It disputes entry " + disputed.disputes() + ", which is not the day's meter.daily.");
        }
    }

    private void daily(Step step, Metered known, long day) {
        if (day != known.next || !known.isDue()) {
            String expected = known.isDue() ? LocalDate.ofEpochDay(known.next) + " is next" : "no day is left";
            findings.broken(
                    step.place(),
                    "It is of " + LocalDate.ofEpochDay(day) + ", where " + expected + " of the subscription.");
        }
        long gap = day - known.next;
        if (gap >= 0 && gap <= Math.min(Indices.GAP_MAX, gapsLeft)) {
            gapsLeft -= gap;
            known.meters.fill((int) (day - known.first));
            known.meters.add(step.logged().index());
            known.next = day + 1;
        }
        findings.due(
                step.place(),
                deadline(day),
                step.time(),
                "The meters of " + LocalDate.ofEpochDay(day) + " came after the end of the next day.");
    }

    @Override
    public void end(End end) {
        subscriptions.forEach((name, known) -> {
            if (known.isDue()) {
                findings.due(
                        known.opened,
                        deadline(known.next),
                        end.now(),
                        "The subscription " + name + " has no meter.daily of " + LocalDate.ofEpochDay(known.next)
                                + ".");
            }
        });
    }

    /** The end of the day behind. */
    private static long deadline(long day) {
        return TimeUnit.DAYS.toMillis(day + 2);
    }

    private OptionalLong day(Place place, String text) {
        LocalDate day = parsed(text);
        if (day == null) {
            findings.broken(place, "There is no day " + text + ".");
            return OptionalLong.empty();
        }
        return OptionalLong.of(day.toEpochDay());
    }

    private static @Nullable LocalDate parsed(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException thirtieth) {
            return null;
        }
    }
}
