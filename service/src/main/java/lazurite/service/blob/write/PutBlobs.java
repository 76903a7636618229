package lazurite.service.blob.write;

import java.time.Instant;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.Archive;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.History;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Preconditions;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Expiry;
import lazurite.service.blob.operation.Versions;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Replicated;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.store.Usage;
import lazurite.store.body.Bodies;
import org.jspecify.annotations.Nullable;

/** Writes that make a blob anew: Put Blob, Create Append Blob; and what every such write has in common. */
public final class PutBlobs {
    private static final long BODY_BYTES_MAX = 5000L << 20;

    private final BlobRows rows;
    private final Intake intake;
    private final History history;

    public PutBlobs(BlobRows rows, Intake intake) {
        this.rows = rows;
        this.intake = intake;
        this.history = rows.history();
    }

    /**
     * The body is streamed, hashed and synced first; one commit then checks the conditions and names it. A small body
     * costs less than a look at what it would replace.
     */
    public BlobResult put(BlobOperation.PutBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        NewBlob created = operation.created();
        requireExpiry(created, call);
        if (operation.body().length() < 0 || operation.body().length() > Bodies.INLINE_MAX) {
            checkBefore(at, created.conditions(), call);
        }
        Sealing sealing = rows.sealings().anew(call, at);
        byte[] metadata = rows.seal(sealing.key(), created.metadata());
        boolean crc64 = Versions.sendsCrc64(call.version());
        try (Intake.Taken taken =
                intake.take(sealing.key(), operation.body(), operation.checksums(), BODY_BYTES_MAX, true, crc64)) {
            byte[] wanted = created.properties().contentMd5();
            HttpProperties properties =
                    created.properties().withMd5(wanted == null ? taken.md5() : verified(wanted, taken.md5()));
            Stamp stamp = rows.change(operation.name(), at, transaction -> {
                Content content = taken.name(transaction);
                return replaceOnline(
                        transaction,
                        call,
                        created,
                        newRecord(
                                transaction,
                                BlobType.BLOCK,
                                taken.length(),
                                properties,
                                metadata,
                                created,
                                content,
                                sealing.encryption()));
            });
            return sealing.tell(new BlobResult.Written(stamp, taken.md5(), taken.crc64()));
        }
    }

    public BlobResult createAppend(BlobOperation.CreateAppendBlob operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        NewBlob created = operation.created();
        Sealing sealing = rows.sealings().anew(call, at);
        byte[] metadata = rows.seal(sealing.key(), created.metadata());
        Stamp stamp = rows.change(operation.name(), at, transaction -> {
            BlobRecord record = newRecord(
                    transaction,
                    BlobType.APPEND,
                    0,
                    created.properties(),
                    metadata,
                    created,
                    new Content.Empty(),
                    sealing.encryption());
            return replaceOnline(transaction, call, created, record);
        });
        return sealing.tell(new BlobResult.Written(stamp, null, null));
    }

    /** Refuses before the body is read what would be refused after it. */
    public void checkBefore(BlobAddress at, Conditions conditions, BlobCall call) {
        BlobRecord base = rows.findBlob(at.group());
        checkReplace(base, conditions, call);
        rows.protection().requireReplaceable(at, base, call);
    }

    /**
     * Checks the conditions and puts {@code record} in the place of what was there, which is kept or not as the account
     * has it. The stamp that is returned is the version id as well, where versions are kept.
     */
    public Stamp replace(BlobTransaction transaction, BlobCall call, NewBlob created, BlobRecord record) {
        BlobRecord base = transaction.base();
        checkReplace(base, created.conditions(), call);
        transaction.endUpload(transaction.upload());
        transaction.add(new Usage(base == null ? 1 : 0, record.used(), 0, 0, 0, 0));
        BlobRecord aged = aged(transaction, call, created, History.current(transaction, call, record));
        BlobRecord current = rows.protection().begin(transaction, aged, created.retention());
        if (base != null) {
            history.supersede(transaction, call, base);
        }
        transaction.putBase(current);
        return current.stamp();
    }

    /** With what the account keeps of times. */
    private static BlobRecord aged(BlobTransaction transaction, BlobCall call, NewBlob created, BlobRecord record) {
        requireExpiry(created, call);
        Expiry expiry = created.expiry();
        boolean tracked = call.features().aging().lastAccessTracking();
        if (expiry == null && !tracked) {
            return record;
        }
        Instant expires = expiry == null ? null : expiry.time(record.created().lastModified(), transaction.now());
        Life life = record.life().withExpires(expires).withLastAccess(tracked ? transaction.now() : null);
        return record.edit().life(life).done();
    }

    private static void requireExpiry(NewBlob created, BlobCall call) {
        if (created.expiry() != null) {
            Expiry.require(call.features());
        }
    }

    /** As {@link #replace}, of a write that leaves alone what is archived. */
    Stamp replaceOnline(BlobTransaction transaction, BlobCall call, NewBlob created, BlobRecord record) {
        checkReplace(transaction.base(), created.conditions(), call);
        Archive.requireOnline(transaction.base());
        return replace(transaction, call, created, record);
    }

    /** Refuses what may not take the place of {@code base}. */
    public void checkReplace(@Nullable BlobRecord base, Conditions conditions, BlobCall call) {
        if (base == null) {
            Preconditions.checkCreate(conditions, null, Map.of());
            if (conditions.leaseId() != null) {
                throw new StorageException(ErrorCode.LeaseNotPresentWithBlobOperation);
            }
            return;
        }
        Preconditions.checkCreate(conditions, base.stamp(), base.tags());
        if (!call.caller().mayOverwrite()) {
            throw new StorageException(ErrorCode.UnauthorizedBlobOverwrite);
        }
        LeaseRules.checkBlobWrite(
                base.lease(), conditions.leaseId(), rows.platform().clock().instant());
    }

    /** A record for new content: a tier at hand and what belongs to the name are kept, what was not given is default. */
    public static BlobRecord newRecord(
            BlobTransaction transaction,
            BlobType type,
            long length,
            HttpProperties properties,
            byte @Nullable [] metadata,
            NewBlob created,
            Content content,
            Encryption encryption) {
        BlobRecord base = transaction.base();
        Stamp stamp = transaction.nextStamp();
        AccessTier tier = created.tier();
        if (tier == AccessTier.ARCHIVE && encryption.isCustomers()) {
            throw new StorageException(ErrorCode.BlobUsesCustomerSpecifiedEncryption);
        }
        Instant tierChanged = tier == null ? null : transaction.now();
        if (tier == null && base != null && base.type() == type && !Archive.holds(base)) {
            tier = base.tier();
            tierChanged = base.tierChanged();
        }
        return new BlobRecord(
                type,
                stamp,
                base == null ? stamp : base.created(),
                length,
                properties,
                metadata,
                created.tags(),
                base == null ? null : LeaseRules.afterWrite(base.lease(), transaction.now()),
                tier,
                tierChanged,
                null,
                content,
                0,
                0,
                false,
                base == null ? null : base.lastSnapshot(),
                Life.ENDLESS,
                encryption,
                null,
                Replicated.NONE);
    }

    /** The client's MD5 of the content, which Put Blob verifies as it does Content-MD5. */
    private static byte @Nullable [] verified(byte[] wanted, byte @Nullable [] actual) {
        BodyHashes.verify(new Checksums(wanted, null), actual, null);
        return wanted;
    }
}
