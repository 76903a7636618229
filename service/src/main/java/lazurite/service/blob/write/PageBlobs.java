package lazurite.service.blob.write;

import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.PageOperation.SequenceAction;
import lazurite.service.blob.operation.PageOperation.SequenceConditions;
import lazurite.service.blob.operation.RequestedKeys;
import lazurite.service.blob.operation.Versions;
import lazurite.service.blob.page.PageEdit;
import lazurite.service.blob.page.PageRewrites;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.text.HeaderName;
import lazurite.store.Usage;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;

/** Writes to page blobs: Create, Put Page, clear, resize, sequence number. */
public final class PageBlobs {
    private static final long BODY_BYTES_MAX = 4L << 20;

    private final BlobRows rows;
    private final Intake intake;
    private final PutBlobs puts;

    public PageBlobs(BlobRows rows, Intake intake, PutBlobs puts) {
        this.rows = rows;
        this.intake = intake;
        this.puts = puts;
    }

    public BlobResult create(PageOperation.CreatePageBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        NewBlob created = operation.created();
        Sealing sealing = rows.sealings().anew(call, at);
        byte[] metadata = rows.seal(sealing.key(), created.metadata());
        Content.Pages pages = new Content.Pages(rows.newId(), Content.Pages.FIRST, 0, operation.sequenceNumber());
        Stamp stamp = rows.change(
                operation.name(),
                at,
                transaction -> puts.replaceOnline(
                        transaction,
                        call,
                        created,
                        PutBlobs.newRecord(
                                transaction,
                                BlobType.PAGE,
                                operation.length(),
                                created.properties(),
                                metadata,
                                created,
                                pages,
                                sealing.encryption())));
        return sealing.tell(new BlobResult.Written(stamp, null, null));
    }

    public BlobResult put(PageOperation.PutPage operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        ByteRange range = operation.range();
        requireLength(range, operation.body().length(), operation.body().length() >= 0);
        Instant now = rows.platform().clock().instant();
        BlobRecord found = check(rows.findBlob(at.group()), operation.conditions(), operation.sequence(), range, now);
        rows.protection().requireChangeable(at, found);
        Sealing sealing = rows.sealings().changing(call, found);
        boolean md5 = Versions.answersMd5(operation.checksums(), call.version());
        boolean crc64 = Versions.answersCrc64(operation.checksums(), call.version());
        try (Intake.Taken taken = intake.take(
                        sealing.key(), operation.body(), operation.checksums(), BODY_BYTES_MAX, md5, crc64);
                PageRewrites rewrites = new PageRewrites(rows)) {
            requireLength(range, taken.length(), true);
            WrittenBody body = taken.body();
            return sealing.tell(rows.change(operation.name(), at, transaction -> {
                BlobRecord base = check(
                        transaction.base(), operation.conditions(), operation.sequence(), range, transaction.now());
                sealing.require(base);
                PageEdit edit = new PageEdit(rows, transaction, rewrites, base.pages());
                if (body != null) {
                    edit.write(range.from(), body, sealing.key());
                }
                BlobRecord written = changed(transaction, base, edit).done();
                transaction.putBase(written);
                return new BlobResult.PagesChanged(
                        written.stamp(), written.sequenceNumber(), taken.md5(), taken.crc64());
            }));
        }
    }

    public BlobResult clear(PageOperation.ClearPage operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        ByteRange range = operation.range();
        try (PageRewrites rewrites = new PageRewrites(rows)) {
            return rows.change(operation.name(), at, transaction -> {
                BlobRecord base = check(
                        transaction.base(), operation.conditions(), operation.sequence(), range, transaction.now());
                Sealing sealing = rows.sealings().changing(call, base);
                PageEdit edit = new PageEdit(rows, transaction, rewrites, base.pages());
                edit.clear(range.from(), range.to() + 1);
                BlobRecord cleared = changed(transaction, base, edit).done();
                transaction.putBase(cleared);
                return sealing.tell(new BlobResult.PagesChanged(cleared.stamp(), cleared.sequenceNumber(), null, null));
            });
        }
    }

    public BlobResult setProperties(PageOperation.SetPageProperties operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        try (PageRewrites rewrites = new PageRewrites(rows)) {
            return rows.change(operation.name(), at, transaction -> {
                BlobRecord base = Writes.check(transaction.base(), operation.conditions(), transaction.now());
                requirePages(base);
                if (!call.keys().equals(RequestedKeys.NONE)) {
                    Sealing _ = rows.sealings().changing(call, base); // not needed, but a wrong one is refused
                }
                PageEdit edit = new PageEdit(rows, transaction, rewrites, base.pages());
                long length = operation.length() == null ? base.length() : operation.length();
                if (length < base.length()) {
                    edit.clear(length, base.length()); // zeros, should the blob grow again
                }
                Content.Pages pages = edit.done();
                if (operation.action() != null) {
                    pages = pages.withSequenceNumber(number(operation.action(), pages.sequenceNumber()));
                }
                BlobRecord.Editor edited =
                        changed(transaction, base, edit).length(length).content(pages);
                if (operation.properties() != null) {
                    edited.properties(operation.properties()).copy(null);
                }
                BlobRecord done = edited.done();
                transaction.putBase(done);
                return new BlobResult.PagesChanged(done.stamp(), done.sequenceNumber(), null, null);
            });
        }
    }

    private static BlobRecord.Editor changed(BlobTransaction transaction, BlobRecord base, PageEdit edit) {
        transaction.add(new Usage(0, edit.growth(), 0, 0, 0, 0));
        return base.edit()
                .stamp(transaction.nextStamp())
                .content(edit.done())
                .lease(LeaseRules.afterWrite(base.lease(), transaction.now()));
    }

    private static long number(SequenceAction action, long number) {
        return switch (action) {
            case SequenceAction.Update update -> update.number();
            case SequenceAction.Max max -> Math.max(number, max.number());
            case SequenceAction.Increment _ -> {
                if (number == Long.MAX_VALUE) {
                    throw new StorageException(ErrorCode.SequenceNumberIncrementTooLarge);
                }
                yield number + 1;
            }
        };
    }

    private static BlobRecord check(
            @Nullable BlobRecord record,
            Conditions conditions,
            SequenceConditions sequence,
            ByteRange range,
            Instant now) {
        BlobRecord base = Writes.check(record, conditions, now);
        requirePages(base);
        requireSequence(sequence, base.sequenceNumber());
        if (range.to() >= base.length()) {
            throw new StorageException(ErrorCode.InvalidPageRange);
        }
        return base;
    }

    private static void requirePages(BlobRecord base) {
        if (base.type() != BlobType.PAGE) {
            throw new StorageException(ErrorCode.InvalidBlobType);
        }
        CopyState.requireWhole(base);
    }

    private static void requireSequence(SequenceConditions sequence, long number) {
        Long atMost = sequence.atMost();
        Long below = sequence.below();
        Long equal = sequence.equal();
        if ((atMost != null && number > atMost)
                || (below != null && number >= below)
                || (equal != null && number != equal)) {
            throw new StorageException(ErrorCode.SequenceNumberConditionNotMet);
        }
    }

    private static void requireLength(ByteRange range, long length, boolean known) {
        if (known && length != range.to() - range.from() + 1) {
            throw StorageException.invalidHeader(HeaderName.CONTENT_LENGTH.wire(), Long.toString(length));
        }
    }
}
