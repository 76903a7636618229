package lazurite.terms.trace;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.Declaration;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;

/**
 * Makes the traces of docs/traces: days between the figures that the press published, which are few, are interpolated,
 * with noise from a seed. Each remark says what is published and what is assumed.
 *
 * <p>To write them anew: {@code mvn test -pl terms -am -Dtest=PublishedTracesTest -Dlazurite.traces.write=true
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class PublishedTraces {
    private static final LocalDate OPENED = LocalDate.of(2023, 1, 2);
    private static final int MONTH = 30;
    private static final long TB = 1_000_000_000_000L;
    private static final String SEED = "days between are interpolated; noise from seed ";
    private static final SeriesKey STORED = SeriesKey.of(MeteredService.BLOB, Meter.UsedCapacity);
    private static final SeriesKey CHARACTERS =
            SeriesKey.of(MeteredService.TRANSLATION, Meter.TextCharactersTranslated);
    private static final SeriesKey SECONDS = SeriesKey.of(MeteredService.SPEECH, Meter.AudioSecondsTranscribed);
    private static final SeriesKey PAGES = SeriesKey.of(MeteredService.DOCUMENTS, Meter.ProcessedPages);

    private final long seed;
    private final SplittableRandom random;
    private final SubscriptionUse use;
    private final Map<SeriesKey, long[]> monthly = new LinkedHashMap<>();

    private PublishedTraces(long seed, String id, String customerClass, String purpose, Set<MeteredService> services) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.use = new SubscriptionUse(id, OPENED);
        use.declare(0, new Declaration(customerClass, List.of(purpose), services));
    }

    /** The text of each trace by its file's name. */
    static Map<String, String> all() {
        Map<String, String> traces = new LinkedHashMap<>();
        traces.put("storage-tripled.csv", storageTripled());
        traces.put("storage-155-percent-late.csv", storageLate());
        traces.put("storage-155-percent-even.csv", storageEven());
        traces.put("ai-sixty-four-fold.csv", aiSixtyFourFold());
        traces.put("one-model-twenty-fold.csv", oneModelTwentyFold());
        traces.put("control-flat.csv", flat());
        traces.put("control-seasonal.csv", seasonal());
        return traces;
    }

    private static String storageTripled() {
        PublishedTraces trace = new PublishedTraces(1, "S-tripled", "immigration", "records", storage());
        trace.stored(420, 1400 * TB / 3, 200, 383, 3.0);
        return trace.text("published: stored data tripled, to 1,400 TB, in 183 days", "assumed: evenly, from day 200");
    }

    private static String storageLate() {
        PublishedTraces trace = new PublishedTraces(2, "S-late", "military", "records", storage());
        trace.stored(440, 400 * TB, 220, 402, 2.55);
        return trace.text(
                "published: storage use rose 155 % in ten months (304 days)",
                "assumed: from 400 TB, within the last 182 of the 304 days, which are days 98 to 402");
    }

    private static String storageEven() {
        PublishedTraces trace = new PublishedTraces(3, "S-even", "military", "records", storage());
        trace.stored(440, 400 * TB, 98, 402, 2.55);
        return trace.text(
                "published: storage use rose 155 % in ten months (304 days)",
                "assumed: from 400 TB, evenly, from day 98 to 402");
    }

    private static String aiSixtyFourFold() {
        Set<MeteredService> services = EnumSet.of(
                MeteredService.SPEECH, MeteredService.TRANSLATION, MeteredService.CHAT, MeteredService.DOCUMENTS);
        PublishedTraces trace = new PublishedTraces(4, "S-ai", "military", "logistics", services);
        double[] months = {1, 1, 1, 1, 1, 1, 1, 1, 7, 10.9, 16.9, 26.4, 41.1, 64, 64};
        trace.months(CHARACTERS, months, 600_000_000);
        trace.months(chat("gpt-4", Meter.ProcessedPromptTokens), months, 60_000_000);
        trace.months(chat("gpt-4", Meter.GeneratedTokens), months, 15_000_000);
        trace.months(SECONDS, months, 10_000_000);
        trace.months(PAGES, months, 75_000);
        return trace.text(
                "published: AI use rose 7-fold in one month and 64-fold in six, half of it translation, a quarter a"
                        + " language model, the rest speech to text and analysis of documents",
                "assumed: days 240 to 269 are the first month, 390 to 419 the sixth; between them each month the same"
                        + " factor; every service alike, weekends too");
    }

    private static String oneModelTwentyFold() {
        PublishedTraces trace =
                new PublishedTraces(5, "S-model", "military", "logistics", EnumSet.of(MeteredService.CHAT));
        trace.months(
                chat("gpt-3.5", Meter.GeneratedTokens), new double[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, 200_000_000);
        trace.months(
                chat("gpt-4", Meter.GeneratedTokens), new double[] {1, 1, 1, 1, 1, 1, 1, 1, 20, 20, 20}, 8_000_000);
        return trace.text(
                "published: use of one model, GPT-4, rose 20-fold",
                "assumed: from day 240 on, beside another model that is used 25 times as much before");
    }

    private static String flat() {
        PublishedTraces trace = new PublishedTraces(6, "S-flat", "health", "records", everything());
        trace.steady(500, _ -> 1.0, 0);
        return trace.text("a control: nothing changes");
    }

    private static String seasonal() {
        PublishedTraces trace = new PublishedTraces(7, "S-seasonal", "education", "teaching", everything());
        trace.steady(760, age -> 1 + 0.3 * StrictMath.sin(2 * Math.PI * age / 365), 0.4);
        return trace.text("a control: use swings by 30 % over the year, storage grows by 40 % a year");
    }

    /** A level that is even, grows evenly between two days to a multiple, and is even again. */
    private void stored(int days, long level, int from, int to, double multiple) {
        for (int age = 0; age < days; age++) {
            double done = Math.clamp((age - from) / (double) (to - from), 0, 1);
            double wobble = age < from || done == 0 || done == 1 ? 0 : 0.002 * (random.nextDouble() - 0.5);
            double now = level * (1 + (multiple - 1) * done + wobble);
            use.record(age, STORED, done == 1 ? (long) StrictMath.ceil(level * multiple) : (long) now);
        }
    }

    /** Months of 30 days whose sums are exact multiples of one month's. */
    private void months(SeriesKey key, double[] multiples, long month) {
        long[] values = new long[multiples.length * MONTH];
        for (int number = 0; number < multiples.length; number++) {
            double[] shares = new double[MONTH];
            double all = 0;
            for (int day = 0; day < MONTH; day++) {
                shares[day] = 0.9 + 0.2 * random.nextDouble();
                all += shares[day];
            }
            long left = Math.round(month * multiples[number]);
            for (int day = 0; day < MONTH - 1; day++) {
                long value = (long) (month * multiples[number] * shares[day] / all);
                values[number * MONTH + day] = value;
                left -= value;
            }
            values[number * MONTH + MONTH - 1] = left;
        }
        monthly.put(key, values);
    }

    private void record(Map<SeriesKey, long[]> series) {
        int days =
                series.values().stream().mapToInt(values -> values.length).max().orElse(0);
        for (int age = 0; age < days; age++) {
            for (Map.Entry<SeriesKey, long[]> each : series.entrySet()) {
                use.record(age, each.getKey(), each.getValue()[age]);
            }
        }
    }

    private void steady(int days, IntToDoubleFunction season, double storageGrowth) {
        for (int age = 0; age < days; age++) {
            double level = 300 * TB * (1 + storageGrowth * age / 365) * (1 + 0.002 * (random.nextDouble() - 0.5));
            use.record(age, STORED, (long) level);
            double busy = season.applyAsDouble(age) * weekday(age);
            use.record(age, SeriesKey.of(MeteredService.BLOB, Meter.Ingress), noisy(busy * 2 * TB));
            use.record(age, CHARACTERS, noisy(busy * 20_000_000));
            use.record(age, chat("gpt-4", Meter.GeneratedTokens), noisy(busy * 3_000_000));
        }
    }

    /** Less is done at weekends. */
    private static double weekday(int age) {
        return age % 7 >= 5 ? 0.35 : 1;
    }

    private long noisy(double mean) {
        return (long) (mean * (0.9 + 0.2 * random.nextDouble()));
    }

    private static SeriesKey chat(String model, Meter meter) {
        return new SeriesKey(MeteredService.CHAT, model, meter);
    }

    private static Set<MeteredService> storage() {
        return EnumSet.of(MeteredService.BLOB);
    }

    private static Set<MeteredService> everything() {
        return EnumSet.allOf(MeteredService.class);
    }

    private String text(String... remarks) {
        record(monthly);
        List<String> lines = new ArrayList<>(List.of(remarks));
        lines.add(SEED + seed);
        return TraceWriter.text(lines, use);
    }
}
