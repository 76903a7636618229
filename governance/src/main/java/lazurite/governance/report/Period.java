package lazurite.governance.report;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import lazurite.ledger.RefusedException;

/**
 * The days that a report tells of, in UTC.
 *
 * @param from the first
 * @param to the first behind it
 */
public record Period(LocalDate from, LocalDate to) {
    private static final int YEARS_MAX = 10;
    private static final int YEAR_MAX = 9999;
    private static final int DAYS_BY_DAY_MAX = 31;
    private static final int DAYS_BY_WEEK_MAX = 186;

    /** How long the steps are in which use over time is told. */
    enum Step {
        DAY,
        WEEK,
        MONTH
    }

    public Period {
        if (!from.isBefore(to)
                || from.getYear() < 1970
                || from.plusYears(YEARS_MAX).isBefore(to)
                || to.getYear() > YEAR_MAX) {
            throw new RefusedException(
                    "A report tells of at least one day and at most " + YEARS_MAX + " years since 1970.");
        }
    }

    /** Reads a day such as 2026-11-27. */
    public static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException wrong) {
            throw new RefusedException("This is not a day such as 2026-11-27.");
        }
    }

    boolean holds(LocalDate day) {
        return !day.isBefore(from) && day.isBefore(to);
    }

    /** As {@link #holds(LocalDate)}; not a day that there is none of, such as 2026-02-30. */
    boolean holds(String day) {
        try {
            return holds(day(day));
        } catch (RefusedException none) {
            return false;
        }
    }

    boolean holds(long millis) {
        return millis >= millis(from) && millis < endMillis();
    }

    /** The first millisecond behind it. */
    long endMillis() {
        return millis(to);
    }

    Step step() {
        long days = ChronoUnit.DAYS.between(from, to);
        if (days <= DAYS_BY_DAY_MAX) {
            return Step.DAY;
        }
        return days <= DAYS_BY_WEEK_MAX ? Step.WEEK : Step.MONTH;
    }

    /** First day of the step that the day is in; of the first step, the first day of all. */
    LocalDate stepOf(LocalDate day) {
        LocalDate start = switch (step()) {
            case DAY -> day;
            case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> day.withDayOfMonth(1);
        };
        return start.isBefore(from) ? from : start;
    }

    /** The first day of each step, in order. */
    List<LocalDate> steps() {
        List<LocalDate> steps = new ArrayList<>();
        for (LocalDate day = from; day.isBefore(to); ) {
            steps.add(day);
            LocalDate start = day;
            day = switch (step()) {
                case DAY -> start.plusDays(1);
                case WEEK -> start.with(TemporalAdjusters.next(DayOfWeek.MONDAY));
                case MONTH -> start.withDayOfMonth(1).plusMonths(1);
            };
        }
        return steps;
    }

    private static long millis(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
