package lazurite.service.meter;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import lazurite.service.account.ServiceKind;
import lazurite.service.gateway.RequestRecord;
import lazurite.terms.meter.Meter;

/**
 * Counts requests by subscription and service since this process began. What is counted is never taken away: who
 * writes it down remembers how much he has written.
 *
 * <p>Concurrency: any thread, without a lock; adders are striped over the processors.
 */
final class RequestCounters {
    private final Map<String, OfSubscription> counters = new ConcurrentHashMap<>();

    /** A subscription's counters, by service. */
    private record OfSubscription(Map<ServiceKind, Counter> services) {
        OfSubscription(String subscription) {
            this(new EnumMap<>(ServiceKind.class));
            for (ServiceKind service : ServiceKind.values()) {
                services.put(service, new Counter(subscription, service.label()));
            }
        }

        Counter of(ServiceKind service) {
            return Objects.requireNonNull(services.get(service));
        }
    }

    /** What one subscription asked of one service. */
    static final class Counter {
        final String subscription;
        final String service;
        private final LongAdder requests = new LongAdder();
        private final LongAdder bytesIn = new LongAdder();
        private final LongAdder bytesOut = new LongAdder();

        Counter(String subscription, String service) {
            this.subscription = subscription;
            this.service = service;
        }

        private void add(RequestRecord request) {
            requests.increment();
            if (request.bytesIn() != 0) {
                bytesIn.add(request.bytesIn());
            }
            if (request.bytesOut() != 0) {
                bytesOut.add(request.bytesOut());
            }
        }

        Counts sum() {
            return new Counts(requests.sum(), bytesIn.sum(), bytesOut.sum());
        }
    }

    /** Requests, and bytes of their bodies and of the answers'. */
    record Counts(long requests, long bytesIn, long bytesOut) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts minus(Counts other) {
            return new Counts(requests - other.requests, bytesIn - other.bytesIn, bytesOut - other.bytesOut);
        }

        Map<Meter, Long> values() {
            return Map.of(Meter.Transactions, requests, Meter.Ingress, bytesIn, Meter.Egress, bytesOut);
        }
    }

    /** Counts a request, if it addressed an account. */
    void count(RequestRecord request) {
        String subscription = request.subscription();
        if (subscription != null) {
            OfSubscription found = counters.get(subscription);
            OfSubscription known = found == null ? counters.computeIfAbsent(subscription, OfSubscription::new) : found;
            known.of(request.service()).add(request);
        }
    }

    List<Counter> all() {
        List<Counter> all = new ArrayList<>();
        for (OfSubscription known : counters.values()) {
            all.addAll(known.services().values());
        }
        return all;
    }
}
