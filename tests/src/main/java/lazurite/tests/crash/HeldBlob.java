package lazurite.tests.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What the versions of one name must be in a container with version-level immutability.
 *
 * @param versions from the oldest on
 * @param current whether the newest is the current one; else there is none
 */
record HeldBlob(List<Version> versions, boolean current) {
    static final HeldBlob ABSENT = new HeldBlob(List.of(), false);

    /**
     * A version.
     *
     * @param id as the service names it; empty when its creation was never answered
     */
    record Version(String id, Piece content, Guard guard) {
        Version named(String newId) {
            return new Version(newId, content, guard);
        }

        Version with(Guard newGuard) {
            return new Version(id, content, newGuard);
        }
    }

    /**
     * What forbids to change and delete a version.
     *
     * @param until end of its policy, as `x-ms-immutability-policy-until-date` tells it; empty without one
     * @param hold whether it has a legal hold
     */
    record Guard(String until, boolean locked, boolean hold) {
        static final Guard NONE = new Guard("", false, false);

        boolean protects() {
            return hold || !until.isEmpty();
        }

        /** As `x-ms-immutability-policy-mode` tells it. */
        String mode() {
            if (until.isEmpty()) {
                return "";
            }
            return locked ? "locked" : "unlocked";
        }

        Guard withHold(boolean newHold) {
            return new Guard(until, locked, newHold);
        }

        Guard withPolicy(String newUntil, boolean newLocked) {
            return new Guard(newUntil, newLocked, hold);
        }
    }

    HeldBlob {
        versions = List.copyOf(versions);
    }

    boolean hasLocked() {
        return versions.stream().anyMatch(version -> version.guard().locked());
    }

    boolean isCurrent(int index) {
        return current && index == versions.size() - 1;
    }

    HeldBlob written(Piece content, Guard guard) {
        List<Version> more = new ArrayList<>(versions);
        more.add(new Version("", content, guard));
        return new HeldBlob(more, true);
    }

    HeldBlob deleted() {
        return new HeldBlob(versions, false);
    }

    HeldBlob with(int index, Version version) {
        List<Version> changed = new ArrayList<>(versions);
        changed.set(index, version);
        return new HeldBlob(changed, current);
    }

    HeldBlob without(int index) {
        List<Version> left = new ArrayList<>(versions);
        left.remove(index);
        return new HeldBlob(left, current && !isCurrent(index));
    }

    /** The newest version, as the answer to its creation names it. */
    HeldBlob named(String id) {
        int newest = versions.size() - 1;
        return with(newest, versions.get(newest).named(id));
    }
}
