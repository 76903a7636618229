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

    public Commit {
        conditions = List.copyOf(conditions);
        mutations = List.copyOf(mutations);
        conditions.forEach(condition -> check(group, condition.key()));
        mutations.forEach(mutation -> check(group, mutation.key()));
    }

    /** Key of the change row. */
    public Key changeKey() {
        return group.key(opId.bytes());
    }

    private static void check(Group group, Key key) {
        if (!group.holds(key)) {
            throw new IllegalArgumentException("key outside the commit's group: " + key);
        }
    }
}
