package lazurite.service.blob.feed;

import com.azure.storage.internal.avro.implementation.AvroObject;
import com.azure.storage.internal.avro.implementation.AvroReaderFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import lazurite.base.Platform;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.ChangeFeedSettings;
import lazurite.service.account.Pass;
import lazurite.service.account.Subscription;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.gateway.Enforcement;
import lazurite.store.Engine;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.MasterKeyRing;
import lazurite.store.collector.Collector;
import lazurite.store.collector.CollectorSettings;
import lazurite.store.embedded.EmbeddedEngine;
import lazurite.store.embedded.Settings;
import lazurite.store.memory.MemoryEngine;
import reactor.core.publisher.Flux;

/** An account with a change feed, by a clock that tests move. */
final class FeedRoom implements AutoCloseable {
    static final String ENDPOINT = "http://127.0.0.1:10000/acct1";

    final Platform platform;
    final Engine engine;
    final UidSource ids;
    final Accounts accounts;
    private final Bodies bodies;
    private final MasterKeyRing ring;
    BlobService service;
    ChangeFeeds feeds;
    Enforcement enforcement = Enforcement.OPEN;
    FeedWriter.Limits limits = FeedWriter.Limits.STANDARD;
    Instant now = Instant.parse("2026-11-27T10:30:00Z");

    FeedRoom(Function<Platform, Engine> open) {
        Platform system = Platform.system();
        platform = new Platform(
                () -> now,
                () -> now.toEpochMilli() * 1_000_000,
                system.random(),
                system.virtualThreads(),
                system.platformThreads());
        engine = open.apply(platform);
        ids = new UidSource(platform);
        bodies = new Bodies(engine, ids, platform);
        ring = MasterKeyRing.inMemory(engine.metadata(), ids, platform);
        accounts = new Accounts(Map.of());
        feed(0);
        service = service();
        feeds = feeds();
        run(new BlobOperation.CreateContainer("c", Map.of(), PublicRead.NEVER));
    }

    /** One over each engine. */
    static List<FeedRoom> onEveryEngine(Path folder) {
        return List.of(new FeedRoom(MemoryEngine::new), new FeedRoom(platform -> {
            try {
                return EmbeddedEngine.open(
                        folder.resolve("data"), Settings.defaults(folder.resolve("natives")), platform);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
    }

    private BlobService service() {
        Collector.continueIds(ids, engine.metadata());
        return new BlobService(
                engine,
                bodies,
                ring,
                ids,
                new Collector(engine, bodies, ids, platform, CollectorSettings.DEFAULT),
                platform);
    }

    private ChangeFeeds feeds() {
        return new ChangeFeeds(
                service,
                accounts,
                (account, kind, use) -> enforcement.check(account, kind, use),
                platform,
                () -> now,
                _ -> ENDPOINT,
                limits);
    }

    /** Forgets all that is not stored. */
    void restart() {
        service = service();
        feeds = feeds();
    }

    /** Switches the feed on, kept for so many days; 0 for ever. */
    void feed(int days) {
        accounts.replace(Map.of("acct1", account(new ChangeFeedSettings(true, days))));
    }

    void feedOff() {
        accounts.replace(Map.of("acct1", account(ChangeFeedSettings.OFF)));
    }

    Account account() {
        return Objects.requireNonNull(accounts.find("acct1"));
    }

    private static Account account(ChangeFeedSettings feed) {
        return new Account(
                "acct1", List.of(new byte[] {1}), true, Subscription.DEFAULT, BlobFeatures.NONE.withChangeFeed(feed));
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** Does all there is to do. */
    void write() {
        while (feeds.turn().isZero()) {
            Thread.onSpinWait();
        }
    }

    BlobResult run(BlobOperation operation) {
        Caller owner = new Caller(Caller.Kind.SHARED_KEY, "", "acct1");
        BlobCall call = new BlobCall("acct1", BlobFeatures.NONE, owner, "2025-11-05", Pass.UNRESTRICTED, _ -> {
            throw new IllegalStateException("nothing is copied");
        });
        return service.run(operation, call);
    }

    void put(String blob) {
        byte[] bytes = blob.getBytes(StandardCharsets.UTF_8);
        run(new BlobOperation.PutBlob(
                "c",
                blob,
                new NewBlob(HttpProperties.NONE, Map.of(), Map.of(), null, Conditions.NONE),
                Checksums.NONE,
                new Payload(bytes.length, new ByteArrayInputStream(bytes))));
    }

    List<String> names(String prefix) {
        BlobResult.Blobs page = (BlobResult.Blobs)
                run(new BlobOperation.ListBlobs("$blobchangefeed", prefix, null, null, null, 5_000, null, Set.of()));
        return page.entries().stream().map(BlobResult.ListEntry::name).toList();
    }

    byte[] read(String name) {
        BlobResult.BlobContent content = (BlobResult.BlobContent)
                run(new BlobOperation.GetBlob("$blobchangefeed", name, null, null, false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text(String name) {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    /** The events of all files, in the order of their names, as Azure's reader of Avro files has them. */
    List<Map<?, ?>> events() {
        List<Map<?, ?>> events = new ArrayList<>();
        names("log/").forEach(name -> events.addAll(events(name)));
        return events;
    }

    List<Map<?, ?>> events(String file) {
        List<Map<?, ?>> events = new ArrayList<>();
        for (AvroObject object : new AvroReaderFactory()
                .getAvroReader(Flux.just(ByteBuffer.wrap(read(file))))
                .read()
                .toIterable()) {
            events.add((Map<?, ?>) object.getObject());
        }
        return events;
    }

    /** The names of the blobs that the events are of. */
    List<String> told() {
        return events().stream()
                .map(event -> last(String.valueOf(event.get("subject"))))
                .toList();
    }

    static String last(String subject) {
        return subject.substring(subject.lastIndexOf('/') + 1);
    }

    @Override
    public void close() {
        bodies.close();
        engine.close();
    }
}
