package lazurite.tests.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import lazurite.tests.process.ServerUnderTest;

/** Blocking connections that send prepared requests in turn: for a time, or each request once. */
final class Load {
    private static final int SAMPLES_MAX = 200_000;

    private Load() {}

    /**
     * What one turn came to.
     *
     * @param bytes of bodies, up and down
     * @param medianMillis of one request; 0 when none ended
     */
    record Result(long requests, long bytes, long errors, double seconds, double medianMillis, double p99Millis) {
        double perSecond() {
            return requests / seconds;
        }

        double megabytesPerSecond() {
            return bytes / 1e6 / seconds;
        }
    }

    /** Each connection walks its own list round and round until the time is over. */
    static Result forSeconds(ServerUnderTest server, List<List<Prepared>> perConnection, int seconds) {
        return run(server, perConnection, seconds);
    }

    /** Each connection sends its own list once. */
    static Result once(ServerUnderTest server, List<List<Prepared>> perConnection) {
        return run(server, perConnection, 0);
    }

    private static Result run(ServerUnderTest server, List<List<Prepared>> perConnection, int seconds) {
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService threads = Executors.newFixedThreadPool(perConnection.size())) {
            long begun = System.nanoTime();
            List<Future<Worker>> workers = new ArrayList<>();
            for (List<Prepared> requests : perConnection) {
                Worker worker = new Worker(server.port(), requests, seconds > 0, over);
                workers.add(threads.submit(worker::run));
            }
            if (seconds > 0) {
                Pause.millis(seconds * 1000L);
                over.set(true);
            }
            List<Worker> ended = new ArrayList<>();
            for (Future<Worker> worker : workers) {
                ended.add(worker.get());
            }
            return summary(ended, (System.nanoTime() - begun) / 1e9);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted under load", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("load ended early", e.getCause());
        }
    }

    private static Result summary(List<Worker> workers, double seconds) {
        long requests = workers.stream().mapToLong(worker -> worker.requests).sum();
        long bytes = workers.stream().mapToLong(worker -> worker.bytes).sum();
        long errors = workers.stream().mapToLong(worker -> worker.errors).sum();
        long[] samples = workers.stream()
                .flatMapToLong(worker -> Arrays.stream(worker.samples, 0, worker.sampled))
                .sorted()
                .toArray();
        if (samples.length == 0) {
            return new Result(requests, bytes, errors, seconds, 0, 0);
        }
        double median = samples[samples.length / 2] / 1e6;
        double p99 = samples[(int) (samples.length * 0.99)] / 1e6;
        return new Result(requests, bytes, errors, seconds, median, p99);
    }

    /** One connection's thread; its figures are read after it ended. */
    private static final class Worker {
        private final int port;
        private final List<Prepared> list;
        private final boolean repeat;
        private final AtomicBoolean over;
        private final long[] samples;
        private int sampled;
        private long requests;
        private long bytes;
        private long errors;

        Worker(int port, List<Prepared> list, boolean repeat, AtomicBoolean over) {
            this.port = port;
            this.list = list;
            this.repeat = repeat;
            this.over = over;
            this.samples = new long[repeat ? SAMPLES_MAX : Math.min(SAMPLES_MAX, list.size())];
        }

        Worker run() throws IOException {
            int next = 0;
            while (more(next)) {
                try (LoadConnection connection = new LoadConnection(port)) {
                    while (more(next)) {
                        exchange(connection, list.get(next % list.size()));
                        next++;
                    }
                } catch (IOException e) {
                    errors++;
                    next++;
                    if (errors > 1000) {
                        throw e;
                    }
                }
            }
            return this;
        }

        private boolean more(int next) {
            return repeat ? !over.get() : next < list.size();
        }

        private void exchange(LoadConnection connection, Prepared request) throws IOException {
            long begun = System.nanoTime();
            connection.send(request.head());
            if (request.body().length > 0) {
                connection.send(request.body());
            }
            long received = connection.receive(request.status(), request.status() == 201);
            if (sampled < samples.length) {
                samples[sampled++] = System.nanoTime() - begun;
            }
            requests++;
            bytes += request.bodyBytes() + received;
        }
    }
}
