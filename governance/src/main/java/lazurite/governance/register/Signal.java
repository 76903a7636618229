package lazurite.governance.register;

import lazurite.governance.event.SignalEvent;

/**
 * A signal as it stands.
 *
 * @param index of its entry
 * @param answered whether it was dismissed, or a case names it
 */
public record Signal(long index, SignalEvent.Raised raised, long time, boolean answered) {
    Signal withAnswer() {
        return new Signal(index, raised, time, true);
    }
}
