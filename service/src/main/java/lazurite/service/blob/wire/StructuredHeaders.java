package lazurite.service.blob.wire;

import lazurite.base.StorageException;
import lazurite.http.Body;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.Payload;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a request says of structured bodies ({@link StructuredMessage}). Uploads that carry one are decoded before
 * anything else sees them, downloads that ask for one are encoded last.
 */
final class StructuredHeaders {
    private static final String FORM = "XSM/1.0; properties=crc64";

    private StructuredHeaders() {}

    /**
     * Whether the request carries, or asks for, a structured body.
     *
     * @throws StorageException 400 InvalidHeaderValue for a form that is not known
     */
    static boolean asked(RequestHead head) {
        return head.has(HeaderName.STRUCTURED_BODY)
                && known(head.required(HeaderName.STRUCTURED_BODY), HeaderName.STRUCTURED_BODY);
    }

    /**
     * Refuses the headers where an operation has no use for them.
     *
     * @throws StorageException 400 UnsupportedHeader; InvalidHeaderValue for a length without a body of that length
     */
    static void check(RequestHead head, BlobOperation operation) {
        boolean asked = asked(head);
        String length = head.value(HeaderName.STRUCTURED_CONTENT_LENGTH);
        if (length != null && (!asked || !carriedBy(operation))) {
            throw StorageException.invalidHeader(HeaderName.STRUCTURED_CONTENT_LENGTH.wire(), length);
        }
        if (asked && !carriedBy(operation) && !(operation instanceof BlobOperation.GetBlob)) {
            throw NotBuilt.unsupported(HeaderName.STRUCTURED_BODY.wire(), head.required(HeaderName.STRUCTURED_BODY));
        }
    }

    /** Whether the operation's request may have a structured body. */
    static boolean carriedBy(BlobOperation operation) {
        return operation instanceof BlobOperation.PutBlob
                || operation instanceof BlobOperation.PutBlock
                || operation instanceof BlobOperation.AppendBlock
                || operation instanceof PageOperation.PutPage;
    }

    /**
     * The content of the request's structured body.
     *
     * @param bytesMax longest content
     * @param ifEmpty thrown if there is no content; null if there may be none
     * @throws StorageException 400 MissingRequiredHeader, InvalidHeaderValue; 413 RequestBodyTooLarge
     */
    static Payload content(RequestHead head, long bytesMax, @Nullable StorageException ifEmpty) {
        refuse(head, HeaderName.CONTENT_MD5);
        refuse(head, HeaderName.CONTENT_CRC64);
        String text = head.required(HeaderName.STRUCTURED_CONTENT_LENGTH);
        Body body = head.request().body();
        long length = Numbers.parse(text);
        if (length < 0 || (body.length() >= 0 && length > body.length())) {
            throw StorageException.invalidHeader(HeaderName.STRUCTURED_CONTENT_LENGTH.wire(), text);
        }
        if (length > bytesMax) {
            throw LimitedBody.tooLarge(bytesMax);
        }
        if (length == 0 && ifEmpty != null) {
            throw ifEmpty;
        }
        return new Payload(length, new StructuredDecoder(body.stream(), body.length(), length));
    }

    /** A checksum of the message and one of its content could be meant: the segments have theirs. */
    private static void refuse(RequestHead head, HeaderName name) {
        String value = head.value(name);
        if (value != null) {
            throw StorageException.invalidHeader(name.wire(), value);
        }
    }

    private static boolean known(String value, HeaderName name) {
        if (value.replace(" ", "").equalsIgnoreCase(FORM.replace(" ", ""))) {
            return true;
        }
        throw StorageException.invalidHeader(name.wire(), value);
    }
}
