package lazurite.store;

import org.jspecify.annotations.Nullable;

/**
 * Keys from {@code from} (inclusive) to {@code to} (exclusive; null = to the end).
 */
public record KeyRange(Key from, @Nullable Key to) {
    public static KeyRange prefix(Key prefix) {
        return new KeyRange(prefix, prefix.prefixEnd());
    }

    /** The part of this range at or behind {@code start}. */
    public KeyRange startingAt(Key start) {
        return start.compareTo(from) > 0 ? new KeyRange(start, to) : this;
    }
}
