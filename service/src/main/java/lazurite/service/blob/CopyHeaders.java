package lazurite.service.blob;

import java.util.Locale;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/** Reads Copy Blob, Copy Blob From URL and Incremental Copy Blob ({@code blob.md} §10 of the protocol digest). */
final class CopyHeaders {
    private static final int SOURCE_LENGTH_MAX = 2 << 10;

    private CopyHeaders() {}

    static BlobOperation.CopyBlob copy(RequestHead head, String container, String blob) {
        WriteHeaders.noBody(head);
        boolean sync = head.flag(HeaderName.REQUIRES_SYNC);
        byte[] sourceMd5 = WriteHeaders.md5(head, HeaderName.SOURCE_CONTENT_MD5);
        if (sourceMd5 != null && !sync) {
            throw new StorageException(ErrorCode.UnsupportedHeader)
                    .with("HeaderName", HeaderName.SOURCE_CONTENT_MD5.wire());
        }
        Map<String, String> tags = WriteHeaders.tags(head);
        boolean copyTags = copyTags(head);
        if (copyTags && tags != null) {
            throw new StorageException(ErrorCode.BothUserTagsAndSourceTagsCopyPresentException);
        }
        return new BlobOperation.CopyBlob(
                container,
                blob,
                source(head.required(HeaderName.COPY_SOURCE)),
                head.metadata(),
                tags,
                copyTags,
                WriteHeaders.tier(head),
                ConditionHeaders.ofWrite(head),
                ConditionHeaders.ofSource(head),
                sync,
                sourceMd5,
                head.has(HeaderName.SEAL_BLOB) ? head.flag(HeaderName.SEAL_BLOB) : null);
    }

    static BlobOperation.IncrementalCopyBlob incremental(RequestHead head, String container, String blob) {
        WriteHeaders.noBody(head);
        return new BlobOperation.IncrementalCopyBlob(
                container, blob, source(head.required(HeaderName.COPY_SOURCE)), ConditionHeaders.ofWrite(head));
    }

    private static String source(String url) {
        String start = url.substring(0, Math.min(url.length(), 8)).toLowerCase(Locale.ROOT);
        boolean absolute = start.startsWith("http://") || start.equals("https://");
        if (!absolute || url.length() > SOURCE_LENGTH_MAX) {
            throw StorageException.invalidHeader(HeaderName.COPY_SOURCE.wire(), url);
        }
        return url;
    }

    private static boolean copyTags(RequestHead head) {
        String option = head.value(HeaderName.COPY_TAG_OPTION);
        if (option == null || option.equalsIgnoreCase("REPLACE")) {
            return false;
        }
        if (option.equalsIgnoreCase("COPY")) {
            return true;
        }
        throw StorageException.invalidHeader(HeaderName.COPY_TAG_OPTION.wire(), option);
    }
}
