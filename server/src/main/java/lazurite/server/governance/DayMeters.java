package lazurite.server.governance;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.service.meter.MeterRows;
import lazurite.store.MetadataStore;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.SeriesKey;
import org.jspecify.annotations.Nullable;

/**
 * The exact numbers of one subscription's day: what its entry commits to.
 *
 * @param subscription the pseudonym
 * @param values by names such as {@code blob.UsedCapacity}
 */
public record DayMeters(String subscription, LocalDate day, SortedMap<String, Long> values) {
    private static final int HOURS = 24;

    public DayMeters {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
        values.forEach((name, value) -> {
            if (SeriesKey.parse(name).isEmpty() || value < 0 || value > Json.INTEGER_MAX) {
                throw new RefusedException("There is no meter '" + name + "', or not with the value " + value + ".");
            }
        });
    }

    /** The first hour of a day, as meters count them. */
    static long firstHour(LocalDate day) {
        return day.toEpochDay() * HOURS;
    }

    /**
     * What the closed hours of the day come to: sums of what adds up, the last of what stands. What stood the day before
     * and was measured in no hour of this one stands still, for where no server runs nothing changes.
     *
     * @param id of the subscription in the configuration
     * @param before the day before; null if there is none
     */
    static DayMeters of(MetadataStore store, String id, String pseudonym, LocalDate day, @Nullable DayMeters before) {
        SortedMap<String, Long> values = new TreeMap<>();
        values.put(SeriesKey.of(MeteredService.BLOB, Meter.Transactions).text(), 0L);
        if (before != null) {
            before.values.forEach((name, value) -> values.put(name, isLevel(name) ? value : 0L));
        }
        List<MeterRows.Hour> hours = new ArrayList<>();
        MeterRows.closed(store, id, firstHour(day), firstHour(day.plusDays(1)), hours::add);
        for (MeterRows.Hour hour : hours) {
            MeteredService service = MeteredService.of(hour.key().service()).orElseThrow();
            hour.record().values().forEach((meter, value) -> {
                String name = SeriesKey.of(service, meter).text();
                switch (meter.kind()) {
                    case SUM -> values.merge(name, bounded(value), (a, b) -> bounded(a + b));
                    case LEVEL -> values.put(name, bounded(value));
                }
            });
        }
        return new DayMeters(pseudonym, day, values);
    }

    /** Refuses what is none. */
    public static DayMeters read(Json content) {
        FieldReader in = FieldReader.of(content);
        String subscription = in.text("sub");
        LocalDate day = LocalDate.parse(in.text("day"));
        FieldReader meters = new FieldReader(in.fields("meters"));
        in.requireNoMore();
        SortedMap<String, Long> values = new TreeMap<>();
        FieldReader.of(content)
                .fields("meters")
                .byName()
                .keySet()
                .forEach(name -> values.put(name, meters.number(name)));
        return new DayMeters(subscription, day, values);
    }

    Json.Fields content() {
        FieldWriter meters = new FieldWriter();
        values.forEach(meters::number);
        return new FieldWriter()
                .text("sub", subscription)
                .text("day", day.toString())
                .json("meters", meters.done())
                .done();
    }

    /** Floor of the binary logarithm of each, -1 for 0. */
    SortedMap<String, Long> bands() {
        SortedMap<String, Long> bands = new TreeMap<>();
        values.forEach((name, value) -> bands.put(name, (long) Long.SIZE - 1 - Long.numberOfLeadingZeros(value)));
        return bands;
    }

    Map<SeriesKey, Long> bySeries() {
        Map<SeriesKey, Long> series = new LinkedHashMap<>();
        values.forEach((name, value) -> series.put(SeriesKey.parse(name).orElseThrow(), value));
        return series;
    }

    private static boolean isLevel(String name) {
        return SeriesKey.parse(name).orElseThrow().meter().kind() == Meter.Kind.LEVEL;
    }

    /** Entries hold no greater number. */
    private static long bounded(long value) {
        return Math.min(value, Json.INTEGER_MAX);
    }
}
