package lazurite.governance.verify;

import java.util.HashMap;
import java.util.Map;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.entry.Entry;
import lazurite.ledger.tree.Hash;

/** I2: each entry follows the one before it in its stream; streams begin anew in each log. */
final class StreamsCheck implements Check {
    private record Last(long seq, Hash sha256) {}

    private final Map<String, Last> ends = new HashMap<>();
    private final Findings findings = new Findings(Invariant.I2);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I2;
    }

    /** An entry that none of the formats fits. */
    void unreadable(long index, String why) {
        findings.broken(Place.of(index), "It is no entry that may stand in a stream: " + why);
    }

    @Override
    public void see(Step step) {
        if (step.logged().event() instanceof LogEvent.Genesis) {
            ends.clear();
        }
        Entry entry = step.logged().entry();
        Last last = ends.put(entry.stream(), new Last(entry.seq(), step.sha256()));
        long next = last == null ? 0 : last.seq() + 1;
        if (entry.seq() != next) {
            findings.broken(
                    step.place(), "It is number " + entry.seq() + " of its stream, where " + next + " is next.");
        } else if (last != null && !last.sha256().equals(entry.previous())) {
            findings.broken(step.place(), "It cites another entry than the one before it in its stream.");
        }
    }

    @Override
    public void end(End end) {
        // a stream may end anywhere
    }
}
