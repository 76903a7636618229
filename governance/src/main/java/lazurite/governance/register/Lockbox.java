package lazurite.governance.register;

import lazurite.governance.event.LockboxEvent;

/**
 * A request for access.
 *
 * @param index of its entry
 */
public record Lockbox(long index, LockboxEvent.Requested request, State state) {
    /** How far it has come. */
    public enum State {
        REQUESTED,
        APPROVED,
        DENIED,
        CLOSED
    }

    Lockbox now(State next) {
        return new Lockbox(index, request, next);
    }
}
