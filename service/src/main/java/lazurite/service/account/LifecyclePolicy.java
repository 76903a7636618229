package lazurite.service.account;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is done to the blobs of an account as they grow old: Azure's management policy, as its JSON says it.
 *
 * @param file where it was read, for the operator
 * @param rules at most 100
 */
public record LifecyclePolicy(String file, List<Rule> rules) {
    public LifecyclePolicy {
        rules = List.copyOf(rules);
    }

    /** What can be done, the cheapest state last: of several that are due, the last is done. */
    public enum Act {
        HOT,
        COOL,
        COLD,
        ARCHIVE,
        DELETE
    }

    /** Kinds of blobs that a rule may be about. */
    public enum Kind {
        BLOCK,
        APPEND
    }

    /**
     * One rule.
     *
     * @param warms whether a cool blob becomes hot again when it is read
     */
    public record Rule(
            String name,
            boolean enabled,
            Filters filters,
            Map<Act, Age> base,
            Map<Act, Age> snapshots,
            Map<Act, Age> versions,
            boolean warms) {
        public Rule {
            base = copy(base);
            snapshots = copy(snapshots);
            versions = copy(versions);
        }

        private static Map<Act, Age> copy(Map<Act, Age> acts) {
            return acts.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(acts));
        }
    }

    /**
     * The age from which something is done: more than so many days have gone by since each that is given.
     *
     * @param modified days since the content changed last
     * @param created days since the blob, snapshot or version was made
     * @param accessed days since the blob was read or written last
     * @param tierChanged days since it has its tier
     */
    public record Age(
            @Nullable Integer modified,
            @Nullable Integer created,
            @Nullable Integer accessed,
            @Nullable Integer tierChanged) {}

    /**
     * What a rule is about.
     *
     * @param prefixes of container, slash and name; any of them; none for all blobs
     * @param tags all of them
     */
    public record Filters(Set<Kind> kinds, List<String> prefixes, List<TagMatch> tags) {
        public Filters {
            kinds = Set.copyOf(kinds);
            prefixes = List.copyOf(prefixes);
            tags = List.copyOf(tags);
        }

        /** Whether a blob of that path, container first, and of these tags is meant. */
        public boolean match(Kind kind, String path, Map<String, String> tagged) {
            return kinds.contains(kind)
                    && (prefixes.isEmpty() || prefixes.stream().anyMatch(path::startsWith))
                    && tags.stream().allMatch(tag -> tag.value().equals(tagged.get(tag.name())));
        }
    }

    /** A tag that has to have that value. */
    public record TagMatch(String name, String value) {}

    /** Whether anything depends on when blobs were read. */
    public boolean needsAccess() {
        return rules.stream()
                .anyMatch(
                        rule -> rule.warms() || rule.base().values().stream().anyMatch(age -> age.accessed() != null));
    }
}
