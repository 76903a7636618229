package lazurite.governance.verify;

import org.jspecify.annotations.Nullable;

/**
 * Who made an entry.
 *
 * @param name of the actor
 * @param key base64, as in the roster of that time; null if the actor was no holder
 */
record Maker(String name, @Nullable String key) {
    /** Whether the two are one: the same name, or the same key under another name. */
    boolean is(Maker other) {
        return name.equals(other.name) || (key != null && key.equals(other.key));
    }
}
