package lazurite.governance.verify;

import java.util.OptionalLong;
import lazurite.governance.source.LogSource;
import lazurite.ledger.note.Checkpoint;

/**
 * The end of the log, as it was when its checkpoint was read. Times are milliseconds since 1970.
 *
 * @param checkpoint which the entries were found to lead to
 * @param past what all entries come to
 * @param now of a live log the time; of a mirror that of its newest entry or checkpoint
 * @param fetched when the checkpoint was read
 * @param seconds newest verified time of the checkpoint, since 1970; empty without any
 */
record End(Checkpoint checkpoint, Past past, long now, long fetched, OptionalLong seconds, LogSource source) {}
