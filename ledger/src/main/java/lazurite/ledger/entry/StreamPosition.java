package lazurite.ledger.entry;

import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Where the next entry of a stream stands.
 *
 * @param seq its number, from 0 on
 * @param previous SHA-256 of the entry before it; null for the first
 */
public record StreamPosition(long seq, @Nullable Hash previous) {
    public static final StreamPosition FIRST = new StreamPosition(0, null);
}
