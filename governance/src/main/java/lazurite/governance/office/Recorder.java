package lazurite.governance.office;

import lazurite.governance.event.Event;
import lazurite.ledger.entry.Opening;
import lazurite.ledger.log.Appended;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the server itself has to say.
 *
 * <p>Concurrency: any thread.
 */
@FunctionalInterface
public interface Recorder {
    /**
     * Appends an entry of the server's at the end of its stream; returns when it is published. The opening is kept first.
     *
     * @param opening of what the entry commits to; null for nothing
     * @throws lazurite.base.StorageException if the log did not take it; it may be in it all the same
     */
    Appended record(Event event, @Nullable Opening opening);
}
