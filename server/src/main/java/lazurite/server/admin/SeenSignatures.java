package lazurite.server.admin;

import java.util.HashMap;
import java.util.Map;

/**
 * Remembers signatures for as long as their time lets them be used, so that none is used twice.
 *
 * <p>Concurrency: any thread.
 */
final class SeenSignatures {
    private final int most;
    private final Map<String, Long> usableUntil = new HashMap<>();

    /** @param most signatures that are remembered; beyond it no more are taken until some have run out */
    SeenSignatures(int most) {
        this.most = most;
    }

    /** What became of a signature. */
    enum Seen {
        FIRST,
        AGAIN,
        TOO_MANY
    }

    /**
     * Only of signatures that verify, so that nobody without a key fills the memory.
     *
     * @param until when its time is too far off to be used; in milliseconds since 1970
     */
    synchronized Seen see(String signature, long until, long now) {
        if (usableUntil.containsKey(signature)) {
            return Seen.AGAIN;
        }
        if (usableUntil.size() >= most) {
            usableUntil.values().removeIf(end -> end < now);
        }
        if (usableUntil.size() >= most) {
            return Seen.TOO_MANY;
        }
        usableUntil.put(signature, until);
        return Seen.FIRST;
    }
}
