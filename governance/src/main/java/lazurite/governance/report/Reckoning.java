package lazurite.governance.report;

import lazurite.governance.event.Logged;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;

/**
 * A report in the making: takes a log's entries one by one.
 *
 * <p>Concurrency: one thread.
 */
public final class Reckoning {
    private final Period period;
    private final Usage usage;
    private final Tally tally = new Tally();
    private final Signals signals = new Signals();
    private final Cases cases = new Cases();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Facts facts = new Facts();
    private long next;
    private boolean begun;

    public Reckoning(Period period) {
        this.period = period;
        this.usage = new Usage(period);
    }

    /**
     * Takes the next entry: those of the logs that the log goes on from first, whose indices are below 0.
     *
     * @throws RefusedException if it is not the next
     */
    public void add(Logged logged) {
        if (!begun) {
            next = Math.min(0, logged.index());
            begun = true;
        }
        if (logged.index() != next) {
            throw new RefusedException("The log's entry " + next + " is missing.");
        }
        next++;
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

    /**
     * The report of the entries taken so far.
     *
     * @param checkpoint which they lead to; that they do is the caller's to check
     * @throws RefusedException if they are not as many as it says
     */
    public TransparencyReport report(Checkpoint checkpoint) {
        if (next != checkpoint.size()) {
            throw new RefusedException("The log has fewer entries than its checkpoint says.");
        }
        long newest = facts.newest();
        long now = newest == 0 ? period.endMillis() : newest;
        Contents contents = new Contents(checkpoint, period, usage, tally, signals, cases, subscriptions, facts, now);
        return new TransparencyReport(
                period, next, ReportPage.of(contents), ReportJson.of(contents).canonical());
    }
}
