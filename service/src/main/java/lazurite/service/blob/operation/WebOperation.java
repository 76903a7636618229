package lazurite.service.blob.operation;

import lazurite.service.account.Use;
import lazurite.service.auth.Operation;
import lazurite.service.auth.Permission;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.auth.Permission.ResourceType;
import lazurite.service.blob.operation.BlobOperation.ByteRange;
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
    public static final String CONTAINER = "$web";
    private static final Permission PERMISSION = new Permission(
            ResourceType.OBJECT,
            Permission.NEVER,
            Permission.NEVER,
            Permission.NEVER,
            "",
            PublicRead.CONTAINER,
            Use.READ);

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
