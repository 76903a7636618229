package lazurite.governance.office;

import lazurite.ledger.entry.Entry;
import lazurite.ledger.proof.Receipt;

/** A command that is in the log and acted upon. */
public record Accepted(Entry entry, Receipt receipt) {}
