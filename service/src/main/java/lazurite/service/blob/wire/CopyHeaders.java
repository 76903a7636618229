package lazurite.service.blob.wire;

import java.util.Map;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.text.HeaderName;

/** Reads Copy Blob, Copy Blob From URL and Incremental Copy Blob ({@code blob.md} §10 of the protocol digest). */
final class CopyHeaders {
    private CopyHeaders() {}

    static CopyOperation.CopyBlob copy(RequestHead head, String container, String blob) {
        WriteHeaders.noBody(head);
        boolean sync = head.flag(HeaderName.REQUIRES_SYNC);
        SourceHeaders.refuse(
                head,
                HeaderName.SOURCE_RANGE,
                HeaderName.SOURCE_CONTENT_CRC64,
                HeaderName.EXPIRY_OPTION,
                HeaderName.EXPIRY_TIME);
        if (!sync) {
            SourceHeaders.refuse(
                    head, HeaderName.SOURCE_CONTENT_MD5, HeaderName.COPY_AUTHORIZATION, HeaderName.FILE_INTENT);
        }
        if (head.has(HeaderName.COPY_PROPERTIES) && !head.flag(HeaderName.COPY_PROPERTIES)) {
            SourceHeaders.refuse(head, HeaderName.COPY_PROPERTIES);
        }
        byte[] sourceMd5 = WriteHeaders.md5(head, HeaderName.SOURCE_CONTENT_MD5);
        Map<String, String> tags = WriteHeaders.tags(head);
        boolean copyTags = SourceHeaders.copyTags(head, tags);
        return new CopyOperation.CopyBlob(
                container,
                blob,
                SourceHeaders.url(head),
                head.metadata(),
                tags,
                copyTags,
                WriteHeaders.tier(head),
                ConditionHeaders.ofWrite(head),
                ConditionHeaders.ofSource(head),
                sync,
                sourceMd5,
                head.has(HeaderName.SEAL_BLOB) ? head.flag(HeaderName.SEAL_BLOB) : null,
                SourceHeaders.access(head),
                RetentionHeaders.asked(head),
                Boolean.TRUE.equals(WriteHeaders.highPriority(head)));
    }

    static CopyOperation.IncrementalCopyBlob incremental(RequestHead head, String container, String blob) {
        WriteHeaders.noBody(head);
        if (!head.metadata().isEmpty()) {
            throw NotBuilt.unsupported(
                    "x-ms-meta-" + head.metadata().keySet().iterator().next(), "");
        }
        return new CopyOperation.IncrementalCopyBlob(
                container, blob, SourceHeaders.url(head), ConditionHeaders.ofWrite(head));
    }
}
