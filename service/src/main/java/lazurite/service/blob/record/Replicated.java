package lazurite.service.blob.record;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What object replication knows of a blob or version.
 *
 * @param policy id of the policy by which it was copied here; null if it was not
 * @param sent where it was copied to
 */
public record Replicated(@Nullable String policy, List<Mark> sent) {
    public static final Replicated NONE = new Replicated(null, List.of());

    public Replicated(@Nullable String policy, List<Mark> sent) {
        this.policy = policy;
        this.sent = List.copyOf(sent);
    }

    /**
     * How the copying of one version in one state ended. It says nothing of a record that has another version or stamp.
     *
     * @param rule ids of policy and rule, joined by {@code _}
     * @param complete false if it failed
     */
    public record Mark(String rule, boolean complete, Stamp version, Stamp stamp) {
        /** As in x-ms-or-*. */
        public String wire() {
            return complete ? "complete" : "failed";
        }

        public boolean isOf(BlobRecord record) {
            return version.equals(record.life().version()) && stamp.equals(record.stamp());
        }
    }

    public static Replicated from(String policy) {
        return new Replicated(policy, List.of());
    }

    /** How the copying of the record as it is ended; null if it has not. */
    public static @Nullable Mark find(BlobRecord record, String rule) {
        return record.replicated().sent().stream()
                .filter(mark -> mark.rule().equals(rule) && mark.isOf(record))
                .findFirst()
                .orElse(null);
    }

    /** With what is known of the rule now; marks of other states of the blob are dropped. */
    public static Replicated marked(BlobRecord record, Mark mark) {
        List<Mark> sent = new ArrayList<>();
        for (Mark other : record.replicated().sent()) {
            if (!other.rule().equals(mark.rule()) && other.isOf(record)) {
                sent.add(other);
            }
        }
        sent.add(mark);
        return new Replicated(record.replicated().policy(), sent);
    }
}
