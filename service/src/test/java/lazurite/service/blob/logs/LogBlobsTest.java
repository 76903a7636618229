package lazurite.service.blob.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.auth.Caller;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.gateway.Enforcement;
import lazurite.store.UidSource;
import lazurite.store.body.Bodies;
import lazurite.store.body.MasterKeyRing;
import lazurite.store.collector.Collector;
import lazurite.store.collector.CollectorSettings;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogBlobsTest {
    private static final Account ACCOUNT = new Account("acct1", List.of(new byte[] {1}), true);
    private static final Instant HOUR = Instant.parse("2026-11-27T09:00:00Z");
    private static final byte[] LINES = "line\n".getBytes(StandardCharsets.US_ASCII);

    private final Platform platform = Platform.system();
    private final MemoryEngine engine = new MemoryEngine(platform);
    private final UidSource ids = new UidSource(platform);
    private final Bodies bodies = new Bodies(engine, ids, platform);
    private final BlobService service = new BlobService(
            engine,
            bodies,
            MasterKeyRing.inMemory(engine.metadata(), ids, platform),
            ids,
            new Collector(engine, bodies, ids, platform, CollectorSettings.DEFAULT),
            platform);
    private final LogBlobs logs = new LogBlobs(service, Enforcement.OPEN);

    @AfterEach
    void close() {
        bodies.close();
        engine.close();
    }

    @Test
    void eachLogHasANameOfItsOwnAlsoAfterARestart() {
        logs.write(ACCOUNT, HOUR, LINES, Map.of());
        logs.write(ACCOUNT, HOUR, LINES, Map.of());
        new LogBlobs(service, Enforcement.OPEN).write(ACCOUNT, HOUR, LINES, Map.of());
        logs.write(ACCOUNT, HOUR.plusSeconds(3600), LINES, Map.of());
        assertThat(names())
                .containsExactly(
                        "blob/2026/11/27/0900/000000.log",
                        "blob/2026/11/27/0900/000001.log",
                        "blob/2026/11/27/0900/000002.log",
                        "blob/2026/11/27/1000/000000.log");
    }

    @Test
    void logsAreDeletedOnceTheirHourEndedThatManyDaysAgo() {
        logs.expire(ACCOUNT, HOUR, 1);
        for (int hour = 0; hour < 30; hour++) {
            logs.write(ACCOUNT, HOUR.minusSeconds(3600L * hour), LINES, Map.of());
        }
        logs.expire(ACCOUNT, HOUR.plusSeconds(3599), 1);
        assertThat(names()).hasSize(25).first().isEqualTo("blob/2026/11/26/0900/000000.log");
        logs.expire(ACCOUNT, HOUR.plusSeconds(3600), 1);
        assertThat(names()).hasSize(24).first().isEqualTo("blob/2026/11/26/1000/000000.log");
        logs.expire(ACCOUNT, HOUR.plusSeconds(3600), 365);
        assertThat(names()).hasSize(24);
    }

    @Test
    void anOrderThatForbidsGrowthForbidsLogs() {
        Enforcement closed = (_, _, _) -> {
            throw new StorageException(ErrorCode.AccountIsDisabled);
        };
        assertThat(catchThrowableOfType(
                                StorageException.class,
                                () -> new LogBlobs(service, closed).write(ACCOUNT, HOUR, LINES, Map.of()))
                        .code())
                .isEqualTo(ErrorCode.AccountIsDisabled);
    }

    private List<String> names() {
        Caller owner = new Caller(Caller.Kind.SHARED_KEY, "", "acct1");
        BlobCall call = new BlobCall("acct1", BlobFeatures.NONE, owner, "2025-11-05", Pass.UNRESTRICTED, _ -> {
            throw new IllegalStateException("nothing is copied");
        });
        BlobResult.Blobs page = (BlobResult.Blobs)
                service.run(new BlobOperation.ListBlobs("$logs", null, null, null, null, 5_000, null, Set.of()), call);
        return page.entries().stream().map(BlobResult.ListEntry::name).toList();
    }
}
