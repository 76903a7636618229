package lazurite.service.blob.write;

import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.content.AppendMerge;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Versions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;

/** Append Block and Seal. An append is one row; each 64th folds the rows before it into one, and merges small bodies. */
public final class Appends {
    private static final long BODY_BYTES_MAX = 100L << 20;
    private static final int BLOCKS_MAX = 50_000;
    private static final int RUN_ROWS = 64;

    private final BlobRows rows;
    private final Intake intake;
    private final AppendMerge merge;

    public Appends(BlobRows rows, Intake intake) {
        this.rows = rows;
        this.intake = intake;
        this.merge = new AppendMerge(rows);
    }

    public BlobResult append(BlobOperation.AppendBlock operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        BlobRecord found = check(
                operation,
                rows.findBlob(at.group()),
                Math.max(0, operation.body().length()));
        rows.protection().requireAppendable(at, found);
        Sealing sealing = rows.sealings().changing(call, found);
        boolean md5 = Versions.answersMd5(operation.checksums(), call.version());
        boolean crc64 = Versions.answersCrc64(operation.checksums(), call.version());
        try (Intake.Taken taken =
                intake.take(sealing.key(), operation.body(), operation.checksums(), BODY_BYTES_MAX, md5, crc64)) {
            WrittenBody body = taken.body();
            if (body == null) {
                throw new StorageException(ErrorCode.OutOfRangeInput);
            }
            BlobRecord done = rows.change(operation.name(), at, transaction -> {
                BlobRecord base = check(operation, transaction.base(), taken.length());
                sealing.require(base);
                Uid list = base.content() instanceof Content.Parts parts ? parts.list() : rows.newId();
                long end = base.length() + taken.length();
                transaction.putAll(body.mutations(transaction.group()));
                transaction.gain(body.ref());
                transaction.put(
                        Family.PARTS,
                        PartRows.run(transaction.group(), list, end),
                        PartCodec.bytes(merged(transaction, list, base, new Part("", body.ref()))));
                BlobRecord appended = base.edit()
                        .stamp(transaction.nextStamp())
                        .length(end)
                        .blocks(base.blocks() + 1, 0)
                        .content(new Content.Parts(list))
                        .lease(LeaseRules.afterWrite(base.lease(), transaction.now()))
                        .done();
                transaction.putBase(appended);
                transaction.append();
                transaction.add(new Usage(0, taken.length(), 0, 0, 0, 0));
                return appended;
            });
            if (done.blocks() % RUN_ROWS == 0 && done.content() instanceof Content.Parts parts) {
                merge.merge(at, sealing.key(), parts.list());
            }
            return sealing.tell(new BlobResult.Appended(
                    done.stamp(), done.length() - taken.length(), done.blocks(), taken.md5(), taken.crc64()));
        }
    }

    /** ETag and Last-Modified stay: Azure "Append Blob Seal". */
    public BlobResult seal(BlobOperation.SealAppendBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        return rows.change(operation.name(), at, transaction -> {
            BlobRecord base = Writes.check(transaction.base(), operation.conditions(), transaction.now());
            requireAppend(base);
            requirePosition(base, operation.position());
            if (base.sealed()) {
                return new BlobResult.Changed(base.stamp());
            }
            BlobRecord sealed = base.edit()
                    .lease(LeaseRules.afterWrite(base.lease(), transaction.now()))
                    .sealed(true)
                    .done();
            transaction.putBase(sealed);
            transaction.append();
            return new BlobResult.Changed(sealed.stamp());
        });
    }

    private BlobRecord check(BlobOperation.AppendBlock operation, @Nullable BlobRecord record, long length) {
        BlobRecord base = Writes.check(
                record, operation.conditions(), rows.platform().clock().instant());
        requireAppend(base);
        if (base.sealed()) {
            throw new StorageException(ErrorCode.BlobIsSealed);
        }
        requirePosition(base, operation.position());
        Long sizeMax = operation.sizeMax();
        if (sizeMax != null && base.length() + length > sizeMax) {
            throw new StorageException(ErrorCode.MaxBlobSizeConditionNotMet);
        }
        if (base.blocks() >= BLOCKS_MAX) {
            throw new StorageException(ErrorCode.BlockCountExceedsLimit);
        }
        return base;
    }

    private static void requireAppend(BlobRecord base) {
        if (base.type() != BlobType.APPEND) {
            throw new StorageException(ErrorCode.InvalidBlobType);
        }
    }

    private static void requirePosition(BlobRecord base, @Nullable Long position) {
        if (position != null && position != base.length()) {
            throw new StorageException(ErrorCode.AppendPositionConditionNotMet);
        }
    }

    /** The parts of the new row: on a 64th append it takes in those of the single rows right before it. */
    private List<Part> merged(BlobTransaction transaction, Uid list, BlobRecord base, Part added) {
        if ((base.blocks() + 1) % RUN_ROWS != 0) {
            return List.of(added);
        }
        Group group = transaction.group();
        List<Part> parts = new ArrayList<>(List.of(added));
        for (Row row : rows.metadata().scanBack(Family.PARTS, PartRows.runs(group, list), RUN_ROWS - 1)) {
            List<Part> run = PartCodec.parts(row.value());
            if (run.size() > 1) {
                break;
            }
            transaction.dependOn(Family.PARTS, row);
            transaction.delete(Family.PARTS, row.key());
            parts.addFirst(run.getFirst());
        }
        return parts;
    }
}
