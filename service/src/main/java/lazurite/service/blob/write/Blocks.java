package lazurite.service.blob.write;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.change.Archive;
import lazurite.service.blob.change.BlobAddress;
import lazurite.service.blob.change.BlobTransaction;
import lazurite.service.blob.change.LeaseRules;
import lazurite.service.blob.change.Preconditions;
import lazurite.service.blob.change.Writes;
import lazurite.service.blob.content.Intake;
import lazurite.service.blob.content.MergedBlocks;
import lazurite.service.blob.content.PartLists;
import lazurite.service.blob.operation.BlobCall;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.BlockChoice;
import lazurite.service.blob.operation.BlobOperation.BlockListType;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.Versions;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.Upload;
import lazurite.service.blob.retention.RetentionRules;
import lazurite.service.blob.rows.BlobRows;
import lazurite.service.blob.rows.Sealing;
import lazurite.service.blob.rows.Sealings;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.Row;
import lazurite.store.Uid;
import lazurite.store.Usage;
import lazurite.store.body.Part;
import lazurite.store.body.PartCodec;
import lazurite.store.body.PartRows;
import lazurite.store.body.WrittenBody;
import org.jspecify.annotations.Nullable;

/** Put Block, Put Block List, Get Block List. */
public final class Blocks {
    private static final long BODY_BYTES_MAX = 4000L << 20;
    private static final int DOCUMENT_BYTES_MAX = 12 << 20;
    private static final int COMMITTED_MAX = 50_000;
    private static final int UNCOMMITTED_MAX = 100_000;

    private final BlobRows rows;
    private final Intake intake;
    private final PutBlobs puts;
    private final UploadCounts counts;

    public Blocks(BlobRows rows, Intake intake, PutBlobs puts) {
        this.rows = rows;
        this.intake = intake;
        this.puts = puts;
        this.counts = new UploadCounts(rows.metadata());
    }

    /**
     * One row, whatever the number of blocks; blocks of one blob do not wait for each other. The uncommitted blocks have
     * ids of one length, which may be another than the committed ones' (Azure "Put Block"): else nobody could overwrite
     * a blob with another client.
     */
    public BlobResult putBlock(BlobOperation.PutBlock operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        Group group = at.group();
        checkBlock(operation, rows.findBlob(group));
        Sealing sealing = rows.sealings().anew(call, at);
        boolean md5 = Versions.answersMd5(operation.checksums(), call.version());
        boolean crc64 = Versions.answersCrc64(operation.checksums(), call.version());
        try (Intake.Taken taken =
                intake.take(sealing.key(), operation.body(), operation.checksums(), BODY_BYTES_MAX, md5, crc64)) {
            WrittenBody body = taken.body();
            if (body == null) {
                throw StorageException.invalidHeader("Content-Length", "0");
            }
            Part part = new Part(operation.blockId(), body.ref());
            rows.changeUnlocked(operation.name(), at, transaction -> {
                checkBlock(operation, transaction.base());
                Upload upload = transaction.upload();
                if (upload == null) {
                    upload = new Upload(rows.newId(), idLength(operation.blockId()), 0, sealing.encryption());
                    transaction.put(Family.PARTS, PartRows.uploadState(group), upload.write());
                }
                requireSameLength(upload.blockIdLength(), idLength(operation.blockId()));
                Sealings.requireSame(upload.encryption(), sealing.encryption());
                putRow(transaction, upload, part);
                transaction.putAll(body.mutations(group));
                transaction.gain(body.ref());
                return upload;
            });
            return sealing.tell(new BlobResult.Written(null, taken.md5(), taken.crc64()));
        }
    }

    private void putRow(BlobTransaction transaction, Upload upload, Part part) {
        Key key = PartRows.uncommitted(transaction.group(), upload.id(), part.blockId());
        byte[] before = transaction.read(Family.PARTS, key);
        long replaced = 0;
        if (before != null) {
            Part old = PartCodec.parts(before).getFirst();
            transaction.lose(old.body());
            transaction.put(
                    Family.PARTS,
                    PartRows.uploadState(transaction.group()),
                    upload.withReplaced().write());
            replaced = old.body().length();
        } else if (counts.next(transaction.group(), upload.id()) > UNCOMMITTED_MAX) {
            throw new StorageException(ErrorCode.UncommittedBlockCountExceedsLimit);
        }
        transaction.put(Family.PARTS, key, PartCodec.bytes(List.of(part)));
        transaction.add(Usage.ofUncommitted(part.body().length() - replaced));
    }

    public BlobResult putBlockList(BlobOperation.PutBlockList operation, BlobCall call) {
        BlobAddress at = rows.address(call, operation);
        NewBlob created = operation.created();
        puts.checkReplace(rows.findBlob(at.group()), created.conditions(), call);
        byte[] document = Intake.document(operation.body(), operation.checksums(), DOCUMENT_BYTES_MAX);
        List<BlockChoice> choices = BlockListXml.read(document);
        if (choices.size() > COMMITTED_MAX) {
            throw new StorageException(ErrorCode.BlockListTooLong);
        }
        Sealing sealing = rows.sealings().anew(call, at);
        byte[] metadata = rows.seal(sealing.key(), created.metadata());
        Stamp stamp;
        try (var _ = rows.pin(at.group());
                MergedBlocks merged = merged(at, choices, created, call, sealing)) {
            stamp = rows.change(operation.name(), at, transaction -> {
                BlobRecord base = transaction.base();
                List<Part> parts = choose(transaction, choices, created, call, sealing.encryption());
                Content content = new Content.Empty();
                if (!parts.isEmpty()) {
                    Uid list = rows.newId();
                    content = new Content.Parts(list);
                    PartLists.write(transaction, list, merged.name(transaction, parts));
                    transaction.createParts(list);
                }
                BlobRecord record = PutBlobs.newRecord(
                        transaction,
                        BlobType.BLOCK,
                        PartLists.length(parts),
                        created.properties(),
                        metadata,
                        created,
                        content,
                        sealing.encryption());
                BlobRecord blocked = withBlocks(record, parts);
                return puts.replace(
                        transaction,
                        call,
                        created,
                        base == null ? blocked : extended(transaction, sealing, created, blocked, parts));
            });
        }
        return sealing.tell(new BlobResult.Written(
                stamp,
                Versions.answersMd5(operation.checksums(), call.version())
                        ? BodyHashes.md5().digest(document)
                        : null,
                Versions.answersCrc64(operation.checksums(), call.version()) ? BodyHashes.crcOf(document) : null));
    }

    /** What can be merged of the blocks that the list would choose now. */
    private MergedBlocks merged(
            BlobAddress at, List<BlockChoice> choices, NewBlob created, BlobCall call, Sealing sealing) {
        List<Part> parts = MergedBlocks.worthwhile(choices)
                ? rows.look(at, found -> choose(found, choices, created, call, sealing.encryption()))
                : List.of();
        return MergedBlocks.of(rows, sealing.key(), at.group(), parts);
    }

    /** Of a blob that is protected, to which blocks may be added and nothing else: it stays what it was besides. */
    private BlobRecord extended(
            BlobTransaction transaction, Sealing sealing, NewBlob created, BlobRecord record, List<Part> parts) {
        BlobRecord base = Writes.require(transaction.base());
        if (!rows.protection().of(transaction.at()).whole()) {
            return record;
        }
        Sealings.requireSame(base.encryption(), sealing.encryption());
        List<Part> before = committed(transaction.group(), base);
        boolean starts = PartLists.length(before) == base.length()
                && parts.size() >= before.size()
                && parts.subList(0, before.size()).equals(before);
        boolean sameProperties = created.properties().equals(HttpProperties.NONE)
                || RetentionRules.sameProperties(created.properties(), base.properties());
        boolean sameMetadata =
                created.metadata().isEmpty() || created.metadata().equals(rows.unseal(sealing.key(), base.metadata()));
        if (!starts || !sameProperties || !sameMetadata) {
            throw RetentionRules.immutable();
        }
        transaction.append();
        return record.edit()
                .properties(base.properties())
                .metadata(base.metadata())
                .done();
    }

    public BlobResult blockList(BlobOperation.GetBlockList operation, BlobCall call) {
        Group group = rows.address(call, operation).group();
        BlobRecord record = operation.moment() == null ? rows.findBlob(group) : rows.blob(group, operation.moment());
        List<Part> uncommitted =
                operation.moment() != null || (operation.type() == BlockListType.COMMITTED && record != null)
                        ? List.of()
                        : uncommitted(group);
        if (record == null) {
            Conditions conditions = operation.conditions();
            if (!conditions.ifMatch().isEmpty() || conditions.ifTags() != null || uncommitted.isEmpty()) {
                throw new StorageException(ErrorCode.BlobNotFound);
            }
            LeaseRules.checkBlobRead(
                    null, conditions.leaseId(), rows.platform().clock().instant());
        } else {
            Preconditions.checkRead(operation.conditions(), record.stamp(), record.tags());
            LeaseRules.checkBlobRead(
                    record.lease(),
                    operation.conditions().leaseId(),
                    rows.platform().clock().instant());
            if (record.type() != BlobType.BLOCK) {
                throw new StorageException(ErrorCode.InvalidBlobType);
            }
            Archive.requireOnline(record);
        }
        List<Part> committed = operation.type() == BlockListType.UNCOMMITTED ? List.of() : committed(group, record);
        return new BlobResult.Blocks(
                record == null ? null : record.stamp(),
                record == null ? 0 : record.length(),
                operation.type() == BlockListType.UNCOMMITTED ? null : blocks(committed),
                operation.type() == BlockListType.COMMITTED ? null : blocks(uncommitted));
    }

    private void checkBlock(BlobOperation.PutBlock operation, @Nullable BlobRecord base) {
        if (base == null) {
            if (operation.leaseId() != null) {
                throw new StorageException(ErrorCode.LeaseNotPresentWithBlobOperation);
            }
            return;
        }
        LeaseRules.checkBlobWrite(
                base.lease(), operation.leaseId(), rows.platform().clock().instant());
        if (base.type() != BlobType.BLOCK) {
            throw new StorageException(ErrorCode.InvalidBlobType);
        }
        Archive.requireOnline(base);
    }

    private static void requireSameLength(int known, int given) {
        if (known != given) {
            throw new StorageException(ErrorCode.InvalidBlobOrBlock);
        }
    }

    private static int idLength(String blockId) {
        return Base64.getDecoder().decode(blockId).length;
    }

    private List<Part> uncommitted(Group group) {
        byte[] state = rows.metadata().get(Family.PARTS, PartRows.uploadState(group));
        return state == null ? List.of() : uncommitted(group, Upload.read(state));
    }

    private List<Part> uncommitted(Group group, Upload upload) {
        List<Part> parts = new ArrayList<>();
        for (Row row : rows.metadata().scanAll(Family.PARTS, PartRows.uncommitted(group, upload.id()))) {
            parts.add(PartCodec.parts(row.value()).getFirst());
        }
        return parts;
    }

    /** Committed blocks; those of a Put Blob have no ids, so there are none to list. */
    private List<Part> committed(Group group, @Nullable BlobRecord record) {
        if (record == null || !(record.content() instanceof Content.Parts parts)) {
            return List.of();
        }
        return PartLists.readAll(rows, group, parts.list());
    }

    /** @param encryption that all of them must have: the blob is read with one key */
    private List<Part> choose(
            BlobTransaction transaction,
            List<BlockChoice> choices,
            NewBlob created,
            BlobCall call,
            Encryption encryption) {
        puts.checkReplace(transaction.base(), created.conditions(), call);
        Archive.requireOnline(transaction.base());
        if (transaction.base() != null && transaction.base().type() != BlobType.BLOCK) {
            throw new StorageException(ErrorCode.InvalidBlobType);
        }
        Upload upload = transaction.upload();
        Map<String, Part> uncommitted = byId(upload == null ? List.of() : uncommitted(transaction.group(), upload));
        Map<String, Part> committed = byId(committed(transaction.group(), transaction.base()));
        List<Part> chosen = new ArrayList<>(choices.size());
        boolean ofUpload = false;
        boolean ofBase = false;
        for (BlockChoice choice : choices) {
            String id = choice.blockId();
            Part staged = uncommitted.get(id);
            Part part = switch (choice.from()) {
                case UNCOMMITTED -> staged;
                case COMMITTED -> committed.get(id);
                case LATEST -> staged != null ? staged : stagedSince(transaction, upload, id, committed.get(id));
            };
            if (part == null) {
                throw new StorageException(ErrorCode.InvalidBlockList);
            }
            chosen.add(part);
            boolean isCommitted = part.equals(committed.get(id));
            ofBase |= isCommitted;
            ofUpload |= !isCommitted;
        }
        if (upload != null && ofUpload) {
            Sealings.requireSame(upload.encryption(), encryption);
        }
        BlobRecord base = transaction.base();
        if (base != null && ofBase) {
            Sealings.requireSame(base.encryption(), encryption);
        }
        return chosen;
    }

    /** The committed block, on condition that no newer one of its id is staged before the commit. */
    private static @Nullable Part stagedSince(
            BlobTransaction transaction, @Nullable Upload upload, String id, @Nullable Part committed) {
        if (upload == null || committed == null) {
            return committed;
        }
        byte[] row = transaction.read(Family.PARTS, PartRows.uncommitted(transaction.group(), upload.id(), id));
        return row == null ? committed : PartCodec.parts(row).getFirst();
    }

    private static Map<String, Part> byId(List<Part> parts) {
        Map<String, Part> byId = new HashMap<>();
        parts.forEach(part -> byId.put(part.blockId(), part));
        return byId;
    }

    private static BlobRecord withBlocks(BlobRecord record, List<Part> parts) {
        int idLength = parts.isEmpty() ? 0 : idLength(parts.getFirst().blockId());
        parts.forEach(part -> requireSameLength(idLength, idLength(part.blockId())));
        return record.edit().blocks(parts.size(), idLength).done();
    }

    private static List<BlobResult.Block> blocks(List<Part> parts) {
        List<BlobResult.Block> blocks = new ArrayList<>(parts.size());
        parts.forEach(part -> blocks.add(new BlobResult.Block(part.blockId(), part.length())));
        return blocks;
    }
}
