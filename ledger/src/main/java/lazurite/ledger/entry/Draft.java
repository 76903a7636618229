package lazurite.ledger.entry;

import java.security.PrivateKey;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * An entry that has no place in its stream yet.
 *
 * @param time milliseconds since 1970
 * @param actor who makes it
 * @param open what everybody may read
 * @param commitment to what stays private; null if there is nothing
 */
public record Draft(
        EntryType type,
        String stream,
        long time,
        String actor,
        Json.Fields open,
        @Nullable Hash commitment) {

    /** The entry without a signature, as machines make it. */
    public Entry at(StreamPosition position) {
        return new Entry(type, stream, position.seq(), position.previous(), time, actor, open, commitment, null);
    }

    /** The entry signed by a role's key. */
    public Entry at(StreamPosition position, PrivateKey key) {
        return at(position).signed(key);
    }
}
