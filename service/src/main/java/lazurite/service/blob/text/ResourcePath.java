package lazurite.service.blob.text;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.PercentEncoding;
import org.jspecify.annotations.Nullable;

/**
 * What a path names. The path is decoded once, so an encoded slash parts names like a plain one; a backslash is a slash,
 * as the service has it; nothing else is normalised. A single name is a container's if the request says so, else a blob's in {@code $root}.
 *
 * @param container null for the service
 * @param blob null for a container
 */
public record ResourcePath(
        @Nullable String container, @Nullable String blob) {
    public static final String ROOT = "$root";

    private static final ResourcePath SERVICE = new ResourcePath(null, null);
    private static final int CONTAINER_LENGTH_MIN = 3;
    private static final int CONTAINER_LENGTH_MAX = 63;
    private static final int BLOB_LENGTH_MAX = 1024;
    private static final int SEGMENTS_MAX = 254;

    /**
     * @param raw as on the wire, behind host or account, starting with a slash
     * @param ofContainer whether a single name is a container's
     * @throws StorageException 400 InvalidUri, InvalidResourceName or OutOfRangeInput
     */
    public static ResourcePath parse(String raw, boolean ofContainer) {
        String path = PercentEncoding.decode(raw).replace('\\', '/');
        requirePlain(path);
        int start = path.startsWith("/") ? 1 : 0;
        if (path.length() == start) {
            return SERVICE;
        }
        int slash = path.indexOf('/', start);
        if (slash < 0) {
            String name = path.substring(start);
            return ofContainer ? new ResourcePath(container(name), null) : new ResourcePath(ROOT, blob(name));
        }
        String container = container(path.substring(start, slash));
        if (slash + 1 < path.length()) {
            return new ResourcePath(container, blob(path.substring(slash + 1)));
        }
        if (ofContainer) {
            return new ResourcePath(container, null);
        }
        throw new StorageException(ErrorCode.InvalidUri);
    }

    private static void requirePlain(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == 0) {
                throw new StorageException(ErrorCode.InvalidUri);
            }
        }
    }

    /** The name if a container may have it: 3 to 63 of {@code a-z 0-9 -}, or one of the service's own. */
    public static String container(String name) {
        if (name.startsWith("$")) {
            return switch (name) {
                case ROOT, "$web", "$logs", "$blobchangefeed" -> name;
                default -> throw new StorageException(ErrorCode.InvalidResourceName);
            };
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean inside = i > 0 && i < name.length() - 1 && name.charAt(i - 1) != '-';
            if (!Ascii.isLower(c) && !Ascii.isDigit(c) && !(c == '-' && inside)) {
                throw new StorageException(ErrorCode.InvalidResourceName);
            }
        }
        if (name.isEmpty()) {
            throw new StorageException(ErrorCode.InvalidUri);
        }
        if (name.length() < CONTAINER_LENGTH_MIN || name.length() > CONTAINER_LENGTH_MAX) {
            throw new StorageException(ErrorCode.OutOfRangeInput);
        }
        return name;
    }

    /** The name if a blob may have it: at most 1,024 UTF-16 units and 254 segments. */
    public static String blob(String name) {
        if (name.length() > BLOB_LENGTH_MAX) {
            throw new StorageException(ErrorCode.OutOfRangeInput);
        }
        int segments = 1;
        for (int i = name.indexOf('/'); i >= 0; i = name.indexOf('/', i + 1)) {
            segments++;
        }
        if (segments > SEGMENTS_MAX) {
            throw new StorageException(ErrorCode.OutOfRangeInput);
        }
        return name;
    }
}
