package lazurite.governance.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.Json;
import lazurite.terms.document.Level;
import lazurite.terms.document.Severity;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.Tag;

/** Reads and writes what several entries have: ids, services, levels. */
final class Names {
    private static final Pattern DAY = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])");

    private Names() {}

    /** A tag that names a case, subscription, page or person. */
    static String tag(FieldReader in, String name) {
        return requireTag(in.text(name), name);
    }

    static String requireTag(String text, String name) {
        if (!Tag.is(text)) {
            throw new RefusedException("The field '" + name + "' is not " + Tag.EXPECTED + ".");
        }
        return text;
    }

    /** A day in UTC, such as 2026-11-27. */
    static String day(FieldReader in, String name) {
        String day = in.text(name);
        if (!DAY.matcher(day).matches()) {
            throw new RefusedException("The field '" + name + "' is not a day such as 2026-11-27.");
        }
        return day;
    }

    static MeteredService service(String label) {
        return MeteredService.of(label)
                .orElseThrow(() -> new RefusedException("There is no service called so in entries."));
    }

    /** At least one service, none twice. */
    static List<MeteredService> services(FieldReader in, String name) {
        List<MeteredService> services =
                in.texts(name).stream().map(Names::service).toList();
        if (services.isEmpty() || services.stream().distinct().count() < services.size()) {
            throw new RefusedException("The field '" + name + "' names no service, or one twice.");
        }
        return services;
    }

    static Json.Items labels(List<MeteredService> services) {
        List<Json> labels = new ArrayList<>();
        services.forEach(service -> labels.add(new Json.Text(service.label())));
        return new Json.Items(labels);
    }

    /** A level for at least one service. */
    static Map<MeteredService, Level> levels(FieldReader in, String name) {
        Map<MeteredService, Level> levels = new EnumMap<>(MeteredService.class);
        in.fields(name).byName().forEach((label, value) -> levels.put(service(label), level(value)));
        if (levels.isEmpty()) {
            throw new RefusedException("The field '" + name + "' names no service.");
        }
        return Collections.unmodifiableMap(levels);
    }

    static Json.Fields labels(Map<MeteredService, Level> levels) {
        return Json.Fields.of(levels.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().label(),
                        entry -> new Json.Text(entry.getValue().label()))));
    }

    static Severity severity(FieldReader in, String name) {
        return choice(in.text(name), name, Severity.values());
    }

    /** The constant of an enumeration that is written like this. */
    static <E extends Enum<E>> E choice(String text, String name, E[] choices) {
        return Stream.of(choices)
                .filter(choice -> label(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> new RefusedException("The field '" + name + "' is none of "
                        + String.join(", ", Stream.of(choices).map(Names::label).toList()) + "."));
    }

    /** How entries write a constant: {@code no-growth}. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Level level(Json value) {
        if (value instanceof Json.Text text) {
            return choice(text.value(), "levels", Level.values());
        }
        throw new RefusedException("A level is a text.");
    }
}
