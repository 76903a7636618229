package lazurite.tests.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.http.HttpServer;
import lazurite.http.jetty.JettyHttpServer;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.ChangeFeedSettings;
import lazurite.service.account.Subscription;
import lazurite.service.blob.BlobFrontend;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.feed.ChangeFeeds;
import lazurite.service.gateway.Enforcement;
import lazurite.service.gateway.Gateway;
import lazurite.store.Engine;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.MasterKeyRing;
import lazurite.store.collector.Collector;
import lazurite.store.collector.CollectorSettings;
import lazurite.store.memory.MemoryEngine;

/**
 * A service with one account that has a change feed, whose clock goes from hour to hour as it is told.
 *
 * <p>Concurrency: one thread at a time tells it the time; any may send it requests.
 */
public final class ChangeFeedServer implements AutoCloseable {
    public static final String ACCOUNT = "feedaccount";

    private static final byte[] KEY = new byte[64];

    private final Engine engine;
    private final Bodies bodies;
    private final ChangeFeeds feeds;
    private final HttpServer server;
    private volatile Instant now;

    /** Half an hour behind the full hour that is given. */
    public ChangeFeedServer(Instant hour) throws IOException {
        now = hour.plus(Duration.ofMinutes(30));
        Platform system = Platform.system();
        Platform stepped = new Platform(
                () -> now, system.nanoTime(), system.random(), system.virtualThreads(), system.platformThreads());
        engine = new MemoryEngine(stepped);
        UidSource ids = new UidSource(stepped);
        bodies = new Bodies(engine, ids, stepped);
        MasterKeyRing keys = MasterKeyRing.inMemory(engine.metadata(), ids, stepped);
        Collector collector = new Collector(engine, bodies, ids, stepped, CollectorSettings.DEFAULT);
        BlobService service = new BlobService(engine, bodies, keys, ids, collector, stepped);
        Account account = new Account(
                ACCOUNT,
                List.of(KEY),
                false,
                Subscription.DEFAULT,
                BlobFeatures.NONE.withChangeFeed(new ChangeFeedSettings(true, 0)));
        Accounts accounts = new Accounts(Map.of(ACCOUNT, account));
        server = JettyHttpServer.start(
                HttpServer.Options.defaults("127.0.0.1", 0),
                new Gateway<>(
                        new BlobFrontend(service, stepped.clock()),
                        new Addressing(accounts, List.of()),
                        system,
                        Gateway.Options.standard()));
        feeds = new ChangeFeeds(service, accounts, Enforcement.OPEN, stepped, () -> now, _ -> endpoint());
    }

    /** Path style. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.port() + "/" + ACCOUNT;
    }

    /** Base64. */
    public String key() {
        return Base64.getEncoder().encodeToString(KEY);
    }

    /** Writes what happened so far into the feed. */
    public void write() {
        while (feeds.turn().isZero()) {
            Thread.onSpinWait();
        }
    }

    /** Goes on by an hour; three minutes behind its end, the one before may be read. */
    public void endHour() {
        write();
        now = now.plus(Duration.ofMinutes(33));
        write();
        now = now.plus(Duration.ofMinutes(27));
    }

    @Override
    public void close() {
        server.stop(Duration.ZERO);
        bodies.close();
        engine.close();
    }
}
