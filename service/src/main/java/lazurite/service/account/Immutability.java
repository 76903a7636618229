package lazurite.service.account;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What of an account may not be changed or deleted: what Azure keeps in its management API, by its own names. Azure:
 * "Store business-critical blob data with immutable storage".
 *
 * @param versionLevel whether every container has version-level immutability
 * @param policy what new versions in these containers begin with; null for nothing
 * @param containers by name, also of containers that are not there yet
 */
public record Immutability(boolean versionLevel, @Nullable Policy policy, Map<String, OfContainer> containers) {
    public static final Immutability NONE = new Immutability(false, null, Map.of());

    public Immutability(boolean versionLevel, @Nullable Policy policy, Map<String, OfContainer> containers) {
        this.versionLevel = versionLevel;
        this.policy = policy;
        this.containers = Map.copyOf(containers);
    }

    /** What may be added to a blob that a policy or a hold protects. */
    public enum Appends {
        NONE,
        /** Blocks to append blobs. */
        APPEND_BLOBS,
        /** Blocks to append blobs and, behind those that are there, to block blobs. */
        ALL;

        boolean allowsMoreThan(Appends other) {
            return compareTo(other) > 0;
        }
    }

    /**
     * A time-based retention policy.
     *
     * @param days 1 to 146,000, from the last change of a blob on
     * @param locked whether it can only be made longer
     */
    public record Policy(int days, boolean locked, Appends appends) {}

    /**
     * What holds in one container.
     *
     * @param versionLevel whether each version has a policy and a hold of its own, and {@code policy} is what new ones
     *     begin with; else {@code policy} is the whole container's
     * @param policy null for none
     * @param holds tags of its legal holds; there is one as long as there is a tag
     * @param holdAppends whether blocks may be added while there is a hold
     */
    public record OfContainer(
            boolean versionLevel, @Nullable Policy policy, List<String> holds, boolean holdAppends) {
        public static final OfContainer NONE = new OfContainer(false, null, List.of(), false);

        public OfContainer(boolean versionLevel, @Nullable Policy policy, List<String> holds, boolean holdAppends) {
            this.versionLevel = versionLevel;
            this.policy = policy;
            this.holds = List.copyOf(holds);
            this.holdAppends = holdAppends;
        }

        public boolean held() {
            return !holds.isEmpty();
        }

        /** Whether all that is in the container is protected, whatever is said of single blobs. */
        public boolean whole() {
            return held() || (policy != null && !versionLevel);
        }
    }

    /** What holds in the container of that name. */
    public OfContainer of(String container) {
        OfContainer own = containers.getOrDefault(container, OfContainer.NONE);
        if (!versionLevel) {
            return own;
        }
        return new OfContainer(true, own.policy() == null ? policy : own.policy(), own.holds(), own.holdAppends());
    }

    /** Why these settings may not take the place of {@code before}: the first reason, by containers' names; null if they may. */
    public @Nullable String refusal(Immutability before) {
        if (before.versionLevel && !versionLevel) {
            return "version-level immutability was switched on for the whole account and cannot be switched off";
        }
        String account = refusal(before.policy, policy, "the account's default immutability policy");
        if (account != null) {
            return account;
        }
        for (String container : new TreeSet<>(before.containers.keySet())) {
            String why = refusal(container, before.of(container));
            if (why != null) {
                return why;
            }
        }
        return null;
    }

    private @Nullable String refusal(String container, OfContainer before) {
        OfContainer now = of(container);
        if (before.versionLevel() && !now.versionLevel()) {
            return "version-level immutability was switched on for the container '" + container
                    + "' and cannot be switched off";
        }
        Policy locked = before.policy();
        if (locked != null && locked.locked() && !before.versionLevel() && now.versionLevel()) {
            return "the immutability policy of the container '" + container
                    + "' is locked and cannot become one of single versions";
        }
        return refusal(locked, now.policy(), "the immutability policy of the container '" + container + "'");
    }

    private static @Nullable String refusal(@Nullable Policy before, @Nullable Policy now, String what) {
        if (before == null || !before.locked()) {
            return null;
        }
        if (now == null) {
            return what + " is locked at " + before.days() + " days and cannot be dropped";
        }
        if (!now.locked()) {
            return what + " is locked at " + before.days() + " days and cannot be unlocked";
        }
        if (now.days() < before.days()) {
            return what + " is locked at " + before.days() + " days and cannot be made " + now.days();
        }
        return now.appends().allowsMoreThan(before.appends())
                ? what + " is locked and cannot allow more appends than it did"
                : null;
    }
}
