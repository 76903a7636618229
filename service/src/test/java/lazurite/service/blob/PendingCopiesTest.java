package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.EncryptionScope;
import lazurite.service.account.Measures;
import lazurite.service.account.Pass;
import lazurite.service.account.RestrictedService;
import lazurite.service.account.Restriction;
import lazurite.service.account.Restrictions;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.auth.Caller;
import lazurite.service.blob.copy.CopyJobs;
import lazurite.service.blob.copy.OutsideSources.Opened;
import lazurite.service.blob.event.ChangeEvent;
import lazurite.service.blob.event.ChangeEvents;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.store.Family;
import lazurite.store.collector.Check;
import lazurite.terms.document.Level;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Copies that are carried out behind their answers, from a source that waits where a test wants it to. */
@Timeout(120)
final class PendingCopiesTest {
    private static final Account ACCOUNT = new Account(BlobServiceRoom.ACCOUNT, List.of(), true);
    private static final String URL = "https://user.example/c/b?sig=secret";

    private final Restrictions restrictions = new Restrictions(() -> Instant.EPOCH);
    private final BlobServiceRoom room = new BlobServiceRoom();
    private final byte[] bytes = new byte[9 << 20];
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch reading = new CountDownLatch(1);

    @BeforeEach
    void furnish() {
        new Random(1).nextBytes(bytes);
        room.createContainer("c");
        room.outside = (_, _) -> opened();
    }

    @AfterEach
    void close() {
        mayEnd.countDown();
        room.close();
    }

    /** A source whose last megabyte waits. */
    private Opened opened() {
        InputStream stream = new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                if (pos > bytes.length - (1 << 20)) {
                    reading.countDown();
                    try {
                        mayEnd.await();
                    } catch (InterruptedException stopped) {
                        throw new StorageException(ErrorCode.CannotVerifyCopySource, "stopped");
                    }
                }
                return super.read(into, offset, length);
            }
        };
        return new Opened(bytes.length, stream, HttpProperties.NONE, Map.of(), "etag", null, null, () -> {});
    }

    private CopyState begin() {
        BlobOperation copy = new CopyOperation.CopyBlob(
                "c",
                "b",
                URL,
                Map.of("m", "1"),
                null,
                false,
                null,
                Conditions.NONE,
                Conditions.NONE,
                false,
                null,
                null);
        return ((BlobResult.Copied) BlobServiceRoom.told(room.run(copy))).copy();
    }

    private BlobRecord record() {
        return ((BlobResult.BlobState) room.run(new BlobOperation.GetBlobProperties("c", "b", null, Conditions.NONE)))
                .record();
    }

    private CopyState copy() {
        return Objects.requireNonNull(record().copy());
    }

    private CopyState end() {
        while (copy().status() == CopyState.Status.PENDING) {
            Thread.onSpinWait();
        }
        return copy();
    }

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThat(catchThrowableOfType(StorageException.class, call).code()).isEqualTo(code);
    }

    private void assertSound() {
        room.collector.drain();
        Check check = new Check(room.engine, room.collector, (_, _) -> {});
        assertThat(BlobCheck.walk(room.engine, room.collector, check)).isEmpty();
        assertThat(check.finish().problems()).isEmpty();
    }

    @Test
    void aPendingCopyIsSealedUnderTheScopeThatItBeganWith() throws IOException {
        room.features = BlobFeatures.NONE.withKeys(false, List.of(new EncryptionScope("ward", true)));
        room.caller = new Caller(Caller.Kind.SHARED_KEY, "", BlobServiceRoom.ACCOUNT, "ward");
        begin();
        room.caller = BlobServiceRoom.OWNER;
        mayEnd.countDown();
        assertThat(end().status()).isEqualTo(CopyState.Status.SUCCESS);
        assertThat(record().encryption()).isEqualTo(new Encryption(null, "ward"));
        assertThat(room.get("c", "b")).isEqualTo(bytes);
        room.features = BlobFeatures.NONE;
        refused(ErrorCode.AuthorizationFailure, () -> room.get("c", "b"));
    }

    @Test
    void theBlobIsEmptyUntilItIsWholeAndShowsNoSecret() throws IOException {
        CopyState begun = begin();
        assertThat(begun.status()).isEqualTo(CopyState.Status.PENDING);
        assertThat(begun.source()).isEqualTo("https://user.example/c/b");
        assertThat(record().length()).isZero();
        assertThat(room.get("c", "b")).isEmpty();
        assertSound();
        mayEnd.countDown();
        assertThat(end().bytesDone()).isEqualTo(bytes.length);
        assertThat(room.get("c", "b")).isEqualTo(bytes);
        assertSound();
    }

    @Test
    void whoFollowsTheAccountIsToldOfItsBeginningAndItsEnd() {
        ChangeEvents events = room.service.changeEvents();
        events.follow(BlobServiceRoom.ACCOUNT, "test");
        CopyState begun = begin();
        mayEnd.countDown();
        end();
        events.move();
        List<ChangeEvent> told = events.after(BlobServiceRoom.ACCOUNT, 0, 10);
        assertThat(told)
                .extracting(ChangeEvent::type)
                .containsExactly(ChangeEvent.Type.ASYNC_OPERATION_INITIATED, ChangeEvent.Type.CREATED);
        assertThat(told)
                .allMatch(event -> begun.id().equals(event.asynchronous().get("CopyId")));
        assertThat(told.getLast().length()).isEqualTo(bytes.length);
    }

    @Test
    void nothingWritesMeanwhileButLeasesAndTheAbort() {
        CopyState begun = begin();
        refused(ErrorCode.PendingCopyOperation, () -> room.put("c", "b", "x"));
        refused(ErrorCode.PendingCopyOperation, () -> room.block("c", "b", "AAAA", new byte[1]));
        refused(ErrorCode.PendingCopyOperation, this::begin);
        refused(
                ErrorCode.PendingCopyOperation,
                () -> room.run(new BlobOperation.SnapshotBlob("c", "b", Map.of(), Conditions.NONE)));
        room.run(new BlobOperation.LeaseBlob(
                "c", "b", new BlobOperation.LeaseAction.Acquire(-1, null), Conditions.NONE));
        refused(ErrorCode.LeaseIdMissing, () -> room.run(new CopyOperation.AbortCopy("c", "b", begun.id(), null)));
        room.run(new BlobOperation.LeaseBlob("c", "b", new BlobOperation.LeaseAction.Break(0), Conditions.NONE));
        refused(
                ErrorCode.CopyIdMismatch,
                () -> room.run(new CopyOperation.AbortCopy("c", "b", "00000000-0000-0000-0000-000000000000", null)));
        room.run(new CopyOperation.AbortCopy("c", "b", begun.id(), null));
        assertThat(copy().status()).isEqualTo(CopyState.Status.ABORTED);
        assertThat(record().length()).isZero();
        room.put("c", "b", "after");
        assertSound();
    }

    /** As a write to an extent does, which an interrupt breaks off. */
    private final class Interrupted extends InputStream {
        @Override
        public int read() {
            reading.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            throw new StorageException(ErrorCode.ServerBusy, "broken off");
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return read();
        }
    }

    @Test
    void anAbortThatBreaksOffAWriteIsNoFailureToBeTriedAgain() throws InterruptedException {
        room.outside = (_, _) -> new Opened(
                bytes.length, new Interrupted(), HttpProperties.NONE, Map.of(), "etag", null, null, () -> {});
        List<String> warnings = new CopyOnWriteArrayList<>();
        Logger log = Logger.getLogger(CopyJobs.class.getName());
        Handler noting = new StreamHandler() {
            @Override
            public synchronized void publish(LogRecord warning) {
                warnings.add(warning.getMessage());
            }
        };
        log.addHandler(noting);
        try {
            CopyState begun = begin();
            reading.await();
            room.run(new CopyOperation.AbortCopy("c", "b", begun.id(), null));
            while (!room.engine
                    .metadata()
                    .scan(Family.BASE, BlobKeys.COPY_JOBS, 1)
                    .isEmpty()) {
                Thread.onSpinWait();
            }
        } finally {
            log.removeHandler(noting);
        }
        assertThat(warnings).isEmpty();
        assertThat(copy().status()).isEqualTo(CopyState.Status.ABORTED);
    }

    @Test
    void anOrderEndsIt() throws InterruptedException {
        room.pass = restrictions.admit(ACCOUNT, ServiceKind.BLOB, Use.GROWTH);
        begin();
        reading.await();
        restrictions.replace(Map.of(
                new RestrictedService(ACCOUNT.subscription().id(), ServiceKind.BLOB),
                new Measures(List.of(new Restriction(Level.NO_GROWTH, "c-7", 1)), List.of())));
        mayEnd.countDown();
        CopyState ended = end();
        assertThat(ended.status()).isEqualTo(CopyState.Status.FAILED);
        assertThat(ended.description()).startsWith("403 AccountIsDisabled");
        assertThat(record().length()).isZero();
        room.pass = Pass.UNRESTRICTED;
        assertSound();
    }

    @Test
    void aDeletedContainerEndsIt() throws InterruptedException {
        begin();
        reading.await();
        room.run(new BlobOperation.DeleteContainer("c", Conditions.NONE));
        mayEnd.countDown();
        room.createContainer("c");
        refused(ErrorCode.BlobNotFound, this::record);
    }
}
