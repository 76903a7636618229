package lazurite.server;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.Platform;

/**
 * Does something again and again, on a thread of its own that mostly rests.
 *
 * <p>Concurrency: started and stopped by the thread that composes the server.
 */
final class Repeating {
    private static final System.Logger LOG = System.getLogger(Repeating.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    /** A bounded part of the work, of at most a second or so: a stop waits for it. */
    @FunctionalInterface
    interface Task {
        /** Does it; how long to rest then. */
        Duration run();
    }

    private final String failed;
    private final Task task;
    private final Thread thread;
    private volatile boolean closed;

    private Repeating(String failed, Task task, Platform platform) {
        this.failed = failed;
        this.task = task;
        this.thread = platform.virtualThreads().newThread(this::run);
    }

    /** @param failed what the log says if it fails, in the past tense; it is tried again 10 s later */
    static Repeating start(String failed, Task task, Platform platform) {
        Repeating repeating = new Repeating(failed, task, platform);
        repeating.thread.start();
        return repeating;
    }

    private void run() {
        while (!closed) {
            Duration rest = AFTER_FAILURE;
            try {
                rest = task.run();
            } catch (RuntimeException failure) {
                LOG.log(Level.WARNING, failed + " and will be tried again", failure);
            }
            if (!closed) {
                LockSupport.parkNanos(this, rest.toNanos());
            }
        }
    }

    /** Ends the rest that it takes, if it takes one. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends it, after the part that it is at. */
    void stop() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
