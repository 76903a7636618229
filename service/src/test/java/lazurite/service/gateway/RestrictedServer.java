package lazurite.service.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.OnwardClock;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.account.ExportGrant;
import lazurite.service.account.Measures;
import lazurite.service.account.RestrictedService;
import lazurite.service.account.Restriction;
import lazurite.service.account.Restrictions;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Subscription;
import lazurite.service.blob.BlobFrontend;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.WebFrontend;
import lazurite.service.blob.logs.StorageLog;
import lazurite.store.Engine;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.MasterKeyRing;
import lazurite.store.collector.Collector;
import lazurite.store.collector.CollectorSettings;
import lazurite.store.memory.MemoryEngine;
import lazurite.terms.document.Level;
import lazurite.terms.use.CustomerClass;

/**
 * The Blob service before a real socket, its orders by a clock that tests set: two accounts of a clinic, one
 * of a paper.
 */
final class RestrictedServer implements AutoCloseable {
    static final long DAY = Duration.ofDays(1).toMillis();
    private static final byte[] KEY = "a key of some length".getBytes(StandardCharsets.UTF_8);

    final AtomicLong wall = new AtomicLong(Instant.parse("2026-11-27T00:00:00Z").toEpochMilli());
    final AtomicLong nanos = new AtomicLong();
    final Restrictions restrictions =
            new Restrictions(new OnwardClock(() -> Instant.ofEpochMilli(wall.get()), nanos::get));
    final LinkedBlockingQueue<RequestRecord> records = new LinkedBlockingQueue<>();
    final Admission admission = new Admission(Limits.standard());
    final StorageLog log;
    final AccountClient clinic;
    final AccountClient clinicToo;
    final AccountClient paper;
    private final Engine engine;
    private final Bodies bodies;
    private final HttpServer server;
    private final HttpServer sites;

    RestrictedServer() throws IOException {
        this(new MemoryEngine(Platform.system()));
    }

    /** @param engine closed with this */
    RestrictedServer(Engine engine) throws IOException {
        this.engine = engine;
        Platform platform = Platform.system();
        UidSource ids = new UidSource(platform);
        bodies = new Bodies(engine, ids, platform);
        Collector collector = new Collector(engine, bodies, ids, platform, CollectorSettings.DEFAULT);
        MasterKeyRing keys = MasterKeyRing.inMemory(engine.metadata(), ids, platform);
        BlobService service = new BlobService(engine, bodies, keys, ids, collector, platform);
        Accounts accounts = new Accounts(Map.of(
                "ward", account("ward", "clinic"), "lab", account("lab", "clinic"), "desk", account("desk", "paper")));
        log = StorageLog.start(service, accounts, restrictions::admit, platform, Duration.ofDays(1));
        Gateway.Options options = new Gateway.Options(
                admission,
                restrictions::admit,
                log.andThen(records::add),
                () -> true,
                Gateway.Options.standard().challenge());
        server = JettyHttpServer.start(
                Served.HTTP,
                new Gateway<>(
                        new BlobFrontend(service, platform.clock()),
                        new Addressing(accounts, List.of()),
                        platform,
                        options));
        sites = JettyHttpServer.start(
                Served.HTTP,
                new Gateway<>(
                        new WebFrontend(service, platform.clock()),
                        Addressing.ofWebsites(accounts, List.of()),
                        platform,
                        options));
        clinic = new AccountClient(server.port(), "ward", KEY);
        clinicToo = new AccountClient(server.port(), "lab", KEY);
        paper = new AccountClient(server.port(), "desk", KEY);
    }

    private static Account account(String name, String subscription) {
        return new Account(
                name,
                List.of(KEY),
                true,
                new Subscription(subscription, CustomerClass.HEALTH, List.of("care"), Set.of(), "NL", "a@b.example"));
    }

    /** The clinic's blobs are restricted for a day. */
    void order(Level level, ExportGrant... grants) {
        order("clinic", level, grants);
    }

    void order(String subscription, Level level, ExportGrant... grants) {
        restrictions.replace(Map.of(
                new RestrictedService(subscription, ServiceKind.BLOB),
                new Measures(List.of(new Restriction(level, "c-7", wall.get() + DAY)), List.of(grants))));
    }

    /** Has the log of requests written; later requests are dropped from it. */
    void endLog() throws InterruptedException {
        log.stop();
    }

    /** Where the clinic's website is, without a slash at the end. */
    String site() {
        return "http://127.0.0.1:" + sites.port() + "/ward";
    }

    void lift() {
        restrictions.replace(Map.of());
    }

    /** A grant that is open now, for an hour. */
    ExportGrant grant() {
        return new ExportGrant(41, wall.get(), wall.get() + DAY / 24);
    }

    void pass(long millis) {
        wall.addAndGet(millis);
        nanos.addAndGet(millis * 1_000_000);
    }

    private void stopLog() {
        try {
            log.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO);
        sites.stop(Duration.ZERO);
        clinic.close();
        clinicToo.close();
        paper.close();
        stopLog();
        bodies.close();
        engine.close();
    }
}
