package lazurite.tests.bench;

import java.util.List;
import java.util.Map;
import lazurite.base.OnwardClock;
import lazurite.base.Platform;
import lazurite.server.config.AccountSettings;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Addressing;
import lazurite.service.account.Restrictions;
import lazurite.service.blob.BlobFrontend;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.gateway.Admission;
import lazurite.service.gateway.Enforcement;
import lazurite.service.gateway.Gateway;
import lazurite.service.gateway.Limits;
import lazurite.service.gateway.RequestObserver;
import lazurite.service.meter.Metering;
import lazurite.store.Engine;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.MasterKeyRing;
import lazurite.store.collector.Collector;
import lazurite.store.collector.CollectorSettings;

/** A Blob service in this process, put together as the server does it, so that a work can give orders. */
final class OrderedService implements AutoCloseable {
    final Restrictions restrictions;
    final Metering metering;
    private final Platform platform = Platform.system();
    private final Engine engine;
    private final Bodies bodies;
    private final Collector collector;
    private final BlobService service;
    private final Accounts accounts;

    OrderedService(Engine engine) {
        this.engine = engine;
        UidSource ids = new UidSource(platform);
        Collector.continueIds(ids, engine.metadata());
        bodies = new Bodies(engine, ids, platform);
        collector = new Collector(engine, bodies, ids, platform, CollectorSettings.DEFAULT);
        MasterKeyRing keys = MasterKeyRing.inMemory(engine.metadata(), ids, platform);
        service = new BlobService(engine, bodies, keys, ids, collector, platform);
        Account dev = AccountSettings.dev().account();
        accounts = new Accounts(Map.of(dev.name(), dev));
        restrictions = new Restrictions(new OnwardClock(platform.clock(), platform.nanoTime()));
        metering =
                Metering.start(engine.metadata(), ids, platform, accounts, service::bytesByAccount, Metering.INTERVAL);
        collector.start();
    }

    Gateway<BlobOperation> gateway(Enforcement enforcement, RequestObserver observer) {
        Gateway.Options options = new Gateway.Options(
                new Admission(Limits.standard()),
                enforcement,
                observer,
                () -> true,
                Gateway.Options.standard().challenge());
        return new Gateway<>(
                new BlobFrontend(service, platform.clock()), new Addressing(accounts, List.of()), platform, options);
    }

    @Override
    public void close() {
        try {
            metering.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        collector.close();
        bodies.close();
        engine.close();
    }
}
