package lazurite.governance.report;

import lazurite.ledger.note.Checkpoint;

/**
 * What a log comes to over some days. Meters count for the day that they are of; all else by when it was written, and
 * what was written behind the period is not looked at.
 *
 * @param now when the state is told of: the period's end, or the newest entry where that is earlier
 */
record Contents(
        Checkpoint checkpoint,
        Period period,
        Usage usage,
        Tally tally,
        Signals signals,
        Cases cases,
        Subscriptions subscriptions,
        Facts facts,
        long now) {}
