package lazurite.service.blob.copy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Map;
import lazurite.base.Crc64;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Pass;
import lazurite.service.blob.change.Archive;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.UnverifiedSource;
import lazurite.service.blob.content.CopiedContent;
import lazurite.service.blob.content.CopiedPages;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobCall.OutsideSource;
import lazurite.service.blob.operation.BlobCall.ResolvedSource;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.page.PageTidier;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.write.PutBlobs;
import lazurite.store.Group;
import lazurite.store.collector.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Copy Blob and Copy Blob From URL. Within this server both are done when they answer: bytes in extents are shared, so
 * a copy under one key costs what its block list costs, whatever the blob's size. {@link OutsideCopies} has the
 * rest.
 */
public final class Copies {
    private static final long SYNC_BYTES_MAX = 256L << 20;

    private final BlobRows rows;
    private final PutBlobs puts;
    private final PageTidier tidier;
    private final OutsideCopies outside;

    public Copies(BlobRows rows, PutBlobs puts, PageTidier tidier, OutsideCopies outside) {
        this.rows = rows;
        this.puts = puts;
        this.tidier = tidier;
        this.outside = outside;
    }

    public BlobResult copy(CopyOperation.CopyBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        puts.checkBefore(at, operation.conditions(), call);
        return switch (call.sources().resolve(operation.source())) {
            case ResolvedSource here -> copy(operation, call, at, here);
            case OutsideSource there -> outside.copy(operation, call, at, there);
        };
    }

    private BlobResult copy(CopyOperation.CopyBlob operation, BlobCall call, BlobAddress at, ResolvedSource source) {
        Group from = sourceGroup(operation, source);
        try (Collector.Pin _ = rows.pin(from)) {
            BlobRecord record = sourceRecord(operation, source, from);
            boolean ontoItself = source.moment() == null && from.equals(at.group());
            Archive.requireCopyable(operation, record, source.account().equals(call.account()), ontoItself);
            Sealing sealed = sealed(operation, call, source, record);
            Sealing target = rows.sealings().anew(call, at);
            Hashes hashes = operation.sync() ? hash(operation, source, sealed, from, record) : Hashes.NONE;
            Pass pass = call.pass().and(source.pass());
            try (CopiedPages.Copied copied =
                            CopiedPages.take(rows, tidier, sealed, from, record, at.and(source.pass()), target);
                    CopiedContent content = CopiedContent.take(rows, sealed, from, copied.record(), target, pass)) {
                CopyRules.requireUnchanged(record, rows.findBlob(from, source.moment()));
                byte[] metadata = operation.metadata().isEmpty()
                        ? CopyRules.resealed(rows, sealed, record, target)
                        : rows.seal(target.key(), operation.metadata());
                return target.tell(commit(
                        operation,
                        call,
                        at,
                        source,
                        record,
                        content,
                        metadata,
                        target.encryption(),
                        hashes,
                        ontoItself));
            }
        }
    }

    /** A source that a customer's key seals is copied by a write from a URL, which can bring the key. */
    private Sealing sealed(CopyOperation.CopyBlob operation, BlobCall call, ResolvedSource source, BlobRecord record) {
        try {
            return rows.sealings().source(call, source, record);
        } catch (StorageException refused) {
            throw operation.sync() ? UnverifiedSource.because(refused.code()) : refused;
        }
    }

    private Group sourceGroup(CopyOperation.CopyBlob operation, ResolvedSource source) {
        ContainerRecord container = rows.findContainer(source.account(), source.container());
        if (container == null) {
            throw missing(operation, ErrorCode.ContainerNotFound);
        }
        return BlobKeys.blob(BlobKeys.scope(container.incarnation()), source.blob());
    }

    private BlobRecord sourceRecord(CopyOperation.CopyBlob operation, ResolvedSource source, Group from) {
        BlobRecord record = rows.findBlob(from, source.moment());
        if (record == null) {
            throw missing(operation, ErrorCode.BlobNotFound);
        }
        CopyRules.requireReadable(operation.sourceConditions(), source, record, operation.sync());
        CopyRules.requireFitting(operation, record.type());
        CopyState.requireWhole(record, source.moment());
        LeaseRules.checkBlobRead(
                record.lease(),
                operation.sourceConditions().leaseId(),
                rows.platform().clock().instant());
        return record;
    }

    private static StorageException missing(CopyOperation.CopyBlob operation, ErrorCode code) {
        return operation.sync() ? UnverifiedSource.because(code) : new StorageException(code);
    }

    private BlobResult commit(
            CopyOperation.CopyBlob operation,
            BlobCall call,
            BlobAddress at,
            ResolvedSource source,
            BlobRecord record,
            CopiedContent content,
            byte @Nullable [] metadata,
            Encryption encryption,
            Hashes hashes,
            boolean ontoItself) {
        NewBlob created = new NewBlob(
                record.properties(),
                Map.of(),
                tags(operation, source, record),
                operation.tier(),
                operation.conditions(),
                operation.retention(),
                null);
        CopyState state = new CopyState(
                rows.platform().newUuid().toString(),
                CopyRules.withoutSignature(operation.source()),
                CopyState.Status.SUCCESS,
                record.length(),
                record.length(),
                rows.platform().clock().instant(),
                null);
        Stamp stamp = CopyRules.counted(
                source.pass(),
                record.length(),
                () -> rows.change(operation.name(), at.and(source.pass()), transaction -> {
                    BlobRecord base = transaction.base();
                    if (ontoItself && (base == null || !base.stamp().equals(record.stamp()))) {
                        throw CopyRules.replaced();
                    }
                    if (base != null && base.type() != record.type()) {
                        throw new StorageException(ErrorCode.InvalidBlobType);
                    }
                    puts.checkReplace(base, operation.conditions(), call);
                    CopyRules.requireLastingLease(operation, base, transaction.now());
                    Content named = content.name(transaction);
                    BlobRecord copy = PutBlobs.newRecord(
                            transaction,
                            record.type(),
                            record.length(),
                            record.properties(),
                            metadata,
                            created,
                            named,
                            encryption);
                    BlobRecord.Editor edited = copy.edit()
                            .copy(state)
                            .blocks(record.blocks(), record.blockIdLength())
                            .sealed(operation.seal() == null ? record.sealed() : operation.seal());
                    if (Archive.holds(record)) {
                        edited = Archive.copied(
                                transaction, operation, edited, call.features().aging());
                    }
                    return puts.replace(transaction, call, created, edited.done());
                }));
        return new BlobResult.Copied(stamp, state, hashes.md5(), hashes.crc64());
    }

    private static Map<String, String> tags(
            CopyOperation.CopyBlob operation, ResolvedSource source, BlobRecord record) {
        if (operation.copyTags()) {
            CopyRules.requireTags(source);
            return record.tags();
        }
        return operation.tags() == null ? Map.of() : operation.tags();
    }

    /** Checksums of a source that was read through. */
    private record Hashes(byte @Nullable [] md5, byte @Nullable [] crc64) {
        static final Hashes NONE = new Hashes(null, null);
    }

    private Hashes hash(
            CopyOperation.CopyBlob operation, ResolvedSource source, Sealing sealed, Group from, BlobRecord record) {
        if (record.length() > SYNC_BYTES_MAX) {
            throw new StorageException(
                            ErrorCode.CannotVerifyCopySource, "The source is larger than a synchronous copy may be.")
                    .withStatus(409);
        }
        MessageDigest md5 = BodyHashes.md5();
        Crc64 crc64 = new Crc64();
        try (InputStream stream = CopiedContent.read(rows, sealed, from, record)) {
            byte[] buffer = new byte[64 << 10];
            int read;
            while ((read = stream.read(buffer)) >= 0) {
                source.pass().require();
                md5.update(buffer, 0, read);
                crc64.update(buffer, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] digest = md5.digest();
        if (operation.sourceMd5() != null) {
            BodyHashes.verify(new Checksums(operation.sourceMd5(), null), digest, null);
        }
        return new Hashes(digest, BodyHashes.wire(crc64));
    }
}
