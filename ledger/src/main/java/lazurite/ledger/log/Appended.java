package lazurite.ledger.log;

import lazurite.ledger.entry.Entry;

/**
 * An entry that is in the log.
 *
 * @param index its place, from 0 on
 */
public record Appended(long index, Entry entry) {}
