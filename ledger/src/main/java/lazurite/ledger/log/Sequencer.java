package lazurite.ledger.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.base.Threads;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of this process that appends. It takes whatever waits, appends it in one commit, publishes a checkpoint
 * of that, and only then answers. Nothing is delayed to wait for company.
 *
 * <p>Concurrency: {@link #submit} from any thread. Whoever waits is told from a virtual thread.
 */
final class Sequencer implements AutoCloseable {
    private static final int BATCH_COUNT_MAX = 8192;
    private static final long BATCH_BYTES_MAX = 4 << 20;

    /** Most bytes waiting; beyond, submissions are refused with ServerBusy. */
    private static final long WAITING_BYTES_MAX = 64L << 20;

    /** What a draft is taken to weigh beside its open part. */
    private static final int DRAFT_BYTES = 512;

    /** A checkpoint is signed again when it is this old: readers judge a log's life by the times in it. */
    private static final long REFRESH_SECONDS = 55;

    private static final long RETRY_SECONDS = 1;

    private record Waiting(@Nullable Submission submission, long bytes, CompletableFuture<Appended> done) {
        /** What ends the thread. */
        static Waiting stop() {
            return new Waiting(null, 0, new CompletableFuture<>());
        }
    }

    private final Appender appender;
    private final Publisher publisher;
    private final Platform platform;
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final AtomicLong waitingBytes = new AtomicLong();
    private final CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;
    private boolean published = true;

    Sequencer(Appender appender, Publisher publisher, Platform platform) {
        this.appender = appender;
        this.publisher = publisher;
        this.platform = platform;
        this.thread = platform.platformThreads().newThread(this::run);
        thread.setName("lazurite-sequencer");
        thread.start();
    }

    /** Completes once the entry is in a published checkpoint. */
    CompletableFuture<Appended> submit(Submission submission) {
        long bytes = switch (submission) {
            case Submission.Unplaced(var draft) -> DRAFT_BYTES + draft.open().canonical().length;
            case Submission.Placed(var entry) -> entry.bytes().length;
        };
        Waiting waiting = new Waiting(submission, bytes, new CompletableFuture<>());
        if (waitingBytes.addAndGet(bytes) > WAITING_BYTES_MAX) {
            waitingBytes.addAndGet(-bytes);
            throw new StorageException(ErrorCode.ServerBusy, "Too many entries are waiting for the ledger.");
        }
        queue.add(waiting);
        if (closed && queue.remove(waiting)) {
            throw closed();
        }
        return waiting.done();
    }

    /** Why nothing is appended or published; null while all is well. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /** Appends what waits, then stops. */
    @Override
    public void close() {
        if (!closed) {
            queue.add(Waiting.stop());
            closed = true;
        }
        Threads.awaitEnd(thread);
    }

    /** Waits until it was tried to publish what an earlier process had appended. */
    void awaitBegun() {
        begun.join();
    }

    private void run() {
        try {
            publish(false);
        } finally {
            begun.complete(null);
        }
        boolean stopped = false;
        while (!stopped) {
            List<Waiting> batch = new ArrayList<>();
            stopped = take(batch);
            if (batch.isEmpty()) {
                publish(!stopped && published);
            } else {
                append(batch);
            }
        }
        Waiting late = queue.poll();
        while (late != null) {
            late.done().completeExceptionally(closed());
            late = queue.poll();
        }
    }

    /** Waits for submissions, not for ever, and takes what there is; true if they end with a stop. */
    private boolean take(List<Waiting> batch) {
        long bytes = 0;
        Waiting next = first();
        while (next != null) {
            if (next.submission() == null) {
                return true;
            }
            batch.add(next);
            bytes += next.bytes();
            waitingBytes.addAndGet(-next.bytes());
            next = batch.size() < BATCH_COUNT_MAX && bytes < BATCH_BYTES_MAX ? queue.poll() : null;
        }
        return false;
    }

    /** Nobody interrupts this thread. Should somebody, it ends. */
    private @Nullable Waiting first() {
        try {
            return queue.poll(published ? REFRESH_SECONDS : RETRY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            closed = true;
            return Waiting.stop();
        }
    }

    private void append(List<Waiting> batch) {
        List<Submission> submissions = new ArrayList<>(batch.size());
        batch.forEach(waiting -> submissions.add(submission(waiting)));
        try {
            List<Outcome> outcomes = appender.append(submissions);
            published = false;
            publishHead(false);
            tell(() -> {
                for (int i = 0; i < outcomes.size(); i++) {
                    switch (outcomes.get(i)) {
                        case Outcome.Logged(var appended) -> batch.get(i).done().complete(appended);
                        case Outcome.Refused(var reason) -> batch.get(i).done().completeExceptionally(reason);
                    }
                }
            });
        } catch (Throwable e) {
            failure = e;
            tell(() -> batch.forEach(waiting -> waiting.done().completeExceptionally(e)));
        }
    }

    private static Submission submission(Waiting waiting) {
        Submission submission = waiting.submission();
        if (submission == null) {
            throw new IllegalStateException("a stop is no submission");
        }
        return submission;
    }

    /** What fails is tried again. */
    private void publish(boolean anew) {
        try {
            publishHead(anew);
        } catch (RuntimeException e) {
            failure = e;
            published = false;
        }
    }

    private void publishHead(boolean anew) {
        Head head = appender.head();
        if (head.size() > 0) {
            publisher.publish(head, anew);
        }
        published = true;
        failure = null;
    }

    private void tell(Runnable outcome) {
        platform.virtualThreads().newThread(outcome).start();
    }

    private static StorageException closed() {
        return new StorageException(ErrorCode.ServerBusy, "The ledger is closed.");
    }
}
