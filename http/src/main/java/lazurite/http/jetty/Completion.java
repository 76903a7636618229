package lazurite.http.jetty;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Lets a virtual thread wait for one of Jetty's asynchronous steps at a time; reusable after each.
 *
 * <p>Concurrency: the selector or a timer thread completes, the request's thread awaits.
 */
final class Completion implements Callback {
    private final Semaphore done = new Semaphore(0);
    private volatile @Nullable Throwable failure;

    @Override
    public void succeeded() {
        done.release();
    }

    @Override
    public void failed(Throwable cause) {
        failure = cause;
        done.release();
    }

    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    /**
     * Waits for the step.
     *
     * @return false if it took longer than {@code nanos}; the step is then still under way
     * @throws IOException if the step failed
     */
    boolean await(long nanos) throws IOException {
        try {
            if (!done.tryAcquire(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the client");
        }
        Throwable cause = failure;
        if (cause != null) {
            throw cause instanceof IOException io ? io : new IOException(cause);
        }
        return true;
    }

    /** Whether the step is over already: then {@link #await} does not block. */
    boolean isDone() {
        return done.availablePermits() > 0;
    }
}
