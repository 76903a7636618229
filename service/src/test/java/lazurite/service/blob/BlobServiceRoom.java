package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import lazurite.base.Platform;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.auth.Caller;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.copy.OutsideSources;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.operation.RequestedKeys;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.store.Engine;
import lazurite.store.UidSource;
import lazurite.store.Usage;
import lazurite.store.body.Bodies;
import lazurite.store.body.MasterKeyRing;
import lazurite.store.collector.Check;
import lazurite.store.collector.Collector;
import lazurite.store.collector.CollectorSettings;
import lazurite.store.memory.MemoryEngine;
import org.jspecify.annotations.Nullable;

/** A Blob service over the memory engine, with a clock that tests move, and short forms of the daily operations. */
public final class BlobServiceRoom implements AutoCloseable {
    static final String ACCOUNT = "devstoreaccount1";
    static final Caller OWNER = new Caller(Caller.Kind.SHARED_KEY, "", ACCOUNT);

    final Engine engine;
    final Platform platform;
    final UidSource ids;
    final Bodies bodies;
    final MasterKeyRing ring;
    final Collector collector;
    BlobService service;
    Pass pass = Pass.UNRESTRICTED;
    Pass sourcePass = Pass.UNRESTRICTED;
    volatile OutsideSources outside = OutsideSources.NONE;
    BlobFeatures features = BlobFeatures.NONE;
    Caller caller = OWNER;
    RequestedKeys keys = RequestedKeys.NONE;

    @Nullable
    Moment sourceMoment;

    private final AtomicLong passedNanos = new AtomicLong();

    Instant now = Instant.parse("2026-11-21T10:00:00Z");

    public BlobServiceRoom() {
        this(MemoryEngine::new);
    }

    public BlobServiceRoom(Function<Platform, Engine> open) {
        Platform system = Platform.system();
        platform = new Platform(
                () -> now,
                () -> system.nanoTime().getAsLong() + passedNanos.get(),
                system.random(),
                system.virtualThreads(),
                system.platformThreads());
        ids = new UidSource(platform);
        engine = open.apply(platform);
        bodies = new Bodies(engine, ids, platform);
        collector = new Collector(engine, bodies, ids, platform, CollectorSettings.DEFAULT);
        ring = MasterKeyRing.inMemory(engine.metadata(), ids, platform);
        service = serve();
    }

    private BlobService serve() {
        return new BlobService(
                engine, bodies, ring, ids, collector, platform, (wanted, version) -> outside.open(wanted, version), 2);
    }

    /** Ends the service and begins another over the same engine, so long after. */
    void restart(Duration stopped) {
        service.clock().keep();
        service.copyJobs().close();
        pass(stopped);
        service = serve();
    }

    void pass(Duration time) {
        passedNanos.addAndGet(time.toNanos());
        leap(time);
    }

    /** Sets the wall clock, which is not to be believed then. */
    void leap(Duration time) {
        now = now.plus(time);
    }

    public BlobResult run(BlobOperation operation) {
        return service.run(operation, call());
    }

    BlobCall call() {
        return new BlobCall(ACCOUNT, features, caller, "2026-10-06", pass, this::source, keys, Origin.SERVER);
    }

    private BlobCall.Source source(String url) {
        if (url.startsWith("http")) {
            return new BlobCall.OutsideSource(url);
        }
        String[] parts = url.split("/", 2);
        return new BlobCall.ResolvedSource(ACCOUNT, parts[0], parts[1], sourceMoment, true, sourcePass, features);
    }

    /** Has what is deleted in the account kept so long from now on; 0 for not at all. */
    void keepDeleted(int days) {
        String retention =
                days == 0 ? "false" : "true</Enabled><AllowPermanentDelete>true</AllowPermanentDelete><Days>" + days;
        String end = days == 0 ? "</Enabled>" : "</Days>";
        String xml = "<StorageServiceProperties><DeleteRetentionPolicy><Enabled>" + retention + end
                + "</DeleteRetentionPolicy></StorageServiceProperties>";
        run(new BlobOperation.SetServiceProperties(payload(xml.getBytes(StandardCharsets.UTF_8))));
    }

    /** Does everything that is due, and asserts that the rows are as they should be. */
    void purge() {
        service.walk(_ -> Pass.UNRESTRICTED, () -> now, _ -> features).pass();
        assertSound();
    }

    void assertSound() {
        Check check = new Check(engine, collector, (_, _) -> {});
        assertThat(BlobCheck.walk(engine, collector, check)).isEmpty();
        assertThat(check.finish().problems()).isEmpty();
    }

    /** What the container's usage is counted as. */
    Usage usage(String container) {
        collector.drain();
        return collector.usages().getOrDefault(scope(container), Usage.NONE);
    }

    private String scope(String container) {
        BlobResult.ContainerState state =
                (BlobResult.ContainerState) run(new BlobOperation.GetContainerProperties(container, null));
        return BlobKeys.scope(state.record().incarnation());
    }

    public void createContainer(String name) {
        run(new BlobOperation.CreateContainer(name, Map.of(), PublicRead.NEVER));
    }

    Stamp put(String container, String blob, String text) {
        return put(container, blob, text.getBytes(StandardCharsets.UTF_8), Conditions.NONE);
    }

    Stamp put(String container, String blob, byte[] bytes, Conditions conditions) {
        BlobResult.Written written = (BlobResult.Written) told(
                run(new BlobOperation.PutBlob(container, blob, created(conditions), Checksums.NONE, payload(bytes))));
        return java.util.Objects.requireNonNull(written.stamp());
    }

    /** What came of it, whichever key it used. */
    static BlobResult told(BlobResult result) {
        return result instanceof BlobResult.Sealed sealed ? sealed.result() : result;
    }

    void block(String container, String blob, String id, byte[] bytes) {
        run(new BlobOperation.PutBlock(container, blob, id, null, Checksums.NONE, payload(bytes)));
    }

    void append(String container, String blob, byte[] bytes) {
        run(new BlobOperation.AppendBlock(
                container, blob, Conditions.NONE, null, null, Checksums.NONE, payload(bytes)));
    }

    public byte[] get(String container, String blob) throws IOException {
        return get(container, blob, null);
    }

    public byte[] get(String container, String blob, @Nullable Moment moment) throws IOException {
        BlobResult.BlobContent content = (BlobResult.BlobContent)
                run(new BlobOperation.GetBlob(container, blob, moment, null, false, false, Conditions.NONE));
        try (InputStream stream = content.stream()) {
            return stream.readAllBytes();
        }
    }

    String text(String container, String blob) throws IOException {
        return new String(get(container, blob), StandardCharsets.UTF_8);
    }

    /** The snapshot of that time; the base for null. */
    static @Nullable Moment snapshot(@Nullable Stamp taken) {
        return taken == null ? null : new Moment.Snapshot(taken);
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
