package lazurite.service.account;

import java.util.List;

/**
 * The policies that an account takes part in.
 *
 * @param outgoing of which it is the source
 * @param incoming of which it is the destination
 */
public record Replications(List<ReplicationPolicy> outgoing, List<ReplicationPolicy> incoming) {
    public static final Replications NONE = new Replications(List.of(), List.of());

    public Replications {
        outgoing = List.copyOf(outgoing);
        incoming = List.copyOf(incoming);
    }

    /** Whether blobs of the container are written by replication only. */
    public boolean isReplica(String container) {
        return !incoming.isEmpty()
                && incoming.stream()
                        .flatMap(policy -> policy.rules().stream())
                        .anyMatch(rule -> rule.destinationContainer().equals(container));
    }
}
