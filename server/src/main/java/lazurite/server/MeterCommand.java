package lazurite.server;

import java.io.IOException;
import java.io.PrintStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.service.meter.FocusCsv;
import lazurite.service.meter.Hours;
import lazurite.service.meter.MeterRows;
import lazurite.store.MetadataStore;
import lazurite.terms.meter.Meter;
import org.jspecify.annotations.Nullable;

/** {@code meter show} and {@code meter export}: what subscriptions used, read from a data folder that no server has open. */
final class MeterCommand {
    private static final String FROM = "--from";
    private static final String TO = "--to";
    private static final String FORMAT = "--format";
    private static final String BY = "--by";
    private static final String PROVIDER = "--provider";

    private MeterCommand() {}

    static int run(List<String> words, PrintStream out, PrintStream err) throws IOException {
        String second = words.isEmpty() ? "" : words.getFirst();
        return switch (second) {
            case "show" -> show(words.subList(1, words.size()), out);
            case "export" -> export(words.subList(1, words.size()), out, err);
            default ->
                throw new ConfigException("meter: expected 'meter show' or 'meter export', found "
                        + (second.isEmpty() ? "nothing behind it" : "'" + second + "'"));
        };
    }

    private static int show(List<String> words, PrintStream out) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words, Set.of(FROM, TO));
        arguments.noOperands("meter show");
        Range range = Range.of(arguments);
        return reading(arguments, metadata -> {
            MeterRows.closed(metadata, range.from(), range.to(), hour -> out.println(line(hour)));
            open(metadata, range).forEach(hour -> out.println(line(hour)));
        });
    }

    private static int export(List<String> words, PrintStream out, PrintStream err) throws IOException {
        ServerArguments arguments = ServerArguments.forData(words, Set.of(FROM, TO, FORMAT, BY, PROVIDER));
        arguments.noOperands("meter export");
        choice(arguments, FORMAT, "focus", "focus");
        int hours = choice(arguments, BY, "hour", "hour", "day").equals("day") ? 24 : 1;
        Range range = Range.of(arguments).wholeMultiplesOf(hours);
        String provider = arguments.other(PROVIDER);
        return reading(arguments, metadata -> {
            FocusCsv csv = new FocusCsv(out::println, provider == null ? "Lazurite" : provider, hours);
            MeterRows.closed(metadata, range.from(), range.to(), csv::add);
            csv.finish();
            int open = open(metadata, range).size();
            if (open > 0) {
                err.println("lazurite: not in it are " + open
                        + " hours that are not closed; the server closes those that are over when it runs");
            }
        });
    }

    /** What a command does with the rows. */
    private interface Reading {
        void of(MetadataStore metadata);
    }

    /** Opens the rows alone: no master key is needed. */
    private static int reading(ServerArguments arguments, Reading reading) throws IOException {
        Config config = arguments.config();
        DataFolder.requirePresent(config);
        try (var engine = Storage.embedded(config, Pace.chosen(), Platform.system())) {
            reading.of(engine.metadata());
        } catch (StorageException unreadable) {
            throw new IOException(unreadable.getMessage(), unreadable);
        }
        return Main.DONE;
    }

    private static List<MeterRows.Hour> open(MetadataStore metadata, Range range) {
        List<MeterRows.Hour> open = new ArrayList<>();
        MeterRows.open(metadata, hour -> {
            if (range.from() <= hour.key().hour() && hour.key().hour() < range.to()) {
                open.add(hour);
            }
        });
        return open;
    }

    /** {@code 2026-11-21T10:00:00Z clinic blob closed Transactions=3}. */
    private static String line(MeterRows.Hour hour) {
        String values = Stream.of(Meter.values())
                .filter(hour.record().values()::containsKey)
                .map(meter -> " " + meter + "=" + hour.record().value(meter))
                .collect(Collectors.joining());
        return Hours.start(hour.key().hour()) + " " + hour.key().subscription() + " "
                + hour.key().service() + (hour.record().closed() ? " closed" : " open") + values;
    }

    private static String choice(ServerArguments arguments, String flag, String fallback, String... known) {
        String given = arguments.other(flag);
        if (given != null && !List.of(known).contains(given)) {
            throw new ConfigException(flag + ": expected " + String.join(" or ", known) + ", found '" + given + "'");
        }
        return given == null ? fallback : given;
    }

    /** Hours since 1970 from {@code from} (inclusive) to {@code to} (exclusive). */
    private record Range(long from, long to) {
        static Range of(ServerArguments arguments) {
            long from = hour(FROM, arguments.other(FROM), 0);
            long to = hour(TO, arguments.other(TO), Long.MAX_VALUE);
            if (from >= to) {
                throw new ConfigException(
                        TO + ": must be later than " + FROM + ", found '" + arguments.other(TO) + "'");
            }
            return new Range(from, to);
        }

        Range wholeMultiplesOf(int hours) {
            if (from % hours != 0 || (to % hours != 0 && to != Long.MAX_VALUE)) {
                throw new ConfigException(
                        (from % hours == 0 ? TO : FROM) + ": must be a day such as 2026-11-21 where " + BY + " is day");
            }
            return this;
        }

        private static long hour(String flag, @Nullable String text, long fallback) {
            if (text == null) {
                return fallback;
            }
            try {
                Instant moment = text.length() <= "2026-11-21".length()
                        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                        : LocalDateTime.parse(text.replaceFirst("(:00(:00)?)?Z?$", ":00"))
                                .toInstant(ZoneOffset.UTC);
                if (moment.equals(moment.truncatedTo(ChronoUnit.HOURS)) && moment.getEpochSecond() >= 0) {
                    return Hours.of(moment);
                }
            } catch (DateTimeException wrong) {
                throw wrong(flag, text);
            }
            throw wrong(flag, text);
        }

        private static ConfigException wrong(String flag, String text) {
            return new ConfigException(flag
                    + ": expected a day or full hour in UTC such as 2026-11-21 or 2026-11-21T10, found '" + text + "'");
        }
    }
}
