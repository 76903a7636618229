package lazurite.service.meter;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.service.meter.RequestCounters.Counter;
import lazurite.service.meter.RequestCounters.Counts;
import lazurite.store.MetadataStore;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import lazurite.terms.meter.Meter;

/**
 * Writes down what is counted, hour by hour, and closes the hours that are over.
 *
 * <p>What was counted since an interval began belongs to the hour in which it began. Where that hour is closed, because
 * the clock was set back, it belongs to the first later one that is not: an hour is closed once. An hour that the clock
 * left by a step forward is closed like one that ended.
 *
 * <p>Concurrency: one thread at a time; others may go on counting.
 */
final class MeterBook {
    private final OpenHours hours;
    private final Platform platform;
    private final RequestCounters counters;
    private final Accounts accounts;
    private final StoredBytes blobs;
    private final long startedHour;

    /** How much of each counter is written down. */
    private final Map<Counter, Counts> taken = new HashMap<>();

    /** Attempts whose outcome was lost. */
    private final Map<Counter, Attempt> unsure = new HashMap<>();

    private final Map<Counter, Place> places = new HashMap<>();
    private final AtomicLong written = new AtomicLong();
    private boolean stale = true;
    private long intervalHour;
    private long lastHour;

    private record Attempt(HourKey key, Uid op, Counts upTo) {}

    /** Where counts of an hour go. */
    private record Place(long asked, HourKey key) {}

    MeterBook(
            MetadataStore metadata,
            UidSource uids,
            Platform platform,
            RequestCounters counters,
            Accounts accounts,
            StoredBytes blobs) {
        this.hours = new OpenHours(metadata, uids);
        this.platform = platform;
        this.counters = counters;
        this.accounts = accounts;
        this.blobs = blobs;
        this.startedHour = hourNow();
        this.lastHour = startedHour;
        this.intervalHour = startedHour;
    }

    /** Begins an interval, nothing having been counted since the last {@link #turn}. */
    void begin() {
        intervalHour = hourNow();
    }

    /**
     * Writes down what was counted, closes the hours that are over and begins the next interval.
     *
     * @return the hour that it is: every one before it is closed, or never will be
     * @throws StorageException if the store could not be written; what was not written down is kept for the next turn
     */
    long turn() {
        refresh();
        long now = hourNow();
        takeIn();
        closeBefore(now);
        lastHour = now;
        intervalHour = now;
        return now;
    }

    /** As {@link #turn}, and writes down what is stored now, since nobody will when the hour ends. */
    void end() {
        turn();
        Map<String, Long> stored = storedBySubscription();
        Set<HourKey> atHand = new HashSet<>(hours.keys());
        atHand.removeIf(key -> !isBlob(key));
        stored.keySet().forEach(subscription -> atHand.add(hours.firstOpen(blob(subscription, lastHour))));
        finish(atHand.stream()
                .map(key -> hours.add(key, levels(key, stored), hours.nextOp()))
                .toList());
    }

    private static HourKey blob(String subscription, long hour) {
        return new HourKey(subscription, ServiceKind.BLOB.label(), hour);
    }

    private static boolean isBlob(HourKey key) {
        return key.service().equals(ServiceKind.BLOB.label());
    }

    /** Requests written down by this book; may be asked by any thread. */
    long written() {
        return written.get();
    }

    private long hourNow() {
        return Hours.of(platform.clock().instant());
    }

    /** At first, and after a failure, sees what is stored, and so which attempts happened. */
    private void refresh() {
        if (!stale) {
            return;
        }
        hours.load();
        unsure.forEach((counter, attempt) -> {
            if (hours.holds(attempt.key(), attempt.op())) {
                taken.put(counter, attempt.upTo());
            }
        });
        unsure.clear();
        places.clear();
        stale = false;
    }

    private void takeIn() {
        Map<Counter, Attempt> attempts = new HashMap<>();
        for (Counter counter : counters.all()) {
            Counts sum = counter.sum();
            if (!sum.equals(taken(counter))) {
                attempts.put(counter, new Attempt(place(counter), hours.nextOp(), sum));
            }
        }
        unsure.putAll(attempts);
        List<OpenHours.Write> writes = new ArrayList<>();
        attempts.forEach((counter, attempt) -> {
            Counts more = attempt.upTo().minus(taken(counter));
            writes.add(hours.add(attempt.key(), more.values(), attempt.op()));
        });
        finish(writes);
        attempts.forEach((counter, attempt) -> taken.put(counter, attempt.upTo()));
        unsure.clear();
        written.set(taken.values().stream().mapToLong(Counts::requests).sum());
    }

    private Counts taken(Counter counter) {
        return taken.getOrDefault(counter, Counts.NONE);
    }

    private HourKey place(Counter counter) {
        Place known = places.get(counter);
        if (known == null || known.asked() != intervalHour) {
            HourKey hour = new HourKey(counter.subscription, counter.service, intervalHour);
            known = new Place(intervalHour, hours.firstOpen(hour));
            places.put(counter, known);
        }
        return known.key();
    }

    private void closeBefore(long now) {
        Set<HourKey> over = new HashSet<>(hours.keys());
        over.removeIf(key -> key.hour() >= now);
        if (over.isEmpty() && lastHour >= now) {
            return;
        }
        Map<String, Long> stored = storedBySubscription();
        if (lastHour < now) {
            stored.keySet().stream()
                    .map(subscription -> blob(subscription, lastHour))
                    .filter(key -> hours.firstOpen(key).equals(key))
                    .forEach(over::add);
        }
        long millis = platform.clock().millis();
        finish(over.stream()
                .map(key -> hours.close(key, levels(key, stored), millis))
                .toList());
        places.clear();
    }

    /** What is stored, for an hour that ends, unless a run before this one wrote down what was stored at its end. */
    private Map<Meter, Long> levels(HourKey key, Map<String, Long> stored) {
        boolean known = key.hour() < startedHour && hours.record(key).values().containsKey(Meter.UsedCapacity);
        if (known || !isBlob(key)) {
            return Map.of();
        }
        long bytes = stored.getOrDefault(key.subscription(), 0L);
        return Map.of(Meter.UsedCapacity, bytes, Meter.BlobCapacity, bytes);
    }

    /** Accounts that are configured no more belong to the default subscription, so that no byte goes uncounted. */
    private Map<String, Long> storedBySubscription() {
        Map<String, Long> bytes = new HashMap<>();
        blobs.byAccount().forEach((name, stored) -> {
            Account account = accounts.find(name);
            Subscription subscription = account == null ? Subscription.DEFAULT : account.subscription();
            bytes.merge(subscription.id(), stored, Long::sum);
        });
        return bytes;
    }

    /** Waits for all, so that none is under way any more; fails if one did, or met a row that is not as it was seen. */
    private void finish(List<OpenHours.Write> writes) {
        if (writes.isEmpty()) {
            return;
        }
        stale = true;
        List<StorageException> failures = new ArrayList<>();
        writes.forEach(write -> outcome(write, failures));
        if (!failures.isEmpty()) {
            throw failures.getFirst();
        }
        writes.forEach(hours::done);
        stale = false;
    }

    private static void outcome(OpenHours.Write write, List<StorageException> failures) {
        try {
            if (!write.outcome().join()) {
                failures.add(new StorageException(
                        ErrorCode.InternalError, "the meter row of " + write.key() + " was changed by somebody else"));
            }
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof StorageException failure)) {
                throw e;
            }
            failures.add(failure);
        }
    }
}
