package lazurite.service.blob.text;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request headers that operations of the Blob service obey. */
public enum HeaderName {
    CONTENT_LENGTH("Content-Length"),
    CONTENT_TYPE("Content-Type"),
    CONTENT_ENCODING("Content-Encoding"),
    CONTENT_LANGUAGE("Content-Language"),
    CACHE_CONTROL("Cache-Control"),
    CONTENT_MD5("Content-MD5"),
    CONTENT_CRC64("x-ms-content-crc64"),
    STRUCTURED_BODY("x-ms-structured-body"),
    STRUCTURED_CONTENT_LENGTH("x-ms-structured-content-length"),
    RANGE("Range"),
    MS_RANGE("x-ms-range"),
    RANGE_MD5("x-ms-range-get-content-md5"),
    RANGE_CRC64("x-ms-range-get-content-crc64"),
    IF_MATCH("If-Match"),
    IF_NONE_MATCH("If-None-Match"),
    IF_MODIFIED_SINCE("If-Modified-Since"),
    IF_UNMODIFIED_SINCE("If-Unmodified-Since"),
    IF_TAGS("x-ms-if-tags"),
    BLOB_IF_MATCH("x-ms-blob-if-match"),
    BLOB_IF_NONE_MATCH("x-ms-blob-if-none-match"),
    BLOB_IF_MODIFIED_SINCE("x-ms-blob-if-modified-since"),
    BLOB_IF_UNMODIFIED_SINCE("x-ms-blob-if-unmodified-since"),
    SOURCE_IF_MATCH("x-ms-source-if-match"),
    SOURCE_IF_NONE_MATCH("x-ms-source-if-none-match"),
    SOURCE_IF_MODIFIED_SINCE("x-ms-source-if-modified-since"),
    SOURCE_IF_UNMODIFIED_SINCE("x-ms-source-if-unmodified-since"),
    SOURCE_IF_TAGS("x-ms-source-if-tags"),
    LEASE_ID("x-ms-lease-id"),
    LEASE_ACTION("x-ms-lease-action"),
    LEASE_DURATION("x-ms-lease-duration"),
    LEASE_BREAK_PERIOD("x-ms-lease-break-period"),
    PROPOSED_LEASE_ID("x-ms-proposed-lease-id"),
    SOURCE_LEASE_ID("x-ms-source-lease-id"),
    VERSION("x-ms-version"),
    BLOB_TYPE("x-ms-blob-type"),
    BLOB_CACHE_CONTROL("x-ms-blob-cache-control"),
    BLOB_CONTENT_TYPE("x-ms-blob-content-type"),
    BLOB_CONTENT_MD5("x-ms-blob-content-md5"),
    BLOB_CONTENT_ENCODING("x-ms-blob-content-encoding"),
    BLOB_CONTENT_LANGUAGE("x-ms-blob-content-language"),
    BLOB_CONTENT_DISPOSITION("x-ms-blob-content-disposition"),
    TAGS("x-ms-tags"),
    ACCESS_TIER("x-ms-access-tier"),
    TIER_MODIFIED_SINCE("x-ms-access-tier-if-modified-since"),
    TIER_UNMODIFIED_SINCE("x-ms-access-tier-if-unmodified-since"),
    REHYDRATE_PRIORITY("x-ms-rehydrate-priority"),
    EXPIRY_OPTION("x-ms-expiry-option"),
    EXPIRY_TIME("x-ms-expiry-time"),
    PUBLIC_ACCESS("x-ms-blob-public-access"),
    DELETED_CONTAINER_NAME("x-ms-deleted-container-name"),
    DELETED_CONTAINER_VERSION("x-ms-deleted-container-version"),
    DELETE_SNAPSHOTS("x-ms-delete-snapshots"),
    APPEND_POSITION("x-ms-blob-condition-appendpos"),
    APPEND_SIZE_MAX("x-ms-blob-condition-maxsize"),
    BLOB_CONTENT_LENGTH("x-ms-blob-content-length"),
    BLOB_SEQUENCE_NUMBER("x-ms-blob-sequence-number"),
    SEQUENCE_NUMBER_ACTION("x-ms-sequence-number-action"),
    IF_SEQUENCE_NUMBER_LE("x-ms-if-sequence-number-le"),
    IF_SEQUENCE_NUMBER_LT("x-ms-if-sequence-number-lt"),
    IF_SEQUENCE_NUMBER_EQ("x-ms-if-sequence-number-eq"),
    PAGE_WRITE("x-ms-page-write"),
    COPY_SOURCE("x-ms-copy-source"),
    COPY_ACTION("x-ms-copy-action"),
    COPY_TAG_OPTION("x-ms-copy-source-tag-option"),
    REQUIRES_SYNC("x-ms-requires-sync"),
    COPY_AUTHORIZATION("x-ms-copy-source-authorization"),
    COPY_PROPERTIES("x-ms-copy-source-blob-properties"),
    FILE_INTENT("x-ms-file-request-intent"),
    SOURCE_RANGE("x-ms-source-range"),
    SOURCE_CONTENT_MD5("x-ms-source-content-md5"),
    SOURCE_CONTENT_CRC64("x-ms-source-content-crc64"),
    SEAL_BLOB("x-ms-seal-blob"),
    IMMUTABILITY_UNTIL("x-ms-immutability-policy-until-date"),
    IMMUTABILITY_MODE("x-ms-immutability-policy-mode"),
    LEGAL_HOLD("x-ms-legal-hold"),
    ENCRYPTION_KEY("x-ms-encryption-key"),
    ENCRYPTION_KEY_SHA256("x-ms-encryption-key-sha256"),
    ENCRYPTION_ALGORITHM("x-ms-encryption-algorithm"),
    ENCRYPTION_SCOPE("x-ms-encryption-scope"),
    DEFAULT_ENCRYPTION_SCOPE("x-ms-default-encryption-scope"),
    DENY_ENCRYPTION_SCOPE_OVERRIDE("x-ms-deny-encryption-scope-override"),
    SOURCE_ENCRYPTION_KEY("x-ms-source-encryption-key"),
    SOURCE_ENCRYPTION_KEY_SHA256("x-ms-source-encryption-key-sha256"),
    SOURCE_ENCRYPTION_ALGORITHM("x-ms-source-encryption-algorithm");

    private static final NameTable<HeaderName> TABLE = table();

    private final String wire;

    HeaderName(String wire) {
        this.wire = wire;
    }

    public String wire() {
        return wire;
    }

    /** The header of that name, in any case; null if operations don't know it. */
    public static @Nullable HeaderName find(String name) {
        return TABLE.find(name);
    }

    /** Whether several fields of the name make one list. */
    public boolean list() {
        return switch (this) {
            case IF_MATCH, IF_NONE_MATCH -> true;
            default -> false;
        };
    }

    /** Whether no answer may show what was sent. */
    public boolean secret() {
        return switch (this) {
            case ENCRYPTION_KEY, SOURCE_ENCRYPTION_KEY -> true;
            default -> false;
        };
    }

    private static NameTable<HeaderName> table() {
        Map<String, HeaderName> entries = new LinkedHashMap<>();
        for (HeaderName header : values()) {
            entries.put(header.wire, header);
        }
        return new NameTable<>(entries);
    }
}
