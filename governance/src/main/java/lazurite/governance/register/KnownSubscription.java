package lazurite.governance.register;

import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it stands in the log.
 *
 * @param pseudonym by which entries name it
 * @param opened its first day
 * @param identity commitment to who it is, as last declared; null if nothing is committed to
 * @param closed its last day; null while it is open
 */
public record KnownSubscription(
        String pseudonym,
        String opened,
        @Nullable Hash identity,
        @Nullable String closed) {
    // not the compact form: javac then loses @Nullable for other modules
    public KnownSubscription(String pseudonym, String opened, @Nullable Hash identity, @Nullable String closed) {
        this.pseudonym = pseudonym;
        this.opened = opened;
        this.identity = identity;
        this.closed = closed;
    }

    public boolean isOpen() {
        return closed == null;
    }
}
