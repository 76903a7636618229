package lazurite.tests.concurrency;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/** Clients that start at the same moment, each with a thread and a connection of its own; if one fails, all end. */
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
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Future<R>> results = new ArrayList<>();
        List<Future<Boolean>> others = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients + steps.size())) {
            for (int i = 0; i < clients; i++) {
                int index = i;
                results.add(threads.submit(() -> {
                    try {
                        return noting(failures, () -> new Client(failures::isEmpty), client -> {
                            meet(client, ready);
                            return task.run(client, index);
                        });
                    } finally {
                        working.countDown();
                    }
                }));
            }
            for (Step step : steps) {
                others.add(threads.submit(() -> noting(failures, Client::new, client -> {
                    meet(client, ready);
                    while (working.getCount() > 0 && failures.isEmpty()) {
                        step.run(client);
                    }
                    return true;
                })));
            }
        }
        if (!failures.isEmpty()) {
            AssertionError failure = new AssertionError("a client failed: " + failures.peek(), failures.peek());
            failures.stream().skip(1).forEach(failure::addSuppressed);
            throw failure;
        }
        return collect(results, others);
    }

    /** Runs what a client does; why it failed is there for all others to see. */
    private static <R> R noting(Queue<Throwable> failures, Supplier<Client> clients, Work<R> work) throws Exception {
        try (Client client = clients.get()) {
            return work.with(client);
        } catch (Exception | AssertionError failure) {
            failures.add(failure);
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Work<R> {
        R with(Client client) throws Exception;
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

    private static <R> List<R> collect(List<Future<R>> results, List<Future<Boolean>> others) throws Exception {
        List<R> values = new ArrayList<>();
        for (Future<R> result : results) {
            values.add(result.get());
        }
        for (Future<Boolean> other : others) {
            other.get();
        }
        return values;
    }
}
