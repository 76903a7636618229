package lazurite.service.blob.wire;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Target;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
import lazurite.service.blob.operation.WebOperation;
import lazurite.service.blob.text.ResourcePath;

/** Reads what a website is asked. */
public final class WebRouting {
    private WebRouting() {}

    /**
     * Reads the head of a request. The query means nothing.
     *
     * @throws StorageException 405 UnsupportedHttpVerb, or 400 for a path or condition that cannot be read
     */
    public static WebOperation parse(Target target) {
        RequestHead head = RequestHead.of(target);
        boolean get = head.method().equals("GET");
        if (!get && !head.method().equals("HEAD")) {
            throw new StorageException(ErrorCode.UnsupportedHttpVerb);
        }
        String path = ResourcePath.parse("/" + WebOperation.CONTAINER + target.resourcePath(), true)
                .blob();
        String ifRange = target.request().headers().first("If-Range");
        ByteRange range = get && (ifRange == null || isStrong(ifRange)) ? RangeHeaders.ofStandard(head) : null;
        return new WebOperation(
                !get,
                path == null ? "" : path,
                range,
                ifRange == null || range == null ? null : ifRange.substring(1, ifRange.length() - 1),
                ConditionHeaders.ofAnyone(head));
    }

    /** A date, or a weak ETag, is no ground to send a part (RFC 9110 §13.1.5 lets a server send the whole). */
    private static boolean isStrong(String ifRange) {
        return ifRange.length() > 1 && ifRange.startsWith("\"") && ifRange.endsWith("\"");
    }
}
