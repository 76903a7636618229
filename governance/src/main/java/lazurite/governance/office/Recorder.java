package lazurite.governance.office;

import lazurite.governance.event.Event;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.entry.StreamPosition;
import lazurite.ledger.log.Appended;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the server itself has to say.
 *
 * <p>Concurrency: any thread.
 */
@FunctionalInterface
public interface Recorder {
    /** As {@link #record(Event, Opening, StreamPosition)}, at the end of its stream, whichever that is. */
    default Appended record(Event event, @Nullable Opening opening) {
        return record(event, opening, null);
    }

    /**
     * Appends an entry of the server's to its stream; returns when it is published. The opening is kept first.
     *
     * @param opening of what the entry commits to; null for nothing
     * @param place where the entry shall stand, so that of several who say the same only one does; null for the end of
     *     the stream, whichever that is
     * @throws lazurite.ledger.RefusedException if the stream goes on at another place
     * @throws lazurite.base.StorageException if the log did not take it; it may be in it all the same
     */
    Appended record(Event event, @Nullable Opening opening, @Nullable StreamPosition place);
}
