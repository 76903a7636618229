package lazurite.governance.role;

import java.util.Set;
import lazurite.governance.event.RosterEvent.Holder;
import lazurite.ledger.entry.EntryType;

/**
 * Decides whether a holder may have an entry made. Whether the entry makes sense where its case stands is asked
 * elsewhere.
 *
 * <p>Concurrency: any thread.
 */
@FunctionalInterface
public interface Permissions {
    /**
     * Who wants to do what.
     *
     * @param command the entry's type
     * @param emergency whether it is an order before a decision
     * @param deciders names of those who took the decision that it is about: the one to order, renew, or appealed against
     * @param orderers names of those who gave the orders that it is about: the one to ratify, or appealed against
     */
    record Question(Holder holder, EntryType command, boolean emergency, Set<String> deciders, Set<String> orderers) {
        public Question {
            deciders = Set.copyOf(deciders);
            orderers = Set.copyOf(orderers);
        }
    }

    /** @throws lazurite.ledger.RefusedException if no policy could be asked */
    boolean permits(Question question);
}
