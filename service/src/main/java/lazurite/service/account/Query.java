package lazurite.service.account;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's query string: raw for signatures, decoded for use.
 *
 * @param parameters in the order received
 */
public record Query(List<Parameter> parameters) {
    public Query {
        parameters = List.copyOf(parameters);
    }

    /**
     * One parameter.
     *
     * @param name decoded, spelt as received
     * @param rawValue as on the wire
     * @param value decoded; {@code +} stands for itself
     */
    public record Parameter(String name, String rawValue, String value) {}

    private static final Query NONE = new Query(List.of());

    /**
     * Splits a raw query string at {@code &} and the first {@code =} of each part; empty parts are dropped.
     *
     * @throws lazurite.base.StorageException 400 InvalidUri on a broken percent-escape
     */
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return NONE;
        }
        List<Parameter> parameters = new ArrayList<>();
        int start = 0;
        while (start <= raw.length()) {
            int ampersand = raw.indexOf('&', start);
            int end = ampersand < 0 ? raw.length() : ampersand;
            if (end > start) {
                parameters.add(parameter(raw, start, end));
            }
            start = end + 1;
        }
        return new Query(parameters);
    }

    private static Parameter parameter(String raw, int start, int end) {
        int equals = raw.indexOf('=', start, end);
        int nameEnd = equals < 0 ? end : equals;
        String name = PercentEncoding.decode(raw.substring(start, nameEnd));
        String rawValue = raw.substring(Math.min(nameEnd + 1, end), end);
        return new Parameter(name, rawValue, PercentEncoding.decode(rawValue));
    }

    /** The first value of the name, compared without case; null if absent. */
    public @Nullable String first(String name) {
        Parameter found = find(name);
        return found == null ? null : found.value();
    }

    /** As {@link #first}, with an empty value read as absent: how comp, restype and the like are to be read. */
    public @Nullable String present(String name) {
        String value = first(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** As {@link #first}, with {@code +} read as a space: how the service reads names and expressions. */
    public @Nullable String text(String name) {
        Parameter found = find(name);
        if (found == null || found.rawValue().indexOf('+') < 0) {
            return found == null ? null : found.value();
        }
        return PercentEncoding.decode(found.rawValue().replace('+', ' '));
    }

    private @Nullable Parameter find(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return parameter;
            }
        }
        return null;
    }

    public boolean has(String name) {
        return first(name) != null;
    }
}
