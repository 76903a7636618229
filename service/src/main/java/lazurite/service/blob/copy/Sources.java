package lazurite.service.blob.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.Archive;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.UnverifiedSource;
import lazurite.service.blob.content.BlobStream;
import lazurite.service.blob.content.GuardedStream;
import lazurite.service.blob.content.PinnedStream;
import lazurite.service.blob.copy.OutsideSources.Opened;
import lazurite.service.blob.copy.OutsideSources.Wanted;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.OutsideSource;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation.SourceAccess;
import lazurite.service.blob.operation.CopyOperation.SourceRead;
import lazurite.service.blob.operation.HashedStream;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.text.HeaderName;
import lazurite.store.Group;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Opens what a write from a URL reads: a blob of this server, from the store, or what another server has.
 *
 * <p>Concurrency: any thread. Sources on other servers take turns.
 */
public final class Sources {
    private static final long TURN_WAIT_MILLIS = 5_000;

    private final BlobRows rows;
    private final OutsideSources outside;
    private final Semaphore turns;

    /** @param outsideMax sources on other servers that are read at once */
    public Sources(BlobRows rows, OutsideSources outside, int outsideMax) {
        this.rows = rows;
        this.outside = outside;
        this.turns = new Semaphore(outsideMax, true);
    }

    /**
     * A source that is being read.
     *
     * @param payload its bytes; reading ends with a refusal once an order takes leave
     * @param tags null if they may not be read
     * @param pass what is made of it is committed under
     */
    record Open(
            Payload payload,
            HttpProperties properties,
            @Nullable Map<String, String> tags,
            Pass pass,
            Runnable ending) implements AutoCloseable {
        /**
         * The source's tags, to be copied.
         *
         * @throws StorageException CannotVerifyCopySource
         */
        Map<String, String> readableTags() {
            if (tags == null) {
                throw UnverifiedSource.because(ErrorCode.AuthorizationPermissionMismatch);
            }
            return tags;
        }

        @Override
        public void close() {
            ending.run();
        }
    }

    /**
     * Finds the source, checks its conditions, and starts to read it.
     *
     * @throws StorageException CannotVerifyCopySource as {@code blob.md} §10.4 tells, 412 SourceConditionNotMet
     */
    Open open(SourceRead read, BlobCall call) {
        return switch (call.sources().resolve(read.url())) {
            case ResolvedSource here -> here(read, here, call);
            case OutsideSource there -> outside(read, there, call);
        };
    }

    private Open here(SourceRead read, ResolvedSource source, BlobCall call) {
        ContainerRecord container = rows.findContainer(source.account(), source.container());
        if (container == null) {
            throw UnverifiedSource.because(ErrorCode.ContainerNotFound);
        }
        Group from = BlobKeys.blob(BlobKeys.scope(container.incarnation()), source.blob());
        Collector.Pin pin = rows.pin(from);
        boolean taken = false;
        try {
            Open open = pinned(read, source, from, call, pin);
            taken = true;
            return open;
        } finally {
            if (!taken) {
                pin.close();
            }
        }
    }

    private Open pinned(SourceRead read, ResolvedSource source, Group from, BlobCall call, Collector.Pin pin) {
        BlobRecord record = rows.findBlob(from, source.moment());
        if (record == null) {
            throw UnverifiedSource.because(ErrorCode.BlobNotFound);
        }
        CopyRules.requireReadable(read.conditions(), source, record, true);
        CopyState.requireWhole(record, source.moment());
        Archive.requireOnline(record);
        LeaseRules.checkBlobRead(
                record.lease(),
                read.conditions().leaseId(),
                rows.platform().clock().instant());
        Sealing sealing = opened(call, source, record);
        ByteRange range = read.range();
        long start = range == null ? 0 : range.from();
        if (range != null && start >= record.length()) {
            throw UnverifiedSource.because(ErrorCode.InvalidRange);
        }
        long length = range == null ? record.length() : Math.min(range.to(), record.length() - 1) - start + 1;
        InputStream stream = BlobStream.open(rows, sealing.key(), from, record, start, length);
        if (stream == null) {
            throw new StorageException(ErrorCode.ServerBusy, "The source was replaced while it was copied.");
        }
        source.pass().served(1, 0);
        PinnedStream pinned = new PinnedStream(stream, pin);
        return new Open(
                new Payload(length, new GuardedStream(pinned, call.pass(), source.pass())),
                record.properties(),
                source.mayReadTags() ? record.tags() : null,
                call.pass().and(source.pass()),
                () -> close(pinned));
    }

    private Sealing opened(BlobCall call, ResolvedSource source, BlobRecord record) {
        try {
            return rows.sealings().source(call, source, record);
        } catch (StorageException refused) {
            throw UnverifiedSource.because(refused.code());
        }
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Open outside(SourceRead read, OutsideSource source, BlobCall call) {
        if (call.keys().sourceKey() != null) {
            throw NotBuilt.unsupported(HeaderName.SOURCE_ENCRYPTION_KEY);
        }
        Opened opened = outside(wanted(source, read.range(), read.conditions(), read.access()), call);
        return new Open(
                new Payload(opened.length(), new GuardedStream(whole(opened, read), call.pass(), call.pass())),
                opened.properties(),
                null,
                call.pass(),
                opened::close);
    }

    private static InputStream whole(Opened opened, SourceRead read) {
        byte[] told = opened.properties().contentMd5();
        return told == null || read.range() != null
                ? opened.stream()
                : new HashedStream(
                        opened.stream(), new Checksums(told, null), (md5, crc64) -> CopyCarrier.requireMd5(told, md5));
    }

    /** @throws StorageException 400 UnsupportedHeader if more is asked than servers of any kind can be asked */
    static Wanted wanted(OutsideSource source, @Nullable ByteRange range, Conditions conditions, SourceAccess access) {
        if (conditions.ifTags() != null) {
            throw NotBuilt.unsupported(HeaderName.SOURCE_IF_TAGS);
        }
        if (conditions.leaseId() != null) {
            throw NotBuilt.unsupported(HeaderName.SOURCE_LEASE_ID);
        }
        return new Wanted(source.url(), range, conditions, access.authorization(), access.fileIntent());
    }

    /** Opens a source on another server, when it is its turn. */
    Opened outside(Wanted wanted, BlobCall call) {
        takeTurn();
        boolean taken = false;
        try {
            Opened opened = outside.open(wanted, call.version());
            taken = true;
            return opened.before(turns::release);
        } finally {
            if (!taken) {
                turns.release();
            }
        }
    }

    private void takeTurn() {
        try {
            if (turns.tryAcquire(TURN_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new StorageException(ErrorCode.ServerBusy, "Too many sources on other servers are being read.");
    }
}
