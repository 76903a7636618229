package lazurite.service.blob;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Target;
import lazurite.service.account.Use;
import lazurite.service.auth.Operation;
import lazurite.service.auth.Permission;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.auth.Permission.ResourceType;
import lazurite.service.blob.BlobOperation.ByteRange;
import org.jspecify.annotations.Nullable;

/**
 * All that a website can be asked: a page, or its headers.
 *
 * @param path of the page within {@code $web}, decoded; empty for the root
 * @param range null for the whole page
 * @param ifRange the ETag that the range is asked of, without quotes; null if it is asked of any
 */
public record WebOperation(
        boolean head,
        String path,
        @Nullable ByteRange range,
        @Nullable String ifRange,
        Conditions conditions) implements Operation {
    static final String CONTAINER = "$web";
    private static final Permission PERMISSION = new Permission(
            ResourceType.OBJECT,
            Permission.NEVER,
            Permission.NEVER,
            Permission.NEVER,
            "",
            PublicRead.CONTAINER,
            Use.READ);

    /**
     * Reads the head of a request. The query means nothing.
     *
     * @throws StorageException 405 UnsupportedHttpVerb, or 400 for a path or condition that cannot be read
     */
    static WebOperation parse(Target target) {
        RequestHead head = RequestHead.of(target);
        boolean get = head.method().equals("GET");
        if (!get && !head.method().equals("HEAD")) {
            throw new StorageException(ErrorCode.UnsupportedHttpVerb);
        }
        String path = ResourcePath.parse("/" + CONTAINER + target.resourcePath(), true)
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

    /** Azure's name of it in metrics. */
    @Override
    public String name() {
        return head ? "GetWebContentProperties" : "GetWebContent";
    }

    @Override
    public Permission permission() {
        return PERMISSION;
    }

    @Override
    public Resource resource() {
        return new Resource(CONTAINER, path.isEmpty() ? null : path, null);
    }
}
