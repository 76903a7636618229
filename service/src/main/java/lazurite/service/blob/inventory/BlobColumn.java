package lazurite.service.blob.inventory;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lazurite.service.blob.operation.BlobResult.ListEntry;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Deletion;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Rehydration;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * A field of an inventory of blobs, under Azure's name ("Custom schema fields supported for blob inventory"). What a
 * blob does not have is empty.
 */
public enum BlobColumn {
    NAME("Name", (container, entry) -> container + "/" + entry.name()),
    CREATION_TIME("Creation-Time", record(blob -> Cells.time(blob.created().lastModified()))),
    LAST_MODIFIED("Last-Modified", record(blob -> Cells.time(blob.stamp().lastModified()))),
    LAST_ACCESS_TIME("LastAccessTime", record(blob -> Cells.time(blob.life().lastAccess()))),
    ETAG("ETag", record(blob -> blob.stamp().etag())),
    CONTENT_LENGTH("Content-Length", record(blob -> Long.toString(blob.length()))),
    CONTENT_TYPE("Content-Type", record(BlobColumn::contentType)),
    CONTENT_ENCODING(
            "Content-Encoding", record(blob -> Cells.text(blob.properties().contentEncoding()))),
    CONTENT_LANGUAGE(
            "Content-Language", record(blob -> Cells.text(blob.properties().contentLanguage()))),
    CONTENT_CRC64("Content-CRC64", record(_ -> "")),
    CONTENT_MD5("Content-MD5", record(blob -> Cells.base64(blob.properties().contentMd5()))),
    CACHE_CONTROL("Cache-Control", record(blob -> Cells.text(blob.properties().cacheControl()))),
    CONTENT_DISPOSITION(
            "Content-Disposition", record(blob -> Cells.text(blob.properties().contentDisposition()))),
    BLOB_TYPE("BlobType", record(blob -> blob.type().wire())),
    ACCESS_TIER("AccessTier", blockBlob(BlobColumn::tier)),
    ACCESS_TIER_CHANGE_TIME("AccessTierChangeTime", blockBlob(blob -> Cells.time(blob.tierChanged()))),
    ACCESS_TIER_INFERRED("AccessTierInferred", blockBlob(blob -> blob.tier() == null ? "true" : "")),
    LEASE_STATUS("LeaseStatus", base(entry -> Cells.leaseStatus(entry.lease()))),
    LEASE_STATE("LeaseState", base(entry -> Cells.lower(entry.lease()))),
    LEASE_DURATION(
            "LeaseDuration",
            base(entry -> Cells.leaseDuration(entry.lease(), entry.record().lease()))),
    SERVER_ENCRYPTED("ServerEncrypted", record(_ -> "true")),
    CUSTOMER_KEY(
            "CustomerProvidedKeySha256",
            record(blob -> Cells.text(blob.encryption().keySha256()))),
    ENCRYPTION_SCOPE(
            "EncryptionScope", record(blob -> Cells.text(blob.encryption().scope()))),
    METADATA("Metadata", (_, entry) -> Cells.map(entry.metadata())),
    TAGS("Tags", record(blob -> Cells.map(blob.tags()))),
    TAG_COUNT(
            "TagCount",
            record(blob ->
                    blob.tags().isEmpty() ? "" : Integer.toString(blob.tags().size()))),
    SNAPSHOT("Snapshot", (_, entry) -> entry.moment() instanceof Moment.Snapshot snapshot ? snapshot.iso() : ""),
    VERSION_ID("VersionId", record(BlobColumn::version)),
    IS_CURRENT_VERSION("IsCurrentVersion", (_, entry) -> isCurrent(entry)),
    DELETED("Deleted", deletion(_ -> "true")),
    DELETED_TIME("DeletedTime", deletion(deletion -> Cells.time(deletion.at()))),
    REMAINING_RETENTION_DAYS(
            "RemainingRetentionDays",
            (_, entry) -> entry.record().life().deletion() == null ? "" : Integer.toString(entry.daysLeft())),
    IMMUTABILITY_UNTIL("ImmutabilityPolicyUntilDate", retention(retention -> Cells.time(retention.until()))),
    IMMUTABILITY_MODE("ImmutabilityPolicyMode", retention(BlobColumn::mode)),
    LEGAL_HOLD("LegalHold", retention(retention -> retention.hold() ? "true" : "")),
    REHYDRATE_PRIORITY("RehydratePriority", rehydration(asked -> asked.high() ? "High" : "Standard")),
    ARCHIVE_STATUS("ArchiveStatus", rehydration(asked -> "rehydrate-pending-to-" + Cells.lower(asked.target()))),
    EXPIRY_TIME("Expiry-Time", record(blob -> Cells.time(blob.life().expires()))),
    COPY_ID("CopyId", copy(CopyState::id)),
    COPY_SOURCE("CopySource", copy(CopyState::source)),
    COPY_STATUS("CopyStatus", copy(copy -> Cells.lower(copy.status()))),
    COPY_PROGRESS("CopyProgress", copy(copy -> copy.bytesDone() + "/" + copy.bytesTotal())),
    COPY_COMPLETION_TIME("CopyCompletionTime", copy(copy -> Cells.time(copy.completed()))),
    COPY_STATUS_DESCRIPTION("CopyStatusDescription", copy(copy -> Cells.text(copy.description()))),
    INCREMENTAL_COPY("IncrementalCopy", copy(copy -> copy.incremental() == null ? "" : "true")),
    SEQUENCE_NUMBER(
            "x-ms-blob-sequence-number",
            record(blob -> blob.type() == BlobType.PAGE ? Long.toString(blob.sequenceNumber()) : ""));

    /** Of a blob, snapshot or version of a container. */
    private interface Value {
        String of(String container, ListEntry.Blob entry);
    }

    private final String wire;

    @SuppressWarnings("ImmutableEnumChecker") // has no state
    private final Value value;

    BlobColumn(String wire, Value value) {
        this.wire = wire;
        this.value = value;
    }

    /** Null if there is no such field, or only where there is a hierarchical namespace. */
    public static @Nullable BlobColumn find(String name) {
        return Stream.of(values())
                .filter(column -> FieldNames.same(column.wire, name))
                .findFirst()
                .orElse(null);
    }

    /** All of them as Azure names them. */
    public static List<String> names() {
        return Stream.of(values()).map(column -> column.wire).toList();
    }

    String of(String container, ListEntry.Blob entry) {
        return value.of(container, entry);
    }

    private static Value record(Function<BlobRecord, String> value) {
        return (_, entry) -> value.apply(entry.record());
    }

    private static Value blockBlob(Function<BlobRecord, String> value) {
        return record(blob -> blob.type() == BlobType.BLOCK ? value.apply(blob) : "");
    }

    /** Of what is no snapshot or previous version, and is not deleted. */
    private static Value base(Function<ListEntry.Blob, String> value) {
        return (_, entry) ->
                entry.moment() == null && entry.record().life().deletion() == null ? value.apply(entry) : "";
    }

    private static Value deletion(Function<Deletion, String> value) {
        return record(blob ->
                blob.life().deletion() == null ? "" : value.apply(blob.life().deletion()));
    }

    private static Value retention(Function<Retention, String> value) {
        return record(blob -> value.apply(blob.life().retention()));
    }

    private static Value rehydration(Function<Rehydration, String> value) {
        return record(blob -> blob.rehydration() == null ? "" : value.apply(blob.rehydration()));
    }

    private static Value copy(Function<CopyState, String> value) {
        return record(blob -> blob.copy() == null ? "" : value.apply(blob.copy()));
    }

    private static String contentType(BlobRecord blob) {
        String type = blob.properties().contentType();
        return type == null ? "application/octet-stream" : type;
    }

    private static String tier(BlobRecord blob) {
        return (blob.tier() == null ? AccessTier.HOT : blob.tier()).wire();
    }

    private static String version(BlobRecord blob) {
        Stamp version = blob.life().version();
        return version == null ? "" : version.iso();
    }

    private static String isCurrent(ListEntry.Blob entry) {
        BlobRecord blob = entry.record();
        if (blob.life().version() == null) {
            return "";
        }
        return Boolean.toString(entry.moment() == null && blob.life().deletion() == null);
    }

    private static String mode(Retention retention) {
        if (retention.until() == null) {
            return "";
        }
        return retention.locked() ? "locked" : "unlocked";
    }
}
