package lazurite.service.blob.wire;

import java.util.Locale;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.BlobOperation.Checksums;
import lazurite.service.blob.operation.BlobOperation.NewBlob;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.CopyOperation.SourceAccess;
import lazurite.service.blob.operation.CopyOperation.SourceRead;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.text.HeaderName;
import org.jspecify.annotations.Nullable;

/** Reads what a write from a URL says of its source ({@code blob.md} §7, §8, §10 of the protocol digest). */
final class SourceHeaders {
    private static final int URL_CHARS_MAX = 2 << 10;

    private SourceHeaders() {}

    static BlobOperation putBlob(RequestHead head, String container, String blob) {
        WriteHeaders.noBody(head);
        refuse(head, HeaderName.SOURCE_RANGE);
        Map<String, String> tags = WriteHeaders.tags(head);
        NewBlob created = WriteHeaders.newBlob(head, WriteHeaders.properties(head), WriteHeaders.tier(head));
        return new CopyOperation.PutBlobFromUrl(
                container,
                blob,
                created,
                read(head, null),
                copyTags(head, tags),
                !head.has(HeaderName.COPY_PROPERTIES) || head.flag(HeaderName.COPY_PROPERTIES));
    }

    static BlobOperation putBlock(RequestHead head, String container, String blob, String blockId) {
        WriteHeaders.noBody(head);
        return new CopyOperation.PutBlockFromUrl(
                container,
                blob,
                blockId,
                ConditionHeaders.leaseId(head, HeaderName.LEASE_ID),
                read(head, RangeHeaders.ofSource(head)));
    }

    static BlobOperation append(RequestHead head, String container, String blob) {
        WriteHeaders.noBody(head);
        return new CopyOperation.AppendBlockFromUrl(
                container,
                blob,
                ConditionHeaders.ofWrite(head),
                head.number(HeaderName.APPEND_SIZE_MAX),
                head.number(HeaderName.APPEND_POSITION),
                read(head, RangeHeaders.ofSource(head)));
    }

    /** @throws StorageException 400 BothCrc64AndMd5HeaderPresent, InvalidMd5, InvalidCrc64, InvalidHeaderValue */
    static SourceRead read(RequestHead head, @Nullable ByteRange range) {
        byte[] md5 = WriteHeaders.md5(head, HeaderName.SOURCE_CONTENT_MD5);
        byte[] crc64 = WriteHeaders.crc64(head, HeaderName.SOURCE_CONTENT_CRC64);
        if (md5 != null && crc64 != null) {
            throw new StorageException(ErrorCode.BothCrc64AndMd5HeaderPresent);
        }
        Checksums checksums = md5 == null && crc64 == null ? Checksums.NONE : new Checksums(md5, crc64);
        return new SourceRead(url(head), range, ConditionHeaders.ofSource(head), checksums, access(head));
    }

    /** @throws StorageException 400 InvalidHeaderValue if it is no absolute URL of at most 2 KiB */
    static String url(RequestHead head) {
        String url = head.required(HeaderName.COPY_SOURCE);
        String start = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        boolean absolute = start.startsWith("http://") || start.equals("https://");
        if (!absolute || url.length() > URL_CHARS_MAX) {
            throw StorageException.invalidHeader(HeaderName.COPY_SOURCE.wire(), url);
        }
        return url;
    }

    /** A value that is neither of Azure's is not shown in the refusal: it may be a secret. */
    static SourceAccess access(RequestHead head) {
        String authorization = head.value(HeaderName.COPY_AUTHORIZATION);
        if (authorization != null && !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw StorageException.invalidHeader(HeaderName.COPY_AUTHORIZATION.wire(), "");
        }
        String intent = head.value(HeaderName.FILE_INTENT);
        if (intent != null && !intent.equalsIgnoreCase("backup")) {
            throw StorageException.invalidHeader(HeaderName.FILE_INTENT.wire(), intent);
        }
        return authorization == null && intent == null ? SourceAccess.NONE : new SourceAccess(authorization, intent);
    }

    /** @param tags those that the request itself names; null if none */
    static boolean copyTags(RequestHead head, @Nullable Map<String, String> tags) {
        String option = head.value(HeaderName.COPY_TAG_OPTION);
        if (option == null || option.equalsIgnoreCase("REPLACE")) {
            return false;
        }
        if (!option.equalsIgnoreCase("COPY")) {
            throw StorageException.invalidHeader(HeaderName.COPY_TAG_OPTION.wire(), option);
        }
        if (tags != null) {
            throw new StorageException(ErrorCode.BothUserTagsAndSourceTagsCopyPresentException);
        }
        return true;
    }

    /** @throws StorageException 400 UnsupportedHeader if the request has one of them */
    static void refuse(RequestHead head, HeaderName... names) {
        for (HeaderName name : names) {
            if (head.has(name)) {
                throw NotBuilt.unsupported(name);
            }
        }
    }
}
