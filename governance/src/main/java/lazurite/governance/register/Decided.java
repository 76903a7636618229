package lazurite.governance.register;

import lazurite.governance.event.CaseEvent;

/**
 * A decision as it stands.
 *
 * @param index of its entry
 * @param by who took it
 * @param until its end, as last renewed; in milliseconds since 1970
 * @param ended whether its end is written down, or an appeal against it was granted
 */
public record Decided(long index, CaseEvent.Decision decision, long time, String by, long until, boolean ended) {
    /** Whether it holds at that moment. */
    public boolean holds(long now) {
        return !ended && now < until;
    }

    Decided renewed(long later) {
        return new Decided(index, decision, time, by, later, ended);
    }

    Decided withEnd() {
        return new Decided(index, decision, time, by, until, true);
    }
}
