package lazurite.governance.report;

import java.util.Iterator;
import java.util.stream.Stream;
import lazurite.governance.event.Logged;
import lazurite.ledger.RefusedException;
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
        long now) {

    static Contents of(Checkpoint checkpoint, Period period, Stream<Logged> entries) {
        Usage usage = new Usage(period);
        Tally tally = new Tally();
        Signals signals = new Signals();
        Cases cases = new Cases();
        Subscriptions subscriptions = new Subscriptions();
        Facts facts = new Facts();
        Iterator<Logged> all = entries.iterator();
        boolean begun = false;
        for (long index = 0; index < checkpoint.size(); index++) {
            if (!all.hasNext()) {
                throw new RefusedException("The log has fewer entries than its checkpoint says.");
            }
            Logged logged = all.next();
            if (!begun) {
                index = Math.min(index, logged.index()); // of the logs that it goes on from
                begun = true;
            }
            if (logged.index() != index) {
                throw new RefusedException("The log's entry " + index + " is missing.");
            }
            usage.add(logged);
            if (logged.time() < period.endMillis()) {
                signals.add(logged);
                cases.add(logged);
                subscriptions.add(logged);
                facts.add(logged);
            }
            if (period.holds(logged.time())) {
                tally.add(logged);
            }
        }
        long newest = facts.newest();
        long now = newest == 0 ? period.endMillis() : newest;
        return new Contents(checkpoint, period, usage, tally, signals, cases, subscriptions, facts, now);
    }
}
