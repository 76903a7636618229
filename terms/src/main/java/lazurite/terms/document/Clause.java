package lazurite.terms.document;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import lazurite.terms.meter.MeteredService;
import lazurite.terms.predicate.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One clause.
 *
 * @param id a tag, by which decisions cite it
 * @param services that it is about
 * @param predicate what raises a signal; null if meters cannot show that the clause may be broken
 * @param scope what a decision under it does by default, for each service
 * @param daysMax the longest that a decision under it lasts before it is renewed or lapses
 * @param needsHuman whether a person decides; always so without a predicate
 */
public record Clause(
        String id,
        String title,
        String text,
        List<MeteredService> services,
        @Nullable Predicate predicate,
        Severity severity,
        Map<MeteredService, Level> scope,
        int daysMax,
        boolean needsHuman) {
    public Clause {
        services = List.copyOf(services);
        scope = Collections.unmodifiableMap(new EnumMap<>(scope));
    }

    /** SHA-256 of the text's UTF-8, in hexadecimal. */
    public String textSha256() {
        return Predicate.sha256(text);
    }
}
