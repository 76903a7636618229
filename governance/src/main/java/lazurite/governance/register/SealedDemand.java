package lazurite.governance.register;

import lazurite.governance.event.LegalEvent;
import lazurite.ledger.tree.Hash;

/**
 * A demand of which nothing may be told yet.
 *
 * @param index of its entry
 * @param commitment to its terms
 */
public record SealedDemand(long index, LegalEvent.Sealed sealed, Hash commitment) {}
