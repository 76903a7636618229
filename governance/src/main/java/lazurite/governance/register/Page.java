package lazurite.governance.register;

import lazurite.governance.event.PublicationEvent;

/**
 * A published page as it stands.
 *
 * @param index of the newest entry about it
 * @param time of that entry
 */
public record Page(long index, long time, PublicationEvent event) {
    public boolean isWithdrawn() {
        return event instanceof PublicationEvent.Withdrawn;
    }
}
