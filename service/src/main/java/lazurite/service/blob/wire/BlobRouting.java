package lazurite.service.blob.wire;

import java.util.Locale;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.BlockListType;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.DeleteSnapshots;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.record.StampText;
import lazurite.service.blob.text.Base64Text;
import lazurite.service.blob.text.HeaderName;
import org.jspecify.annotations.Nullable;

/** Operations on blobs. */
final class BlobRouting {
    private static final long BLOCK_LIST_BYTES_MAX = 8 << 20;
    private static final long TAGS_BYTES_MAX = 64 << 10;
    private static final long QUERY_BYTES_MAX = 2 << 20;
    private static final int BLOCK_ID_BYTES_MAX = 64;
    private static final String DELETE_TYPE = "deletetype";

    private BlobRouting() {}

    static BlobOperation route(RequestHead head, String container, String blob, String comp) {
        if (head.query().present(DELETE_TYPE) != null && !head.method().equals("DELETE")) {
            throw StorageException.invalidQuery(DELETE_TYPE, "", "It does not fit the operation.");
        }
        return switch (comp) {
            case "" -> plain(head, container, blob);
            case "block" -> block(head, container, blob);
            case "blocklist" -> blockList(head, container, blob);
            case "appendblock" -> append(head, container, blob);
            case "seal" -> {
                writing(head, "PUT");
                yield new BlobOperation.SealAppendBlob(
                        container, blob, ConditionHeaders.ofWrite(head), head.number(HeaderName.APPEND_POSITION));
            }
            case "properties" -> {
                writing(head, "PUT");
                BlobOperation pages = PageHeaders.properties(head, container, blob);
                yield pages != null
                        ? pages
                        : new BlobOperation.SetBlobProperties(
                                container, blob, WriteHeaders.properties(head), ConditionHeaders.ofWrite(head));
            }
            case "metadata" -> metadata(head, container, blob);
            case "tags" -> tags(head, container, blob);
            case "tier" -> tier(head, container, blob);
            case "snapshot" -> {
                writing(head, "PUT");
                yield new BlobOperation.SnapshotBlob(container, blob, head.metadata(), ConditionHeaders.ofWrite(head));
            }
            case "lease" -> {
                writing(head, "PUT");
                yield new BlobOperation.LeaseBlob(
                        container, blob, LeaseHeaders.action(head), ConditionHeaders.ofLease(head));
            }
            case "copy" -> abort(head, container, blob);
            case "page" -> {
                writing(head, "PUT");
                yield PageHeaders.page(head, container, blob);
            }
            case "pagelist" -> {
                ServiceRouting.require(head, "GET");
                yield PageHeaders.ranges(head, container, blob, moment(head), stamp(head, "prevsnapshot"));
            }
            case "incrementalcopy" -> {
                writing(head, "PUT");
                yield CopyHeaders.incremental(head, container, blob);
            }
            case "undelete" -> {
                writing(head, "PUT");
                ConditionHeaders.refuse(head);
                yield new BlobOperation.UndeleteBlob(container, blob);
            }
            case "expiry" -> {
                writing(head, "PUT");
                yield new LifeOperation.SetBlobExpiry(
                        container, blob, ExpiryHeaders.required(head), ConditionHeaders.ofWrite(head));
            }
            case "immutabilityPolicies" -> RetentionHeaders.policy(head, container, blob, moment(head));
            case "legalhold" -> RetentionHeaders.hold(head, container, blob, moment(head));
            case "query" -> query(head, container, blob);
            default -> throw Routing.unknown(comp);
        };
    }

    private static BlobOperation plain(RequestHead head, String container, String blob) {
        return switch (head.method()) {
            case "GET" -> get(head, container, blob);
            case "HEAD" ->
                new BlobOperation.GetBlobProperties(container, blob, moment(head), ConditionHeaders.ofRead(head));
            case "PUT" -> put(head, container, blob);
            case "DELETE" -> delete(head, container, blob);
            default -> throw Routing.verb();
        };
    }

    private static BlobOperation get(RequestHead head, String container, String blob) {
        ByteRange range = RangeHeaders.range(head);
        boolean md5 = RangeHeaders.hash(head, HeaderName.RANGE_MD5, range);
        boolean crc64 = RangeHeaders.hash(head, HeaderName.RANGE_CRC64, range);
        if (md5 && crc64) {
            throw StorageException.invalidHeader(HeaderName.RANGE_CRC64.wire(), "true");
        }
        return new BlobOperation.GetBlob(
                container, blob, moment(head), range, md5, crc64, ConditionHeaders.ofRead(head));
    }

    private static BlobOperation put(RequestHead head, String container, String blob) {
        refuseMoment(head);
        boolean copied = head.has(HeaderName.COPY_SOURCE);
        String type = head.value(HeaderName.BLOB_TYPE);
        if (type == null && copied) {
            return CopyHeaders.copy(head, container, blob);
        }
        return switch (head.required(HeaderName.BLOB_TYPE)) {
            case "BlockBlob" -> {
                if (copied) {
                    yield SourceHeaders.putBlob(head, container, blob);
                }
                HttpProperties properties = WriteHeaders.propertiesOrTransport(head);
                yield new BlobOperation.PutBlob(
                        container,
                        blob,
                        WriteHeaders.newBlob(head, properties, WriteHeaders.tier(head)),
                        WriteHeaders.checksums(head, properties),
                        WriteHeaders.blobBody(head));
            }
            case "AppendBlob" -> {
                WriteHeaders.noBody(head);
                if (head.has(HeaderName.ACCESS_TIER)) {
                    throw new StorageException(ErrorCode.AccessTierNotSupportedForBlobType);
                }
                yield new BlobOperation.CreateAppendBlob(
                        container, blob, WriteHeaders.newBlob(head, WriteHeaders.propertiesOrTransport(head), null));
            }
            case "PageBlob" -> PageHeaders.create(head, container, blob);
            default -> throw StorageException.invalidHeader(HeaderName.BLOB_TYPE.wire(), type == null ? "" : type);
        };
    }

    private static BlobOperation delete(RequestHead head, String container, String blob) {
        Moment moment = moment(head);
        DeleteSnapshots snapshots = snapshots(head);
        if (moment != null && snapshots != null) {
            throw new StorageException(ErrorCode.InvalidOperation);
        }
        String type = head.query().present(DELETE_TYPE);
        if (type != null && (!type.equalsIgnoreCase("permanent") || moment == null)) {
            throw StorageException.invalidQuery(DELETE_TYPE, type, "It is of deleted snapshots and versions.");
        }
        return new BlobOperation.DeleteBlob(
                container,
                blob,
                moment,
                snapshots,
                type != null,
                ConditionHeaders.ofWrite(head),
                ConditionHeaders.ofTier(head));
    }

    private static BlobOperation block(RequestHead head, String container, String blob) {
        writing(head, "PUT");
        ConditionHeaders.refuse(head);
        if (head.has(HeaderName.COPY_SOURCE)) {
            return SourceHeaders.putBlock(head, container, blob, blockId(head));
        }
        return new BlobOperation.PutBlock(
                container,
                blob,
                blockId(head),
                ConditionHeaders.leaseId(head, HeaderName.LEASE_ID),
                WriteHeaders.checksums(head),
                WriteHeaders.blockBody(head));
    }

    private static BlobOperation blockList(RequestHead head, String container, String blob) {
        return switch (head.method()) {
            case "PUT" -> {
                refuseMoment(head);
                yield new BlobOperation.PutBlockList(
                        container,
                        blob,
                        WriteHeaders.newBlob(head, WriteHeaders.properties(head), WriteHeaders.tier(head)),
                        WriteHeaders.checksums(head),
                        WriteHeaders.document(head, BLOCK_LIST_BYTES_MAX, false));
            }
            case "GET" ->
                new BlobOperation.GetBlockList(
                        container, blob, moment(head), blockListType(head), ConditionHeaders.ofRead(head));
            default -> throw Routing.verb();
        };
    }

    private static BlobOperation append(RequestHead head, String container, String blob) {
        writing(head, "PUT");
        if (head.has(HeaderName.COPY_SOURCE)) {
            return SourceHeaders.append(head, container, blob);
        }
        return new BlobOperation.AppendBlock(
                container,
                blob,
                ConditionHeaders.ofWrite(head),
                head.number(HeaderName.APPEND_SIZE_MAX),
                head.number(HeaderName.APPEND_POSITION),
                WriteHeaders.checksums(head),
                WriteHeaders.appendBody(head));
    }

    private static BlobOperation query(RequestHead head, String container, String blob) {
        ServiceRouting.require(head, "POST");
        return new BlobOperation.QueryBlob(
                container,
                blob,
                moment(head),
                ConditionHeaders.ofRead(head),
                WriteHeaders.verified(head, QUERY_BYTES_MAX, false));
    }

    private static BlobOperation metadata(RequestHead head, String container, String blob) {
        return switch (head.method()) {
            case "GET", "HEAD" ->
                new BlobOperation.GetBlobMetadata(container, blob, moment(head), ConditionHeaders.ofRead(head));
            case "PUT" -> {
                refuseMoment(head);
                yield new BlobOperation.SetBlobMetadata(
                        container, blob, head.metadata(), ConditionHeaders.ofWrite(head));
            }
            default -> throw Routing.verb();
        };
    }

    private static BlobOperation tags(RequestHead head, String container, String blob) {
        return switch (head.method()) {
            case "GET" ->
                new BlobOperation.GetBlobTags(container, blob, moment(head), ConditionHeaders.ofTagsRead(head));
            case "PUT" -> {
                Moment moment = moment(head);
                if (moment instanceof Moment.Snapshot) {
                    throw new StorageException(ErrorCode.InvalidOperation);
                }
                yield new BlobOperation.SetBlobTags(
                        container,
                        blob,
                        moment,
                        WriteHeaders.checksums(head),
                        WriteHeaders.document(head, TAGS_BYTES_MAX, false),
                        ConditionHeaders.ofTagsWrite(head));
            }
            default -> throw Routing.verb();
        };
    }

    private static BlobOperation tier(RequestHead head, String container, String blob) {
        ServiceRouting.require(head, "PUT");
        AccessTier tier = WriteHeaders.tier(head);
        if (tier == null) {
            throw StorageException.missingHeader(HeaderName.ACCESS_TIER.wire());
        }
        return new BlobOperation.SetBlobTier(
                container, blob, moment(head), tier, ConditionHeaders.ofWrite(head), WriteHeaders.highPriority(head));
    }

    private static BlobOperation abort(RequestHead head, String container, String blob) {
        writing(head, "PUT");
        ConditionHeaders.refuse(head);
        String action = head.required(HeaderName.COPY_ACTION);
        if (!action.equalsIgnoreCase("abort")) {
            throw StorageException.invalidHeader(HeaderName.COPY_ACTION.wire(), action);
        }
        String id = head.query().present("copyid");
        if (id == null) {
            throw ListParameters.missing("copyid");
        }
        return new CopyOperation.AbortCopy(container, blob, id, ConditionHeaders.leaseId(head, HeaderName.LEASE_ID));
    }

    private static void writing(RequestHead head, String method) {
        ServiceRouting.require(head, method);
        refuseMoment(head);
    }

    private static void refuseMoment(RequestHead head) {
        if (moment(head) != null) {
            throw new StorageException(ErrorCode.InvalidOperation);
        }
    }

    /** The snapshot or version asked for; null for the base. */
    private static @Nullable Moment moment(RequestHead head) {
        Stamp snapshot = stamp(head, "snapshot");
        Stamp version = stamp(head, "versionid");
        if (snapshot != null && version != null) {
            throw StorageException.invalidQuery("versionid", version.iso(), "A snapshot is asked for as well.");
        }
        if (snapshot != null) {
            return new Moment.Snapshot(snapshot);
        }
        return version == null ? null : new Moment.Version(version);
    }

    private static @Nullable Stamp stamp(RequestHead head, String parameter) {
        String text = head.query().present(parameter);
        if (text == null) {
            return null;
        }
        Stamp stamp = StampText.parse(text);
        if (stamp == null) {
            throw StorageException.invalidQuery(parameter, text, "It is no date and time.");
        }
        return stamp;
    }

    private static String blockId(RequestHead head) {
        String id = head.query().present("blockid");
        if (id == null) {
            throw ListParameters.missing("blockid");
        }
        int bytes = Base64Text.length(id);
        if (bytes <= 0 || bytes > BLOCK_ID_BYTES_MAX) {
            throw StorageException.invalidQuery("blockid", id, "Not a valid base64 string.");
        }
        return id;
    }

    private static BlockListType blockListType(RequestHead head) {
        String type = head.query().present("blocklisttype");
        if (type == null) {
            return BlockListType.COMMITTED;
        }
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "committed" -> BlockListType.COMMITTED;
            case "uncommitted" -> BlockListType.UNCOMMITTED;
            case "all" -> BlockListType.ALL;
            default -> throw StorageException.invalidQuery("blocklisttype", type, "A value is not known.");
        };
    }

    private static @Nullable DeleteSnapshots snapshots(RequestHead head) {
        String value = head.value(HeaderName.DELETE_SNAPSHOTS);
        if (value == null) {
            return null;
        }
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "include" -> DeleteSnapshots.INCLUDE;
            case "only" -> DeleteSnapshots.ONLY;
            default -> throw StorageException.invalidHeader(HeaderName.DELETE_SNAPSHOTS.wire(), value);
        };
    }
}
