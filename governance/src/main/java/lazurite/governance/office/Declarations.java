package lazurite.governance.office;

import lazurite.governance.event.SubscriptionEvent;
import lazurite.ledger.entry.Opening;
import org.jspecify.annotations.Nullable;

/** What a server knows of subscriptions that does not stand openly in the log: who they are, and what is theirs. */
public interface Declarations {
    /**
     * Whether a command may declare this, beside what the log's rules say.
     *
     * @param identity of what the entry commits to; null for nothing
     * @throws lazurite.ledger.RefusedException if not
     */
    void check(SubscriptionEvent command, @Nullable Opening identity);

    /** Brings what is kept beside the log up to it. Done again, it changes nothing. */
    void follow();
}
