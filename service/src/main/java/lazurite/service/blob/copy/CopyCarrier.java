package lazurite.service.blob.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.content.PartLists;
import lazurite.service.blob.copy.OutsideSources.Opened;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.text.Base64Text;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.BodyWriter;
import lazurite.store.body.DataKey;
import lazurite.store.body.Part;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;

/**
 * Carries pending copies out: reads the source from its beginning, block after block, says in the blob how far it is,
 * and names all blocks in one commit at the end.
 *
 * <p>Concurrency: any thread, each with a copy of its own.
 */
final class CopyCarrier implements CopyJobs.Carrier {
    private static final String VERSION = "2021-12-02";
    private static final long BLOCK_BYTES = 64L << 20;
    private static final long BLOCKS_MAX = 45_000;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long PROGRESS_NANOS = 1_000_000_000L;

    private final BlobRows rows;
    private final OutsideSources outside;
    private final BooleanSupplier stopping;

    CopyCarrier(BlobRows rows, OutsideSources outside, BooleanSupplier stopping) {
        this.rows = rows;
        this.outside = outside;
        this.stopping = stopping;
    }

    /**
     * Returns once the blob says how the copy ended, or waits for it no more.
     *
     * @throws StorageException ServerBusy, or whatever keeps the blob from being written now
     */
    @Override
    public void carry(CopyJob job, Pass pass) {
        BlobAddress at = job.at(rows, pass);
        BlobRecord record = rows.findBlob(at.group());
        if (record == null || !isWaiting(job, record)) {
            return;
        }
        try {
            copy(job, at, rows.sealings().held(job.account(), record.encryption()));
        } catch (StorageException failed) {
            boolean passing = failed.code() == ErrorCode.ServerBusy || failed.code() == ErrorCode.InternalError;
            if (passing || stopping.getAsBoolean()) {
                throw failed;
            }
            boolean _ = Thread.interrupted();
            fail(job, failed);
        }
    }

    private static boolean isWaiting(CopyJob job, BlobRecord record) {
        CopyState copy = record.copy();
        return copy != null && CopyState.isPending(copy) && copy.id().equals(job.id());
    }

    private void copy(CopyJob job, BlobAddress at, DataKey key) {
        List<WrittenBody> written = new ArrayList<>();
        try (Opened source = outside.open(job.wanted(rows), VERSION)) {
            if (!job.isSame(rows, source)) {
                throw new StorageException(ErrorCode.CannotVerifyCopySource, "The source is no longer the same.");
            }
            MessageDigest md5 = BodyHashes.md5();
            Progress progress = new Progress(job, at);
            long blockBytes = Math.max(BLOCK_BYTES, job.total() / BLOCKS_MAX + 1);
            while (progress.bytes < job.total()) {
                written.add(block(job, key, source.stream(), blockBytes, md5, progress));
            }
            requireMd5(source.properties().contentMd5(), md5.digest());
            complete(job, at, written);
        } finally {
            written.forEach(WrittenBody::close);
        }
    }

    private WrittenBody block(
            CopyJob job, DataKey key, InputStream source, long blockBytes, MessageDigest md5, Progress progress) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (BodyWriter writer = rows.bodies().write(key)) {
            long left = Math.min(blockBytes, job.total() - progress.bytes);
            while (left > 0) {
                progress.require();
                int read = source.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new StorageException(ErrorCode.CannotVerifyCopySource, "The source broke off.");
                }
                md5.update(buffer, 0, read);
                writer.write(buffer, 0, read);
                left -= read;
                progress.add(read);
            }
            return writer.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void requireMd5(byte @Nullable [] told, byte @Nullable [] found) {
        if (told != null && !MessageDigest.isEqual(told, found)) {
            throw new StorageException(
                            ErrorCode.CannotVerifyCopySource,
                            "The content does not have the MD5 that its source tells.")
                    .withStatus(409);
        }
    }

    /** How far a copy is; tells the blob now and then, and finds out whether it still waits. */
    private final class Progress {
        private final CopyJob job;
        private final BlobAddress at;
        private long bytes;
        private long toldNanos = rows.platform().nanoTime().getAsLong();

        Progress(CopyJob job, BlobAddress at) {
            this.job = job;
            this.at = at;
        }

        void require() {
            at.pass().require();
        }

        void add(long more) {
            bytes += more;
            long now = rows.platform().nanoTime().getAsLong();
            if (now - toldNanos > PROGRESS_NANOS) {
                toldNanos = now;
                rows.changeCopied("CopyProgress", at, transaction -> {
                    CopyState copy = waiting(job, transaction);
                    BlobRecord base = Writes.require(transaction.base());
                    transaction.putBase(base.edit().copy(copy.at(bytes)).done());
                    return copy;
                });
            }
        }
    }

    /** @throws StorageException 409 NoPendingCopyOperation if the blob waits for this copy no more */
    private static CopyState waiting(CopyJob job, BlobTransaction transaction) {
        BlobRecord base = transaction.base();
        CopyState copy = base == null ? null : base.copy();
        if (base == null || copy == null || !isWaiting(job, base)) {
            throw new StorageException(ErrorCode.NoPendingCopyOperation);
        }
        return copy;
    }

    private void complete(CopyJob job, BlobAddress at, List<WrittenBody> written) {
        List<Part> parts = new ArrayList<>(written.size());
        for (WrittenBody body : written) {
            parts.add(new Part(blockId(parts.size()), body.ref()));
        }
        rows.changeCopied("CompleteCopy", at, transaction -> {
            CopyState copy = waiting(job, transaction);
            BlobRecord base = Writes.require(transaction.base());
            written.forEach(body -> transaction.putAll(body.mutations(transaction.group())));
            Uid list = rows.newId();
            PartLists.write(transaction, list, parts);
            transaction.createParts(list);
            transaction.add(new Usage(0, job.total(), 0, 0, 0, 0));
            transaction.putBase(base.edit()
                    .stamp(transaction.nextStamp())
                    .length(job.total())
                    .content(new Content.Parts(list))
                    .blocks(parts.size(), Integer.BYTES)
                    .copy(copy.ended(CopyState.Status.SUCCESS, job.total(), transaction.now(), null))
                    .done());
            return copy;
        });
    }

    private static String blockId(int index) {
        return Base64Text.encode(
                ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
    }

    /** Says in the blob why its copy failed; it stays empty. An order does not stop this: nothing grows by it. */
    @Override
    public void fail(CopyJob job, StorageException why) {
        BlobAddress at = job.at(rows, Pass.UNRESTRICTED);
        try {
            rows.changeCopied("FailCopy", at, transaction -> {
                CopyState copy = waiting(job, transaction);
                BlobRecord base = Writes.require(transaction.base());
                transaction.putBase(base.edit()
                        .stamp(transaction.nextStamp())
                        .copy(copy.ended(
                                CopyState.Status.FAILED, copy.bytesDone(), transaction.now(), description(why)))
                        .done());
                return copy;
            });
        } catch (StorageException gone) {
            if (gone.code() != ErrorCode.NoPendingCopyOperation && gone.code() != ErrorCode.ContainerNotFound) {
                throw gone;
            }
        }
    }

    /** As Azure puts it: a status, a code, and a sentence in quotes. */
    private static String description(StorageException why) {
        String code = why.details().get("CopySourceErrorCode");
        return why.status() + " " + (code == null ? why.code().wire() : code) + " \"" + why.getMessage() + "\"";
    }
}
