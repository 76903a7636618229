package lazurite.service.blob.read;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.Archive;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Preconditions;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.chore.AccessTimes;
import lazurite.service.blob.content.BlobStream;
import lazurite.service.blob.content.PinnedStream;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.store.Group;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/** Operations that read one blob, snapshot or version. */
public final class Reads {
    private static final int ATTEMPTS_MAX = 100;

    /** Longest range that is answered with a checksum. */
    private static final long HASHED_BYTES_MAX = 4 << 20;

    private final BlobRows rows;
    private final AccessTimes accesses;

    public Reads(BlobRows rows, AccessTimes accesses) {
        this.rows = rows;
        this.accesses = accesses;
    }

    public BlobResult get(BlobOperation.GetBlob operation, BlobCall call) {
        return content(operation, call);
    }

    BlobResult.BlobContent content(BlobOperation.GetBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        Group group = at.group();
        Collector.Pin pin = rows.pin(group);
        boolean streaming = false;
        try {
            BlobResult.BlobContent content = open(operation, call, group, pin);
            accesses.note(at, content.state(), call.features());
            streaming = true;
            return content;
        } finally {
            if (!streaming) {
                pin.close();
            }
        }
    }

    private BlobResult.BlobContent open(
            BlobOperation.GetBlob operation, BlobCall call, Group group, Collector.Pin pin) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            BlobResult.BlobState state = state(group, operation.moment(), operation.conditions(), call);
            CopyState.requireWhole(state.record(), operation.moment());
            Archive.requireOnline(state.record());
            long total = state.record().length();
            ByteRange range = operation.range();
            long from = range == null ? 0 : range.from();
            if (range != null && from >= total) {
                throw new StorageException(ErrorCode.InvalidRange).with("Content-Range", "bytes */" + total);
            }
            long length = range == null ? total : Math.min(range.to(), total - 1) - from + 1;
            if ((operation.rangeMd5() || operation.rangeCrc64()) && length > HASHED_BYTES_MAX) {
                throw new StorageException(ErrorCode.OutOfRangeInput);
            }
            Sealing sealing = rows.sealings().reading(call, state.record());
            InputStream stream = BlobStream.open(rows, sealing.key(), group, state.record(), from, length);
            if (stream != null) {
                return content(operation, state, from, length, new PinnedStream(stream, pin));
            }
        }
        throw new StorageException(ErrorCode.ServerBusy, "The blob is replaced faster than it can be read.");
    }

    public BlobResult.BlobState state(Group group, @Nullable Moment moment, Conditions conditions, BlobCall call) {
        Found found = find(group, moment, conditions);
        BlobRecord record = found.record();
        Sealing sealing = rows.sealings().reading(call, record);
        return new BlobResult.BlobState(
                record,
                rows.unseal(sealing.key(), record.metadata()),
                found.moment(),
                Lease.state(record.lease(), found.now()));
    }

    /** What is read, at that time; of the current version as of the base. */
    private record Found(BlobRecord record, @Nullable Moment moment, Instant now) {}

    private Found find(Group group, @Nullable Moment moment, Conditions conditions) {
        BlobRecord base = moment instanceof Moment.Snapshot ? null : rows.findBlob(group);
        boolean current = moment == null || moment.isCurrent(base);
        BlobRecord record = current ? Writes.require(base) : rows.blob(group, moment);
        Preconditions.checkRead(conditions, record.stamp(), record.tags());
        Instant now = rows.platform().clock().instant();
        LeaseRules.checkBlobRead(record.lease(), conditions.leaseId(), now);
        return new Found(record, current ? null : moment, now);
    }

    public BlobResult.BlobState state(BlobOperation.OnBlob operation, Conditions conditions, BlobCall call) {
        return state(rows.address(call, operation).group(), operation.moment(), conditions, call);
    }

    public BlobResult tags(BlobOperation.GetBlobTags operation, BlobCall call) {
        Group group = rows.address(call, operation).group();
        return new BlobResult.Tags(
                find(group, operation.moment(), operation.conditions()).record().tags());
    }

    /** Checksums of a range are asked for at most 4 MiB: then the bytes are read before the answer starts. */
    private static BlobResult.BlobContent content(
            BlobOperation.GetBlob operation, BlobResult.BlobState state, long from, long length, InputStream stream) {
        boolean ranged = operation.range() != null;
        if (!operation.rangeMd5() && !operation.rangeCrc64()) {
            return new BlobResult.BlobContent(state, from, length, ranged, null, null, stream);
        }
        try (stream) {
            byte[] bytes = stream.readAllBytes();
            return new BlobResult.BlobContent(
                    state,
                    from,
                    length,
                    ranged,
                    operation.rangeMd5() ? BodyHashes.md5().digest(bytes) : null,
                    operation.rangeCrc64() ? BodyHashes.crcOf(bytes) : null,
                    new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
