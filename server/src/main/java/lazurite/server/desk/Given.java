package lazurite.server.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;
import lazurite.server.command.Arguments;
import lazurite.server.config.ConfigException;
import lazurite.terms.document.Level;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.use.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What stands behind a command's words. Whatever cannot be obeyed is a ConfigException that names the flag.
 *
 * @param now milliseconds since 1970: what durations count from
 */
record Given(String command, Arguments arguments, long now) {
    private static final Pattern DURATION = Pattern.compile("\\+?([1-9]\\d{0,4})([hd])");

    /** The operands, as many as are named. */
    List<String> operands(List<String> names) {
        List<String> operands = arguments.operands();
        if (operands.size() < names.size()) {
            throw new ConfigException(command + ": expected " + names.get(operands.size()) + ", found nothing");
        }
        if (operands.size() > names.size()) {
            throw new ConfigException(command + ": there is one word too many, '" + operands.get(names.size()) + "'");
        }
        return operands;
    }

    /** The first operand, an id. */
    String id() {
        return requireTag(command, arguments.operands().getFirst());
    }

    /** The first operand, a place in the log. */
    long operandIndex(String name) {
        return index(name, arguments.operands().getFirst());
    }

    /** The flag's value; null without it. */
    @Nullable
    String find(String flag) {
        return arguments.values().get(flag);
    }

    boolean has(String flag) {
        return arguments.switches().contains(flag);
    }

    String text(String flag) {
        String value = find(flag);
        if (value == null) {
            throw new ConfigException(flag + ": is required by '" + command + "'");
        }
        return value;
    }

    String textOr(String flag, String fallback) {
        String value = find(flag);
        return value == null ? fallback : value;
    }

    String tag(String flag) {
        return requireTag(flag, text(flag));
    }

    /** A place in the log. */
    long index(String flag) {
        return index(flag, text(flag));
    }

    List<Long> indices(String flag) {
        return items(flag).stream().map(item -> index(flag, item)).toList();
    }

    List<Hash> hashes(String flag) {
        return items(flag).stream().map(item -> hash(flag, item)).toList();
    }

    /** A day, a moment such as {@code 2026-11-27T10:00:00Z}, or a time from now such as {@code 72h} or {@code 30d}. */
    long time(String flag) {
        String text = text(flag);
        Matcher duration = DURATION.matcher(text);
        try {
            if (duration.matches()) {
                long count = Long.parseLong(duration.group(1));
                return now + (duration.group(2).equals("h") ? TimeUnit.HOURS : TimeUnit.DAYS).toMillis(count);
            }
            return text.length() == "2026-11-27".length()
                    ? LocalDate.parse(text)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant()
                            .toEpochMilli()
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeException wrong) {
            throw wrong(
                    flag, "a day, a moment such as 2026-11-27T10:00:00Z, or a time from now such as 72h or 30d", text);
        }
    }

    /** As {@link #time}, or the fallback without the flag. */
    long timeOr(String flag, long fallback) {
        return find(flag) == null ? fallback : time(flag);
    }

    String day(String flag) {
        try {
            return LocalDate.parse(text(flag)).toString();
        } catch (DateTimeException wrong) {
            throw wrong(flag, "a day such as 2026-11-27", text(flag));
        }
    }

    List<MeteredService> services(String flag) {
        List<MeteredService> services =
                items(flag).stream().map(item -> service(flag, item)).toList();
        if (services.isEmpty() || Set.copyOf(services).size() < services.size()) {
            throw wrong(flag, "services, each once, such as blob,queue", textOr(flag, ""));
        }
        return services;
    }

    /** {@code blob=no-growth,queue=warned}. */
    Map<MeteredService, Level> levels(String flag) {
        Map<MeteredService, Level> levels = new EnumMap<>(MeteredService.class);
        for (String item : items(flag)) {
            int equals = item.indexOf('=');
            if (equals < 0
                    || levels.put(
                                    service(flag, item.substring(0, equals)),
                                    choice(flag, item.substring(equals + 1), Level.values()))
                            != null) {
                throw wrong(flag, "services with their levels, such as blob=no-growth,queue=warned", text(flag));
            }
        }
        if (levels.isEmpty()) {
            throw wrong(flag, "services with their levels, such as blob=no-growth,queue=warned", textOr(flag, ""));
        }
        return levels;
    }

    /** One of the constants, in lower case and with hyphens. */
    <E extends Enum<E>> E choice(String flag, E[] choices) {
        return choice(flag, text(flag), choices);
    }

    /** What the file holds that the flag names. */
    byte[] file(String flag, int bytesMax) throws IOException {
        return content(flag, text(flag), bytesMax);
    }

    /** What a file holds. */
    static byte[] content(String place, String name, int bytesMax) throws IOException {
        Path path = Path.of(name);
        if (!Files.isRegularFile(path)) {
            throw new ConfigException(place + ": there is no file " + path);
        }
        if (Files.size(path) > bytesMax) {
            throw new ConfigException(place + ": " + path + " has more than " + bytesMax + " bytes");
        }
        return Files.readAllBytes(path);
    }

    private List<String> items(String flag) {
        String value = find(flag);
        return value == null || value.isEmpty() ? List.of() : List.of(value.split(",", -1));
    }

    private static long index(String flag, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw wrong(flag, "a place in the log, a whole number", text);
        }
    }

    private static Hash hash(String flag, String text) {
        try {
            return Hash.parseHex(text);
        } catch (RefusedException wrong) {
            throw wrong(flag, "SHA-256 in 64 hexadecimal digits", text);
        }
    }

    private static MeteredService service(String flag, String label) {
        return MeteredService.of(label)
                .orElseThrow(() -> wrong(
                        flag,
                        "one of "
                                + String.join(
                                        ", ",
                                        Stream.of(MeteredService.values())
                                                .map(MeteredService::label)
                                                .toList()),
                        label));
    }

    private static <E extends Enum<E>> E choice(String flag, String text, E[] choices) {
        return Stream.of(choices)
                .filter(choice -> label(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        flag,
                        "one of "
                                + String.join(
                                        ", ",
                                        Stream.of(choices).map(Given::label).toList()),
                        text));
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String requireTag(String place, String text) {
        if (!Tag.is(text)) {
            throw wrong(place, Tag.EXPECTED, text);
        }
        return text;
    }

    private static ConfigException wrong(String place, String expected, String found) {
        return new ConfigException(place + ": expected " + expected + ", found '" + found + "'");
    }
}
