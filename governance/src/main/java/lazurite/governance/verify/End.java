package lazurite.governance.verify;

import java.util.OptionalLong;
import lazurite.governance.source.LogSource;

/**
 * The end of the log, as it was when its checkpoint was read. Times are milliseconds since 1970.
 *
 * @param past what all entries come to
 * @param now of a live log the time; of a mirror that of its newest entry or checkpoint
 * @param fetched when the checkpoint was read
 * @param seconds newest verified time of the checkpoint, since 1970; empty without any
 */
record End(Past past, long now, long fetched, OptionalLong seconds, LogSource source) {}
