package lazurite.server.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text of a setting as a number, size, duration, path or key. */
final class Values {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}) ?(|B|KiB|MiB|GiB|TiB)");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}) ?(ms|s|m|h)");

    private Values() {}

    static boolean flag(Setting setting) {
        return switch (setting.text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw setting.wrong("true or false");
        };
    }

    /** Where something is read over HTTP: no query, no fragment. */
    static URI httpAddress(Setting setting) {
        URI address = HttpAddress.parse(setting.text());
        if (address == null) {
            throw setting.wrong("an address like 'https://mirror.example/log'");
        }
        return address;
    }

    static int integer(Setting setting, int min, int max) {
        String expected = "a whole number from " + min + " to " + max;
        if (!setting.text().matches("-?\\d{1,9}")) {
            throw setting.wrong(expected);
        }
        int value = Integer.parseInt(setting.text());
        if (value < min || value > max) {
            throw setting.wrong(expected);
        }
        return value;
    }

    static long bytes(Setting setting, long min, long max) {
        String expected = "a size from " + size(min) + " to " + size(max) + ", such as 64MiB";
        Matcher matcher = SIZE.matcher(setting.text());
        if (!matcher.matches()) {
            throw setting.wrong(expected);
        }
        int shift = switch (matcher.group(2)) {
            case "KiB" -> 10;
            case "MiB" -> 20;
            case "GiB" -> 30;
            case "TiB" -> 40;
            default -> 0;
        };
        long count = Long.parseLong(matcher.group(1));
        if (count > max >> shift || count << shift < min) {
            throw setting.wrong(expected);
        }
        return count << shift;
    }

    static Duration duration(Setting setting, Duration min, Duration max) {
        String expected = "a time from " + time(min) + " to " + time(max) + ", such as 30s";
        Matcher matcher = DURATION.matcher(setting.text());
        if (!matcher.matches()) {
            throw setting.wrong(expected);
        }
        long count = Long.parseLong(matcher.group(1));
        Duration value = switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw setting.wrong(expected);
        }
        return value;
    }

    static Path path(Setting setting) {
        try {
            return setting.folder().resolve(setting.text()).normalize();
        } catch (InvalidPathException wrong) {
            throw setting.wrong("a path");
        }
    }

    /**
     * An account key. Read as clients read it: URL-safe letters, missing padding and white space are no error.
     *
     * <p>A wrong key's text is never part of the message.
     */
    static byte[] accountKey(String place, String text) {
        String letters =
                text.replaceAll("\\s", "").replace('-', '+').replace('_', '/').replaceAll("=+$", "");
        try {
            byte[] key = Base64.getDecoder().decode(letters);
            if (key.length > 0) {
                return key;
            }
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(place + ": expected an account key in base64, found something else");
        }
        throw new ConfigException(place + ": expected an account key in base64, found none");
    }

    /** A size as it is written in the file. */
    static String size(long bytes) {
        String[] units = {"", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long count = bytes;
        while (unit < units.length - 1 && count != 0 && count % 1024 == 0) {
            count /= 1024;
            unit++;
        }
        return count + units[unit];
    }

    /** A duration as it is written in the file. */
    static String time(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        if (seconds % 3600 == 0 && seconds > 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 && seconds > 0 ? seconds / 60 + "m" : seconds + "s";
    }
}
