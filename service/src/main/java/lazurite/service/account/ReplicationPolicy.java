package lazurite.service.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That blobs of one account are copied to another: Azure's "object replication policy".
 *
 * @param file where it was read from
 * @param id a GUID
 */
public record ReplicationPolicy(String file, String id, String source, String destination, List<Rule> rules) {
    public ReplicationPolicy {
        rules = List.copyOf(rules);
    }

    /**
     * What is copied from one container to one other.
     *
     * @param id a GUID
     * @param prefixMatch beginnings of names, of which one must fit; empty for all
     * @param from versions made before that are not copied; null for the time when the rule was first in force
     */
    public record Rule(
            String id,
            String sourceContainer,
            String destinationContainer,
            List<String> prefixMatch,
            @Nullable Instant from) {
        public Rule(
                String id,
                String sourceContainer,
                String destinationContainer,
                List<String> prefixMatch,
                @Nullable Instant from) {
            this.id = id;
            this.sourceContainer = sourceContainer;
            this.destinationContainer = destinationContainer;
            this.prefixMatch = List.copyOf(prefixMatch);
            this.from = from;
        }
    }
}
