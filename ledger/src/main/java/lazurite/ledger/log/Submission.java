package lazurite.ledger.log;

import lazurite.ledger.entry.Draft;
import lazurite.ledger.entry.Entry;

/** What somebody wants in the log. */
sealed interface Submission {
    /** A machine's, which takes the next place in its stream, whichever that is. */
    record Unplaced(Draft draft) implements Submission {}

    /** Made for one place in its stream, and not for another. */
    record Placed(Entry entry) implements Submission {}
}
