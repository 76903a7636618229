package lazurite.service.blob.copy;

import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Query;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.History;
import lazurite.service.blob.content.CopiedPages;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.page.PageTidier;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HistoryKind;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.StampText;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.write.PutBlobs;
import lazurite.store.Group;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Incremental Copy Blob: each copies a snapshot of a page blob and leaves a snapshot of its own; the blob itself is
 * only where they hang. Bytes in extents that the copies have in common are stored once.
 */
public final class IncrementalCopies {
    private final BlobRows rows;
    private final PutBlobs puts;
    private final PageTidier tidier;

    public IncrementalCopies(BlobRows rows, PutBlobs puts, PageTidier tidier) {
        this.rows = rows;
        this.puts = puts;
        this.tidier = tidier;
    }

    public BlobResult copy(CopyOperation.IncrementalCopyBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        puts.checkBefore(at, operation.conditions(), call);
        if (!(call.sources().resolve(operation.source()) instanceof ResolvedSource source)
                || !(source.moment() instanceof Moment.Snapshot snapshot)) {
            throw new StorageException(ErrorCode.IncrementalCopySourceMustBeSnapshot);
        }
        requireLater(rows.findBlob(at.group()), operation.source(), snapshot.stamp());
        Group from = BlobKeys.blob(rows.scope(source.account(), source.container()), source.blob());
        try (Collector.Pin _ = rows.pin(from)) {
            BlobRecord record = rows.blob(from, snapshot);
            if (record.type() != BlobType.PAGE) {
                throw new StorageException(ErrorCode.InvalidSourceBlobType);
            }
            BlobAddress to = at.and(source.pass());
            Sealing sealed = rows.sealings().source(call, source, record);
            Sealing target = rows.sealings().anew(call, at);
            try (CopiedPages.Copied copied = CopiedPages.take(rows, tidier, sealed, from, record, to, target)) {
                byte[] metadata = CopyRules.resealed(rows, sealed, record, target);
                BlobResult.Copied done =
                        commit(operation, call, to, snapshot.stamp(), copied.record(), metadata, target.encryption());
                source.pass().served(1, record.length());
                return target.tell(done);
            }
        }
    }

    private BlobResult.Copied commit(
            CopyOperation.IncrementalCopyBlob operation,
            BlobCall call,
            BlobAddress at,
            Stamp copiedSnapshot,
            BlobRecord record,
            byte @Nullable [] metadata,
            Encryption encryption) {
        NewBlob created = new NewBlob(record.properties(), Map.of(), Map.of(), null, operation.conditions());
        String id = rows.platform().newUuid().toString();
        return rows.change(operation.name(), at, transaction -> {
            BlobRecord base = transaction.base();
            requireLater(base, operation.source(), copiedSnapshot);
            Stamp free = History.freeSnapshot(transaction);
            Stamp taken = base == null ? free : free.next(transaction.now()); // the base may be kept at the first
            CopyState state = new CopyState(
                    id,
                    CopyRules.withoutSignature(operation.source()),
                    CopyState.Status.SUCCESS,
                    record.length(),
                    record.length(),
                    transaction.now(),
                    null,
                    taken);
            BlobRecord copy = PutBlobs.newRecord(
                            transaction,
                            BlobType.PAGE,
                            record.length(),
                            record.properties(),
                            metadata,
                            created,
                            record.content(),
                            encryption)
                    .edit()
                    .copy(state)
                    .lastSnapshot(taken)
                    .done();
            Stamp stamp = puts.replace(transaction, call, created, copy);
            transaction.putHistory(
                    HistoryKind.SNAPSHOT,
                    taken,
                    copy.edit()
                            .stamp(stamp)
                            .lease(null)
                            .lastSnapshot(null)
                            .life(copy.life()
                                    .withRetention(rows.protection().ofNew(transaction.at(), Retention.NONE, taken)))
                            .done());
            transaction.share(copy.content(), 1);
            transaction.add(History.usage(HistoryKind.SNAPSHOT, copy.used()));
            return new BlobResult.Copied(stamp, state, null, null);
        });
    }

    /** The target must be new, or hold earlier copies of the same source. */
    private static void requireLater(@Nullable BlobRecord base, String source, @Nullable Stamp snapshot) {
        if (base == null) {
            return;
        }
        CopyState before = base.copy();
        if (before == null
                || before.incremental() == null
                || !place(before.source()).equals(place(source))) {
            throw new StorageException(ErrorCode.IncrementalCopyBlobMismatch);
        }
        Stamp earlier = snapshot(before.source());
        if (earlier != null && snapshot != null && snapshot.compareTo(earlier) < 0) {
            throw new StorageException(ErrorCode.IncrementalCopyOfEarlierVersionSnapshotNotAllowed);
        }
    }

    /** A URL without its query. */
    private static String place(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }

    private static @Nullable Stamp snapshot(String url) {
        int query = url.indexOf('?');
        String text = query < 0 ? null : Query.parse(url.substring(query + 1)).present("snapshot");
        return text == null ? null : StampText.parse(text);
    }
}
