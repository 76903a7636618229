package lazurite.governance.register;

import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * A subscription as it stands in the log.
 *
 * @param pseudonym by which entries name it
 * @param command index of the operator's command that opened it; null if the configuration declared it
 * @param opened its first day
 * @param identity commitment to who it is, as last declared; null if nothing is committed to
 * @param closed its last day; null while it is open
 */
public record KnownSubscription(
        String pseudonym,
        @Nullable Long command,
        String opened,
        @Nullable Hash identity,
        @Nullable String closed) {
    // not the compact form: javac then loses @Nullable for other modules
    public KnownSubscription(
            String pseudonym, @Nullable Long command, String opened, @Nullable Hash identity, @Nullable String closed) {
        this.pseudonym = pseudonym;
        this.command = command;
        this.opened = opened;
        this.identity = identity;
        this.closed = closed;
    }

    public boolean isOpen() {
        return closed == null;
    }

    /** Whether a command opened it, and none closed it. */
    public boolean isCommanded() {
        return isOpen() && command != null;
    }

    KnownSubscription with(@Nullable Hash declared) {
        return new KnownSubscription(pseudonym, command, opened, declared, closed);
    }

    KnownSubscription closedOn(String day) {
        return new KnownSubscription(pseudonym, command, opened, identity, day);
    }
}
