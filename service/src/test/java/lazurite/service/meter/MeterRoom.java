package lazurite.service.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lazurite.base.Platform;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.service.gateway.RequestRecord;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.meter.Meter;
import lazurite.terms.use.CustomerClass;

/** Meters over the memory engine, with a clock and a store's size that tests set. */
final class MeterRoom implements AutoCloseable {
    static final Subscription CLINIC =
            new Subscription("clinic", CustomerClass.HEALTH, List.of("care"), Set.of(), "NL", "a@b.example");

    final FlakyStore store;
    final Map<String, Long> stored = new TreeMap<>();
    Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private final MemoryEngine engine;
    private final Platform platform;
    private final UidSource uids;
    private RequestCounters counters = new RequestCounters();
    private MeterBook book;

    MeterRoom() {
        Platform system = Platform.system();
        platform = new Platform(
                () -> now, system.nanoTime(), system.random(), system.virtualThreads(), system.platformThreads());
        engine = new MemoryEngine(platform);
        store = new FlakyStore(engine.metadata());
        uids = new UidSource(platform);
        book = open();
    }

    private MeterBook open() {
        Account clinic = new Account("clinicdata", List.of(), true, CLINIC);
        Account dev = new Account("dev", List.of(), true);
        Accounts accounts = new Accounts(Map.of(clinic.name(), clinic, dev.name(), dev));
        return new MeterBook(store, uids, platform, counters, accounts, () -> Map.copyOf(stored));
    }

    /** The process is killed and another starts: what was not written down is lost. */
    void killAndStart() {
        counters = new RequestCounters();
        book = open();
        book.turn();
    }

    /** The process ends as it should, and another starts that much later. */
    void stopAndStart(Duration later) {
        book.end();
        now = now.plus(later);
        killAndStart();
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    void at(String time) {
        now = Instant.parse("2026-11-21T" + time + "Z");
    }

    long turn() {
        return book.turn();
    }

    void begin() {
        book.begin();
    }

    void end() {
        book.end();
    }

    void count(String subscription, long in, long out) {
        counters.count(new RequestRecord(
                now,
                ServiceKind.BLOB,
                "any",
                subscription,
                "GetBlob",
                200,
                null,
                in,
                out,
                1,
                null,
                "id",
                null,
                "::1",
                "2026-10-06",
                "/c/b",
                false));
    }

    /** Rows as {@code 10 clinic blob closed}, with their values. */
    Map<String, Map<Meter, Long>> rows() {
        Map<String, Map<Meter, Long>> rows = new TreeMap<>();
        MeterRows.closed(
                store,
                0,
                Long.MAX_VALUE,
                hour -> rows.put(name(hour, "closed"), hour.record().values()));
        MeterRows.open(store, hour -> rows.put(name(hour, "open"), hour.record().values()));
        return rows;
    }

    private static String name(MeterRows.Hour hour, String state) {
        String time = Hours.start(hour.key().hour()).toString().substring(8, 13).replace("21T", "");
        return time + " " + hour.key().subscription() + " " + hour.key().service() + " " + state;
    }

    static Map<Meter, Long> used(long requests, long in, long out) {
        return Map.of(Meter.Transactions, requests, Meter.Ingress, in, Meter.Egress, out);
    }

    static Map<Meter, Long> used(long requests, long in, long out, long stored) {
        return Map.of(
                Meter.Transactions,
                requests,
                Meter.Ingress,
                in,
                Meter.Egress,
                out,
                Meter.UsedCapacity,
                stored,
                Meter.BlobCapacity,
                stored);
    }

    static Map<Meter, Long> stored(long bytes) {
        return Map.of(Meter.UsedCapacity, bytes, Meter.BlobCapacity, bytes);
    }

    @Override
    public void close() {
        engine.close();
    }
}
