package lazurite.terms.use;

import java.util.List;
import java.util.Set;
import lazurite.terms.meter.MeteredService;

/**
 * What a subscription says of itself.
 *
 * @param customerClass label of a {@link CustomerClass}; empty if none is declared
 * @param purposes at most {@value #PURPOSES_MAX} tags, in the order declared
 * @param services that the purposes need
 */
public record Declaration(String customerClass, List<String> purposes, Set<MeteredService> services) {
    public static final int PURPOSES_MAX = 32;

    /** Nothing declared. */
    public static final Declaration NONE = new Declaration("", List.of(), Set.of());

    public Declaration {
        if (purposes.size() > PURPOSES_MAX) {
            throw new IllegalArgumentException("more than " + PURPOSES_MAX + " purposes");
        }
        purposes = List.copyOf(purposes);
        services = Set.copyOf(services);
    }
}
