package lazurite.service.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.Platform;

/**
 * The access log: one JSON object a line for each request. When the disk cannot keep up or fails, lines are dropped and
 * counted; a request never waits for its line.
 *
 * <p>Concurrency: {@link #completed} from any thread hands records to one platform thread, which alone touches the
 * file.
 */
public final class AccessLog implements RequestObserver, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(AccessLog.class.getName());
    private static final int QUEUED_MAX = 8_192;
    private static final int BATCH_MAX = 512;

    private final LogFile file;
    private final boolean withResources;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUED_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closed;
    private long droppedReported;
    private boolean failing;

    private sealed interface Entry {
        record Served(RequestRecord request) implements Entry {}

        record End() implements Entry {}
    }

    /**
     * Starts writing.
     *
     * @param withResources whether lines name the container and blob, which may be personal data
     */
    public AccessLog(LogFile file, boolean withResources, Platform platform) {
        this.file = file;
        this.withResources = withResources;
        this.writer = platform.platformThreads().newThread(this::write);
        this.writer.start();
    }

    @Override
    public void completed(RequestRecord request) {
        if (closed || !queue.offer(new Entry.Served(request))) {
            dropped.incrementAndGet();
        }
    }

    /** Requests that have no line. */
    public long dropped() {
        return dropped.get();
    }

    /** Writes what is queued, then closes the file; later requests are counted as dropped. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try {
            queue.put(new Entry.End());
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }

    private void write() {
        List<Entry> batch = new ArrayList<>();
        boolean more = true;
        while (more) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "only close() ends the log", e);
                continue;
            }
            queue.drainTo(batch, BATCH_MAX);
            more = batch.stream().noneMatch(Entry.End.class::isInstance);
            write(batch);
            batch.clear();
        }
    }

    private void write(List<Entry> batch) {
        StringBuilder text = new StringBuilder();
        long lost = dropped.get();
        if (lost > droppedReported) {
            new JsonLine(text).add("dropped", lost - droppedReported).end();
        }
        int lines = 0;
        for (Entry entry : batch) {
            if (entry instanceof Entry.Served(RequestRecord request)) {
                append(text, request);
                lines++;
            }
        }
        if (text.isEmpty()) {
            return;
        }
        try {
            file.write(text.toString().getBytes(StandardCharsets.UTF_8));
            droppedReported = lost;
            failing = false;
        } catch (IOException e) {
            dropped.addAndGet(lines);
            if (!failing) {
                LOG.log(System.Logger.Level.ERROR, "the access log cannot be written; lines are dropped", e);
            }
            failing = true;
        }
    }

    private void append(StringBuilder text, RequestRecord request) {
        JsonLine line = new JsonLine(text)
                .add("time", request.time().toString())
                .add("account", request.account())
                .add("service", request.service().label())
                .add("operation", request.operation())
                .add("status", request.status())
                .add("errorCode", request.errorCode())
                .add("bytesIn", request.bytesIn())
                .add("bytesOut", request.bytesOut())
                .add("durationMicros", request.durationMicros());
        if (request.auth() != null) {
            line.add("auth", request.auth().name().toLowerCase(Locale.ROOT));
        }
        line.add("requestId", request.requestId())
                .add("clientRequestId", request.clientRequestId())
                .add("remote", request.remote())
                .add("version", request.version())
                .add("resource", withResources ? request.resource() : null);
        if (request.aborted()) {
            line.add("aborted", true);
        }
        line.end();
    }
}
