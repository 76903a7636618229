package lazurite.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An atomic change of one group.
 *
 * @param group every condition and mutation must lie in it; an engine refuses others with IllegalArgumentException
 * @param opId names this attempt; {@link MetadataStore#committed} answers whether it happened
 * @param conditions all must hold, else nothing is changed
 * @param mutations applied in order; the later wins on one key
 * @param change value of the row that the engine writes at (CHANGE, group + opId) in the same commit, for the
 *     collector; null for commits that move no reference and no usage
 */
public record Commit(
        Group group, Uid opId, List<Condition> conditions, List<Mutation> mutations, byte @Nullable [] change) {
    /** Most bytes of keys and values in one commit. */
    public static final int BYTES_MAX = 16 << 20;

    // not the compact form: javac then loses @Nullable of the last parameter for other modules
    public Commit(
            Group group, Uid opId, List<Condition> conditions, List<Mutation> mutations, byte @Nullable [] change) {
        this.group = group;
        this.opId = opId;
        this.conditions = List.copyOf(conditions);
        this.mutations = List.copyOf(mutations);
        this.change = change;
        conditions.forEach(condition -> check(group, condition.key()));
        mutations.forEach(mutation -> check(group, mutation.key()));
    }

    /** Key of the change row. */
    public Key changeKey() {
        return group.key(opId.bytes());
    }

    /** Bytes of the commit's keys and values, the change row's included. */
    public long size() {
        long size = change == null ? 0 : change.length + changeKey().length();
        for (Condition condition : conditions) {
            size += condition.key().length();
        }
        for (Mutation mutation : mutations) {
            size += mutation.key().length() + (mutation instanceof Mutation.Put put ? put.value().length : 0);
        }
        return size;
    }

    /** For engines: refuses a commit over {@link #BYTES_MAX} with IllegalArgumentException, as a fault of the caller. */
    public void requireBounded() {
        if (size() > BYTES_MAX) {
            throw new IllegalArgumentException("commit of " + size() + " bytes, at most " + BYTES_MAX + " are allowed");
        }
    }

    private static void check(Group group, Key key) {
        if (!group.holds(key)) {
            throw new IllegalArgumentException("key outside the commit's group: " + key);
        }
    }
}
