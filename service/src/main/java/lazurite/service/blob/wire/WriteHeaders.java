package lazurite.service.blob.wire;

import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.BodyHashes;
import lazurite.service.blob.operation.HashedStream;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.tag.TagRules;
import lazurite.service.blob.text.Base64Text;
import lazurite.service.blob.text.HeaderName;
import org.jspecify.annotations.Nullable;

/** Reads what a write says about the blob it makes and about its body ({@code blob.md} §1, §7, §19 of the digest). */
final class WriteHeaders {
    private static final long MIB = 1L << 20;
    private static final String SINCE_LARGE_BLOCKS = "2019-12-12";
    private static final String SINCE_MEDIUM_BLOCKS = "2016-05-31";
    private static final String SINCE_LARGE_APPENDS = "2022-11-02";
    private static final int MD5_BYTES = 16;
    private static final int CRC64_BYTES = 8;

    private WriteHeaders() {}

    // ---- the body

    static Payload blobBody(RequestHead head) {
        long bytesMax =
                head.since(SINCE_LARGE_BLOCKS) ? 5000 * MIB : head.since(SINCE_MEDIUM_BLOCKS) ? 256 * MIB : 64 * MIB;
        return streamed(head, bytesMax, null);
    }

    static Payload blockBody(RequestHead head) {
        long bytesMax =
                head.since(SINCE_LARGE_BLOCKS) ? 4000 * MIB : head.since(SINCE_MEDIUM_BLOCKS) ? 100 * MIB : 4 * MIB;
        StorageException empty = StorageException.invalidHeader(HeaderName.CONTENT_LENGTH.wire(), "0");
        return streamed(head, bytesMax, empty);
    }

    static Payload appendBody(RequestHead head) {
        long bytesMax = head.since(SINCE_LARGE_APPENDS) ? 100 * MIB : 4 * MIB;
        return streamed(head, bytesMax, new StorageException(ErrorCode.OutOfRangeInput));
    }

    /** Of Put Page; its length is also that of the range. */
    static Payload pageBody(RequestHead head) {
        StorageException empty = StorageException.invalidHeader(HeaderName.CONTENT_LENGTH.wire(), "0");
        return streamed(head, 4 * MIB, empty);
    }

    /**
     * A body that says how long it is.
     *
     * @param mayBeAbsent whether a request without a Content-Length counts as one with an empty body
     * @throws StorageException 411 MissingContentLengthHeader, 413 RequestBodyTooLarge
     */
    static Payload document(RequestHead head, long bytesMax, boolean mayBeAbsent) {
        Body body = head.request().body();
        if (body.length() < 0 || (!head.has(HeaderName.CONTENT_LENGTH) && !mayBeAbsent)) {
            throw new StorageException(ErrorCode.MissingContentLengthHeader);
        }
        if (body.length() > bytesMax) {
            throw LimitedBody.tooLarge(bytesMax);
        }
        return new Payload(body.length(), body.stream());
    }

    /** As {@link #document}, checked against the request's checksum at its end. */
    static Payload verified(RequestHead head, long bytesMax, boolean mayBeAbsent) {
        Payload body = document(head, bytesMax, mayBeAbsent);
        Checksums sent = checksums(head);
        if (sent.equals(Checksums.NONE)) {
            return body;
        }
        HashedStream.Check check = (md5, crc64) -> BodyHashes.verify(sent, md5, crc64);
        return new Payload(body.length(), new HashedStream(body.stream(), sent, check));
    }

    /**
     * @throws StorageException 400 InvalidHeaderValue if there is a body where none belongs, Md5Mismatch or
     *     Crc64Mismatch if there is the checksum of one
     */
    static void noBody(RequestHead head) {
        long length = head.request().body().length();
        if (length != 0) {
            throw StorageException.invalidHeader(
                    HeaderName.CONTENT_LENGTH.wire(), length < 0 ? "" : Long.toString(length));
        }
        BodyHashes.verify(checksums(head), new byte[0]);
    }

    private static Payload streamed(RequestHead head, long bytesMax, @Nullable StorageException ifEmpty) {
        Body body = head.request().body();
        if (StructuredHeaders.asked(head)) {
            return StructuredHeaders.content(head, bytesMax, ifEmpty);
        }
        if (body.length() < 0) {
            return new Payload(-1, new LimitedBody(body.stream(), bytesMax, ifEmpty));
        }
        if (!head.has(HeaderName.CONTENT_LENGTH)) {
            throw new StorageException(ErrorCode.MissingContentLengthHeader);
        }
        if (body.length() > bytesMax) {
            throw LimitedBody.tooLarge(bytesMax);
        }
        if (body.length() == 0 && ifEmpty != null) {
            throw ifEmpty;
        }
        return new Payload(body.length(), body.stream());
    }

    // ---- checksums

    static Checksums checksums(RequestHead head) {
        byte[] md5 = md5(head, HeaderName.CONTENT_MD5);
        byte[] crc64 = crc64(head, HeaderName.CONTENT_CRC64);
        if (md5 != null && crc64 != null) {
            throw new StorageException(ErrorCode.BothCrc64AndMd5HeaderPresent);
        }
        return md5 == null && crc64 == null ? Checksums.NONE : new Checksums(md5, crc64);
    }

    /** Of Put Blob, whose body must hash to the MD5 that is to be stored too; it goes before the transport's. */
    static Checksums checksums(RequestHead head, HttpProperties properties) {
        Checksums sent = checksums(head);
        return properties.contentMd5() == null ? sent : new Checksums(properties.contentMd5(), sent.crc64());
    }

    static byte @Nullable [] md5(RequestHead head, HeaderName name) {
        String text = head.value(name);
        if (text == null) {
            return null;
        }
        byte[] md5 = Base64Text.decode(text, MD5_BYTES);
        if (md5 == null) {
            throw new StorageException(ErrorCode.InvalidMd5)
                    .with("HeaderName", name.wire())
                    .with("HeaderValue", text);
        }
        return md5;
    }

    static byte @Nullable [] crc64(RequestHead head, HeaderName name) {
        String text = head.value(name);
        if (text == null) {
            return null;
        }
        byte[] crc64 = Base64Text.decode(text, CRC64_BYTES);
        if (crc64 == null) {
            throw new StorageException(ErrorCode.InvalidCrc64)
                    .with("HeaderName", name.wire())
                    .with("HeaderValue", text);
        }
        return crc64;
    }

    // ---- the blob

    static NewBlob newBlob(RequestHead head, HttpProperties properties, @Nullable AccessTier tier) {
        Map<String, String> tags = tags(head);
        return new NewBlob(
                properties,
                head.metadata(),
                tags == null ? Map.of() : tags,
                tier,
                ConditionHeaders.ofWrite(head),
                RetentionHeaders.asked(head),
                ExpiryHeaders.read(head));
    }

    /** The six x-ms-blob headers; what is absent is unset. */
    static HttpProperties properties(RequestHead head) {
        return new HttpProperties(
                head.value(HeaderName.BLOB_CONTENT_TYPE),
                head.value(HeaderName.BLOB_CONTENT_ENCODING),
                head.value(HeaderName.BLOB_CONTENT_LANGUAGE),
                head.value(HeaderName.BLOB_CONTENT_DISPOSITION),
                head.value(HeaderName.BLOB_CACHE_CONTROL),
                md5(head, HeaderName.BLOB_CONTENT_MD5));
    }

    /** Of Put Blob: the standard headers stand in where their x-ms-blob twins are absent. */
    static HttpProperties propertiesOrTransport(RequestHead head) {
        return new HttpProperties(
                either(head, HeaderName.BLOB_CONTENT_TYPE, HeaderName.CONTENT_TYPE),
                either(head, HeaderName.BLOB_CONTENT_ENCODING, HeaderName.CONTENT_ENCODING),
                either(head, HeaderName.BLOB_CONTENT_LANGUAGE, HeaderName.CONTENT_LANGUAGE),
                head.value(HeaderName.BLOB_CONTENT_DISPOSITION),
                either(head, HeaderName.BLOB_CACHE_CONTROL, HeaderName.CACHE_CONTROL),
                md5(head, HeaderName.BLOB_CONTENT_MD5));
    }

    /** Null if the request names none. */
    static @Nullable Map<String, String> tags(RequestHead head) {
        String text = head.value(HeaderName.TAGS);
        return text == null ? null : TagRules.parseHeader(text);
    }

    /** Null if the request names none. */
    static @Nullable AccessTier tier(RequestHead head) {
        String text = head.value(HeaderName.ACCESS_TIER);
        if (text == null) {
            return null;
        }
        for (AccessTier tier : AccessTier.values()) {
            if (tier.wire().equalsIgnoreCase(text)) {
                return tier;
            }
        }
        if (NotBuilt.tier(text)) {
            throw new StorageException(ErrorCode.BlobAccessTierNotSupportedForAccountType);
        }
        if (premium(text)) {
            throw new StorageException(ErrorCode.AccessTierNotSupportedForBlobType);
        }
        throw StorageException.invalidHeader(HeaderName.ACCESS_TIER.wire(), text);
    }

    /** Whether a blob is to leave the archive with high priority; null if the request does not say. */
    static @Nullable Boolean highPriority(RequestHead head) {
        String text = head.value(HeaderName.REHYDRATE_PRIORITY);
        if (text == null) {
            return null;
        }
        if (text.equalsIgnoreCase("High") || text.equalsIgnoreCase("Standard")) {
            return text.equalsIgnoreCase("High");
        }
        throw StorageException.invalidHeader(HeaderName.REHYDRATE_PRIORITY.wire(), text);
    }

    private static boolean premium(String text) {
        return switch (text) {
            case "P4", "P6", "P10", "P15", "P20", "P30", "P40", "P50", "P60", "P70", "P80" -> true;
            default -> false;
        };
    }

    private static @Nullable String either(RequestHead head, HeaderName own, HeaderName standard) {
        String value = head.value(own);
        return value == null ? head.value(standard) : value;
    }
}
