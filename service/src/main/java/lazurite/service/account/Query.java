package lazurite.service.account;

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

    /** The first value of the name, compared without case; null if absent. */
    public @Nullable String first(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equalsIgnoreCase(name)) {
                return parameter.value();
            }
        }
        return null;
    }

    /** As {@link #first}, with an empty value read as absent: how comp, restype and the like are to be read. */
    public @Nullable String present(String name) {
        String value = first(name);
        return value == null || value.isEmpty() ? null : value;
    }

    public boolean has(String name) {
        return first(name) != null;
    }
}
