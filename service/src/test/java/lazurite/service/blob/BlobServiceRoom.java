package lazurite.service.blob;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.BlobOperation.Checksums;
import lazurite.service.blob.BlobOperation.NewBlob;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.DataKey;
import lazurite.store.collector.Collector;
import lazurite.store.collector.CollectorSettings;
import lazurite.store.memory.MemoryEngine;

/** A Blob service over the memory engine, with a clock that tests move, and short forms of the daily operations. */
final class BlobServiceRoom implements AutoCloseable {
    static final String ACCOUNT = "devstoreaccount1";
    static final Caller OWNER = new Caller(Caller.Kind.SHARED_KEY, "", ACCOUNT);

    final MemoryEngine engine;
    final Bodies bodies;
    final Collector collector;
    final BlobService service;
    Pass pass = Pass.UNRESTRICTED;
    Pass sourcePass = Pass.UNRESTRICTED;
    volatile OutsideSources outside = OutsideSources.NONE;
    Instant now = Instant.parse("2026-11-21T10:00:00Z");

    BlobServiceRoom() {
        Platform system = Platform.system();
        Platform platform = new Platform(
                () -> now, system.nanoTime(), system.random(), system.virtualThreads(), system.platformThreads());
        UidSource ids = new UidSource(platform);
        engine = new MemoryEngine(platform);
        bodies = new Bodies(engine, ids, platform);
        collector = new Collector(engine, bodies, ids, platform, CollectorSettings.DEFAULT);
        DataKey key = new DataKey(new byte[32]);
        service = new BlobService(
                engine,
                bodies,
                _ -> key,
                ids,
                collector,
                platform,
                (wanted, version) -> outside.open(wanted, version),
                2);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    BlobResult run(BlobOperation operation) {
        return service.run(operation, call());
    }

    BlobCall call() {
        return new BlobCall(ACCOUNT, BlobFeatures.NONE, OWNER, "2026-10-06", pass, url -> {
            if (url.startsWith("http")) {
                return new BlobCall.OutsideSource(url);
            }
            String[] parts = url.split("/", 2);
            return new BlobCall.ResolvedSource(ACCOUNT, parts[0], parts[1], null, true, sourcePass);
        });
    }

    void createContainer(String name) {
        run(new BlobOperation.CreateContainer(name, Map.of(), PublicRead.NEVER));
    }

    Stamp put(String container, String blob, String text) {
        return put(container, blob, text.getBytes(StandardCharsets.UTF_8), Conditions.NONE);
    }

    Stamp put(String container, String blob, byte[] bytes, Conditions conditions) {
        BlobResult.Written written = (BlobResult.Written)
                run(new BlobOperation.PutBlob(container, blob, created(conditions), Checksums.NONE, payload(bytes)));
        return java.util.Objects.requireNonNull(written.stamp());
    }

    void block(String container, String blob, String id, byte[] bytes) {
        run(new BlobOperation.PutBlock(container, blob, id, null, Checksums.NONE, payload(bytes)));
    }

    void append(String container, String blob, byte[] bytes) {
        run(new BlobOperation.AppendBlock(
                container, blob, Conditions.NONE, null, null, Checksums.NONE, payload(bytes)));
    }

    byte[] get(String container, String blob) throws IOException {
        BlobResult.BlobContent content = (BlobResult.BlobContent)
                run(new BlobOperation.GetBlob(container, blob, null, null, false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        }
    }

    String text(String container, String blob) throws IOException {
        return new String(get(container, blob), StandardCharsets.UTF_8);
    }

    static NewBlob created(Conditions conditions) {
        return new NewBlob(HttpProperties.NONE, Map.of(), Map.of(), null, conditions);
    }

    static Payload payload(byte[] bytes) {
        return new Payload(bytes.length, new ByteArrayInputStream(bytes));
    }

    static Conditions ifMatch(Stamp stamp) {
        return new Conditions(List.of(stamp.etag()), List.of(), null, null, null, null);
    }

    static Conditions createOnly() {
        return new Conditions(List.of(), List.of("*"), null, null, null, null);
    }

    @Override
    public void close() {
        service.copyJobs().close();
        bodies.close();
        engine.close();
    }
}
