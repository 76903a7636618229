package lazurite.store.embedded;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads for calls that would hold a virtual thread's carrier, and that an interrupt must not reach.
 *
 * <p>Concurrency: any thread may call; it waits, without being interruptible, until its work is done.
 */
final class Pool implements AutoCloseable {
    private final ThreadPoolExecutor threads;

    Pool(int count, ThreadFactory factory) {
        threads = new ThreadPoolExecutor(count, count, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        threads.allowCoreThreadTimeOut(true);
    }

    /** Runs the work on a pool thread; checked exceptions come as the cause of a {@link Failure}. */
    <T extends @Nullable Object> T run(Callable<T> work) throws Failure {
        CompletableFuture<T> done = new CompletableFuture<>();
        try {
            threads.execute(() -> complete(done, work));
        } catch (RejectedExecutionException e) {
            throw new StorageException(ErrorCode.ServerBusy, "The store is closed.", e);
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof StorageException known) {
                throw known;
            }
            throw new Failure(cause == null ? e : cause);
        }
    }

    private static <T extends @Nullable Object> void complete(CompletableFuture<T> done, Callable<T> work) {
        try {
            done.complete(work.call());
        } catch (Throwable e) {
            done.completeExceptionally(e);
        }
    }

    /** Lets the work in hand finish. */
    @Override
    public void close() {
        threads.close();
    }

    /** What the work threw. */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}
