package lazurite.service.blob.copy;

import java.time.Instant;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.content.GuardedStream;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.copy.OutsideSources.Opened;
import lazurite.service.blob.copy.OutsideSources.Wanted;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.OutsideSource;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.write.PutBlobs;
import org.jspecify.annotations.Nullable;

/**
 * Copy Blob, Copy Blob From URL and Abort Copy Blob where the source is on another server. A small source is copied
 * before the answer, as is any of Copy Blob From URL; another behind it: the blob is there at once, empty, and says how
 * far its copy is.
 */
public final class OutsideCopies {
    private static final long SYNC_BYTES_MAX = 256L << 20;

    /** Longest source that Copy Blob copies before it answers. */
    private static final long AT_ONCE_BYTES_MAX = 8L << 20;

    private final BlobRows rows;
    private final Sources sources;
    private final Intake intake;
    private final PutBlobs puts;
    private final CopyJobs jobs;

    /** @param runningMax copies that are carried out at once behind their answers */
    public OutsideCopies(
            BlobRows rows, Sources sources, OutsideSources outside, Intake intake, PutBlobs puts, int runningMax) {
        this.rows = rows;
        this.sources = sources;
        this.intake = intake;
        this.puts = puts;
        this.jobs = new CopyJobs(rows, new CopyCarrier(rows, outside, this::isStopping), runningMax);
    }

    public CopyJobs jobs() {
        return jobs;
    }

    private boolean isStopping() {
        return jobs.isStopping();
    }

    BlobResult copy(CopyOperation.CopyBlob operation, BlobCall call, BlobAddress at, OutsideSource source) {
        if (operation.copyTags()) {
            throw NotBuilt.unsupported(HeaderName.COPY_TAG_OPTION);
        }
        Wanted wanted = Sources.wanted(source, null, operation.sourceConditions(), operation.access());
        try (Opened opened = sources.outside(wanted, call)) {
            CopyRules.requireFitting(operation, requireBlock(opened));
            if (operation.sync() || (opened.length() >= 0 && opened.length() <= AT_ONCE_BYTES_MAX)) {
                return atOnce(operation, call, at, opened);
            }
            if (opened.length() < 0) {
                throw unfit("The source does not say how long it is.");
            }
            return begin(operation, call, at, wanted, opened);
        }
    }

    /** Appends and pages are Azure's own; a server that has such blobs serves them as they are. */
    private static BlobType requireBlock(Opened source) {
        BlobType type = source.type();
        if (type != null && type != BlobType.BLOCK) {
            throw new StorageException(ErrorCode.InvalidSourceBlobType);
        }
        return BlobType.BLOCK;
    }

    private BlobResult atOnce(CopyOperation.CopyBlob operation, BlobCall call, BlobAddress at, Opened source) {
        if (source.length() > SYNC_BYTES_MAX) {
            throw unfit("The source is larger than a synchronous copy may be.");
        }
        Payload payload = new Payload(source.length(), new GuardedStream(source.stream(), call.pass(), call.pass()));
        Checksums expected = new Checksums(operation.sourceMd5(), null);
        byte[] told = source.properties().contentMd5();
        Sealing sealing = rows.sealings().anew(call, at);
        try (Intake.Taken taken =
                intake.take(sealing.key(), payload, expected, SYNC_BYTES_MAX, true, operation.sync())) {
            CopyCarrier.requireMd5(told, taken.md5());
            CopyState state = new CopyState(
                    rows.platform().newUuid().toString(),
                    shown(operation.source()),
                    CopyState.Status.SUCCESS,
                    taken.length(),
                    taken.length(),
                    now(),
                    null);
            Stamp stamp = replace(operation, call, at, source, state, sealing, taken);
            return sealing.tell(new BlobResult.Copied(
                    stamp, state, operation.sync() ? taken.md5() : null, operation.sync() ? taken.crc64() : null));
        }
    }

    /** The job's row is there before the blob names its copy, so that a pending copy is found again whatever happens. */
    private BlobResult begin(
            CopyOperation.CopyBlob operation, BlobCall call, BlobAddress at, Wanted wanted, Opened source) {
        CopyState state = new CopyState(
                rows.platform().newUuid().toString(),
                shown(operation.source()),
                CopyState.Status.PENDING,
                0,
                source.length(),
                null,
                null);
        Sealing sealing = rows.sealings().anew(call, at);
        CopyJob job = CopyJob.of(rows, state.id(), at, wanted, source);
        jobs.keep(job);
        boolean begun = false;
        try {
            Stamp stamp = replace(operation, call, at, source, state, sealing, null);
            begun = true;
            jobs.add(job, call.pass().toldAs(refusal -> refusal));
            return sealing.tell(new BlobResult.Copied(stamp, state, null, null));
        } finally {
            if (!begun) {
                jobs.forget(job);
            }
        }
    }

    /** @param taken the content; null while it is still to come */
    private Stamp replace(
            CopyOperation.CopyBlob operation,
            BlobCall call,
            BlobAddress at,
            Opened source,
            CopyState state,
            Sealing sealing,
            Intake.@Nullable Taken taken) {
        Map<String, String> tags = operation.tags();
        NewBlob created = new NewBlob(
                source.properties(),
                Map.of(),
                tags == null ? Map.of() : tags,
                operation.tier(),
                operation.conditions(),
                operation.retention(),
                null);
        byte[] metadata =
                rows.seal(sealing.key(), operation.metadata().isEmpty() ? source.metadata() : operation.metadata());
        return rows.change(operation.name(), at, transaction -> {
            BlobRecord base = transaction.base();
            if (base != null && base.type() != BlobType.BLOCK) {
                throw new StorageException(ErrorCode.InvalidBlobType);
            }
            puts.checkReplace(base, operation.conditions(), call);
            CopyRules.requireLastingLease(operation, base, transaction.now());
            BlobRecord copy = PutBlobs.newRecord(
                    transaction,
                    BlobType.BLOCK,
                    taken == null ? 0 : taken.length(),
                    source.properties(),
                    metadata,
                    created,
                    taken == null ? new Content.Empty() : taken.name(transaction),
                    sealing.encryption());
            return puts.replace(
                    transaction, call, created, copy.edit().copy(state).done());
        });
    }

    public BlobResult abort(CopyOperation.AbortCopy operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        CopyState aborted = rows.changeCopied(operation.name(), at, transaction -> {
            BlobRecord base = Writes.require(transaction.base());
            LeaseRules.checkBlobWrite(base.lease(), operation.leaseId(), transaction.now());
            CopyState copy = base.copy();
            if (copy == null || !CopyState.isPending(copy)) {
                throw new StorageException(ErrorCode.NoPendingCopyOperation);
            }
            if (!copy.id().equalsIgnoreCase(operation.copyId())) {
                throw new StorageException(ErrorCode.CopyIdMismatch);
            }
            transaction.putBase(base.edit()
                    .stamp(transaction.nextStamp())
                    .copy(copy.ended(CopyState.Status.ABORTED, copy.bytesDone(), transaction.now(), null))
                    .lease(LeaseRules.afterWrite(base.lease(), transaction.now()))
                    .done());
            return copy;
        });
        jobs.hurry(aborted.id());
        return new BlobResult.Done();
    }

    private Instant now() {
        return rows.platform().clock().instant();
    }

    private static StorageException unfit(String message) {
        return new StorageException(ErrorCode.CannotVerifyCopySource, message).withStatus(409);
    }

    /** The source as readers of the copy may see it: what stands in a query may open it to them. */
    private static String shown(String url) {
        int end = 0;
        while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
            end++;
        }
        return url.substring(0, end);
    }
}
