package lazurite.tests.concurrency;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** Clients that start at the same moment, each with a thread and a connection of its own. */
final class Crowd {
    private Crowd() {}

    /** What one client does; {@code index} tells clients apart. */
    @FunctionalInterface
    interface Task<R> {
        R run(Client client, int index) throws Exception;
    }

    /** What one client does again and again, while others are at work. */
    @FunctionalInterface
    interface Step {
        void run(Client client) throws Exception;
    }

    /** The task done once by each of many clients; results in the order of their numbers. */
    static <R> List<R> of(int clients, Task<R> task) throws Exception {
        return during(clients, task, List.of());
    }

    /** As {@link #of}, with the steps repeated by a client each until that is done. */
    static <R> List<R> during(int clients, Task<R> task, List<Step> steps) throws Exception {
        CountDownLatch ready = new CountDownLatch(clients + steps.size());
        CountDownLatch working = new CountDownLatch(clients);
        AtomicBoolean failed = new AtomicBoolean();
        List<Future<R>> results = new ArrayList<>();
        List<Future<Void>> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients + steps.size())) {
            for (int i = 0; i < clients; i++) {
                int index = i;
                results.add(threads.submit(() -> {
                    try (Client client = new Client()) {
                        meet(client, ready);
                        return task.run(client, index);
                    } finally {
                        working.countDown();
                    }
                }));
            }
            for (Step step : steps) {
                others.add(threads.submit(() -> {
                    try (Client client = new Client()) {
                        meet(client, ready);
                        while (working.getCount() > 0 && !failed.get()) {
                            step.run(client);
                        }
                        return null;
                    } finally {
                        failed.set(true);
                    }
                }));
            }
        }
        return collect(results, others);
    }

    private static void meet(Client client, CountDownLatch ready) throws Exception {
        try {
            client.send(Call.get(Tenant.DEV.path() + "/?restype=account&comp=properties"))
                    .require(200);
        } finally {
            ready.countDown();
        }
        ready.await();
    }

    private static <R> List<R> collect(List<Future<R>> results, List<Future<Void>> others) throws Exception {
        List<R> values = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> future : Stream.concat(results.stream(), others.stream()).toList()) {
            try {
                future.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        if (!failures.isEmpty()) {
            AssertionError failure =
                    new AssertionError(failures.size() + " clients failed; the first: " + failures.getFirst());
            failures.forEach(failure::addSuppressed);
            throw failure;
        }
        for (Future<R> result : results) {
            values.add(result.get());
        }
        return values;
    }
}
