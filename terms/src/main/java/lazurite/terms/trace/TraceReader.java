package lazurite.terms.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.terms.meter.Meter;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.CustomerClass;
import lazurite.terms.use.Declaration;
import lazurite.terms.use.SeriesKey;
import lazurite.terms.use.SubscriptionUse;
import lazurite.terms.use.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace strictly: what docs/formats/trace.md does not name is an error with line and field, and so is whatever
 * exceeds its limits.
 *
 * <p>Concurrency: one thread, one trace.
 */
public final class TraceReader {
    /** Rows of a trace. */
    public static final int ROWS_MAX = 2_000_000;

    /** Subscriptions in a trace. */
    public static final int SUBSCRIPTIONS_MAX = 10_000;

    static final String FIRST = "# lazurite-trace 1";
    static final String HEADER = "day,subscription,name,value";
    private static final int LINE_MAX_CHARS = 4096;

    private final String name;
    private final Map<String, SubscriptionUse> subscriptions = new LinkedHashMap<>();
    private final Set<String> namedToday = new HashSet<>();
    private LocalDate today = LocalDate.MIN;
    private int line;
    private int rows;

    private TraceReader(String name) {
        this.name = name;
    }

    /**
     * Reads one trace.
     *
     * @throws TraceException if it is none
     */
    public static Trace read(String name, Reader source) throws IOException {
        TraceReader reader = new TraceReader(name);
        BoundedLines lines = new BoundedLines(new BufferedReader(source), LINE_MAX_CHARS);
        for (String text = reader.next(lines); text != null; text = reader.next(lines)) {
            reader.take(text);
        }
        if (reader.line < 3) {
            throw reader.wrong("a trace begins with the lines '" + FIRST + "' and '" + HEADER + "'");
        }
        return new Trace(name, new ArrayList<>(reader.subscriptions.values()));
    }

    @Nullable
    private String next(BoundedLines lines) throws IOException {
        line++;
        try {
            return lines.next();
        } catch (BoundedLines.TooLongException tooLong) {
            throw wrong("a line has at most " + LINE_MAX_CHARS + " characters");
        }
    }

    private void take(String text) {
        if (line == 1 && !text.equals(FIRST)) {
            throw wrong("expected '" + FIRST + "'");
        }
        if (text.startsWith("#")) {
            if (line == 2) {
                throw wrong("expected '" + HEADER + "'");
            }
            return;
        }
        if (line == 2) {
            if (!text.equals(HEADER)) {
                throw wrong("expected '" + HEADER + "'");
            }
            return;
        }
        rows++;
        if (rows > ROWS_MAX) {
            throw wrong("a trace has at most " + ROWS_MAX + " rows");
        }
        String[] fields = text.split(",", -1);
        if (fields.length != 4) {
            throw wrong("expected the four fields " + HEADER + ", found " + fields.length);
        }
        row(fields[0], fields[1], fields[2], fields[3]);
    }

    private void row(String dayText, String id, String field, String value) {
        LocalDate day = day(dayText);
        if (!Tag.is(id)) {
            throw wrong("subscription: expected " + Tag.EXPECTED);
        }
        SubscriptionUse use = subscriptions.get(id);
        if (use == null) {
            open(day, id, field, value);
            return;
        }
        int age = age(use, day);
        if (!namedToday.add(id + "," + field)) {
            throw wrong("name: " + shown(field) + " of " + id + " has a value for this day already");
        }
        switch (field) {
            case "opened" -> throw wrong("name: " + id + " is open already");
            case "class", "purposes", "services" -> use.declare(age, declared(use.declaration(age), field, value));
            default -> record(use, age, key(field), value(value));
        }
    }

    private LocalDate day(String text) {
        LocalDate day;
        try {
            day = LocalDate.parse(text);
        } catch (DateTimeParseException none) {
            throw wrong("day: expected a day such as 2026-03-31, found " + shown(text));
        }
        if (day.isBefore(today)) {
            throw wrong("day: " + text + " comes behind " + today + "; rows are in the order of days");
        }
        if (day.isAfter(today)) {
            namedToday.clear();
            today = day;
        }
        return day;
    }

    private void open(LocalDate day, String id, String field, String value) {
        if (!field.equals("opened")) {
            throw wrong("name: the first row of " + id + " must be 'opened', found " + shown(field));
        }
        if (!value.isEmpty()) {
            throw wrong("value: 'opened' has none, found " + shown(value));
        }
        if (subscriptions.size() == SUBSCRIPTIONS_MAX) {
            throw wrong("subscription: a trace has at most " + SUBSCRIPTIONS_MAX);
        }
        subscriptions.put(id, new SubscriptionUse(id, day));
    }

    private int age(SubscriptionUse use, LocalDate day) {
        long age = use.age(day);
        if (age >= SubscriptionUse.DAYS_MAX) {
            throw wrong("day: a subscription's trace covers at most " + SubscriptionUse.DAYS_MAX + " days");
        }
        return Math.toIntExact(age);
    }

    private Declaration declared(Declaration before, String field, String value) {
        return switch (field) {
            case "class" -> new Declaration(customerClass(value), before.purposes(), before.services());
            case "purposes" -> new Declaration(before.customerClass(), purposes(value), before.services());
            default -> new Declaration(before.customerClass(), before.purposes(), services(value));
        };
    }

    private List<String> purposes(String value) {
        Set<String> purposes = new LinkedHashSet<>();
        for (String word : words(value)) {
            if (!purposes.add(tag("purposes", word))) {
                throw wrong("value: purpose '" + word + "' stands there twice");
            }
        }
        if (purposes.size() > Declaration.PURPOSES_MAX) {
            throw wrong("value: at most " + Declaration.PURPOSES_MAX + " purposes");
        }
        return List.copyOf(purposes);
    }

    private Set<MeteredService> services(String value) {
        Set<MeteredService> services = EnumSet.noneOf(MeteredService.class);
        for (String word : words(value)) {
            if (!services.add(service(word, "value"))) {
                throw wrong("value: service '" + word + "' stands there twice");
            }
        }
        return services;
    }

    private static String[] words(String value) {
        return value.isEmpty() ? new String[0] : value.split(" ", -1);
    }

    private String customerClass(String value) {
        if (CustomerClass.find(value) == null) {
            throw wrong("value: expected for class one of " + CustomerClass.labels() + ", found " + shown(value));
        }
        return value;
    }

    private String tag(String field, String value) {
        if (!Tag.is(value)) {
            throw wrong("value: expected for " + field + " " + Tag.EXPECTED + ", found " + shown(value));
        }
        return value;
    }

    private MeteredService service(String label, String field) {
        return MeteredService.of(label).orElseThrow(() -> wrong(field + ": there is no service " + shown(label)));
    }

    /** {@code service.Meter} or {@code service/model.Meter}. */
    private SeriesKey key(String field) {
        int dot = field.lastIndexOf('.');
        if (dot < 0) {
            throw wrong("name: expected opened, class, purposes, services or service.Meter, found " + shown(field));
        }
        int slash = field.indexOf('/');
        String label = field.substring(0, slash < 0 ? dot : Math.min(slash, dot));
        String model = slash < 0 || slash > dot ? "" : field.substring(slash + 1, dot);
        MeteredService service = service(label, "name");
        Meter meter = meter(service, field.substring(dot + 1));
        if (slash >= 0 && service.kind() != MeteredService.Kind.AI) {
            throw wrong("name: " + label + " has no models");
        }
        if (slash >= 0 && !Tag.is(model)) {
            throw wrong("name: expected for the model " + Tag.EXPECTED);
        }
        return new SeriesKey(service, model, meter);
    }

    private Meter meter(MeteredService service, String text) {
        for (Meter meter : Meter.values()) {
            if (meter.name().equals(text) && service.counts(meter)) {
                return meter;
            }
        }
        throw wrong("name: " + service.label() + " has no meter " + shown(text));
    }

    private long value(String text) {
        if (!text.matches("0|[1-9]\\d{0,18}")) {
            throw wrong("value: expected a whole number, found " + shown(text));
        }
        long value = text.length() > 18 && text.compareTo("1000000000000000000") > 0 ? -1 : Long.parseLong(text);
        if (value < 0) {
            throw wrong("value: at most " + SubscriptionUse.VALUE_MAX + ", found " + text);
        }
        return value;
    }

    private void record(SubscriptionUse use, int age, SeriesKey key, long value) {
        if (!use.series().contains(key) && use.series().size() == SubscriptionUse.SERIES_MAX) {
            throw wrong("name: a subscription has at most " + SubscriptionUse.SERIES_MAX + " series");
        }
        use.record(age, key, value);
    }

    private TraceException wrong(String what) {
        return new TraceException(name + " line " + line + ": " + what);
    }

    /** The text in quotes, cut to what a line of a terminal holds, without what would move its cursor. */
    private static String shown(String text) {
        String cut = text.length() > 60 ? text.substring(0, 60) + "..." : text;
        return "'" + cut.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
