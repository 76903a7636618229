package lazurite.server;

import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.Platform;
import lazurite.service.blob.ContainerSweeper;

/**
 * Cleans up behind deleted containers, on a thread of its own that mostly sleeps.
 *
 * <p>Concurrency: started and stopped by the thread that composes the server.
 */
final class Sweeping {
    private static final System.Logger LOG = System.getLogger(Sweeping.class.getName());
    private static final long PAUSE_NANOS = 10_000_000_000L;

    private final ContainerSweeper sweeper;
    private final Thread thread;
    private volatile boolean closed;

    private Sweeping(ContainerSweeper sweeper, Platform platform) {
        this.sweeper = sweeper;
        this.thread = platform.virtualThreads().newThread(this::run);
    }

    static Sweeping start(ContainerSweeper sweeper, Platform platform) {
        Sweeping sweeping = new Sweeping(sweeper, platform);
        sweeping.thread.start();
        return sweeping;
    }

    private void run() {
        while (!closed) {
            try {
                sweeper.sweep();
            } catch (RuntimeException failed) {
                LOG.log(
                        Level.WARNING,
                        "what deleted containers left could not be swept and will be tried again",
                        failed);
            }
            LockSupport.parkNanos(this, PAUSE_NANOS);
        }
    }

    /** Ends it, after the pass that it is at. */
    void stop() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
