package lazurite.server;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What has to be closed at the end, the latest first. Each is closed whatever the others do; what one throws is logged.
 *
 * <p>Concurrency: any thread; of several that run it, one closes and the others wait for it.
 */
final class Closing {
    private static final System.Logger LOG = System.getLogger(Closing.class.getName());

    private final Deque<Step> steps = new ArrayDeque<>();
    private boolean clean = true;

    /** Closes one thing. */
    @FunctionalInterface
    interface Step {
        void close() throws Exception;
    }

    /** To be closed before all that were given earlier. */
    synchronized void first(Step step) {
        steps.push(step);
    }

    /** Closes everything; whether nothing failed. Later calls do nothing. */
    synchronized boolean run() {
        while (!steps.isEmpty()) {
            try {
                steps.pop().close();
            } catch (Exception failed) {
                clean = false;
                LOG.log(Level.ERROR, "could not be closed cleanly", failed);
            }
        }
        return clean;
    }
}
