package lazurite.service.blob.wire;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Query;
import lazurite.service.account.Target;
import lazurite.service.auth.Operation.Resource;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.text.Numbers;
import lazurite.service.blob.text.ResourcePath;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation that a request asks for by method, {@code comp}, {@code restype} and path ({@code blob.md} §2 of
 * the protocol digest), and reads it.
 */
final class Routing {
    private Routing() {}

    static BlobOperation route(Target target) {
        RequestHead head = RequestHead.of(target);
        requireTimeout(target.query());
        String comp = orEmpty(target.query().present("comp"));
        String type = orEmpty(target.query().present("restype"));
        ResourcePath path =
                ResourcePath.parse(target.resourcePath(), type.equals("container") || type.equals("account"));
        BlobOperation operation = route(head, path, comp, type);
        head.refuseNotBuilt();
        EncryptionHeaders.check(head, operation);
        StructuredHeaders.check(head, operation);
        RetentionHeaders.check(head, operation);
        ConditionHeaders.check(head, operation);
        return operation;
    }

    private static BlobOperation route(RequestHead head, ResourcePath path, String comp, String type) {
        if (type.equals("account")) {
            return accountInfo(head, path, comp);
        }
        if (path.container() == null) {
            return ServiceRouting.route(head, comp, type);
        }
        if (path.blob() == null) {
            return ContainerRouting.route(head, path.container(), comp);
        }
        if (!type.isEmpty()) {
            throw StorageException.invalidQuery("restype", type, "It does not fit the resource.");
        }
        return BlobRouting.route(head, path.container(), path.blob(), comp);
    }

    private static BlobOperation accountInfo(RequestHead head, ResourcePath path, String comp) {
        if (!comp.equals("properties")) {
            throw unknown(comp);
        }
        return switch (head.method()) {
            case "GET", "HEAD" -> new BlobOperation.GetAccountInfo(new Resource(path.container(), path.blob(), null));
            default -> throw verb();
        };
    }

    /** 400 InvalidQueryParameterValue for a {@code comp} that the resource does not have. */
    static StorageException unknown(String comp) {
        return StorageException.invalidQuery("comp", comp, "It does not fit the resource.");
    }

    /** 405 UnsupportedHttpVerb. */
    static StorageException verb() {
        return new StorageException(ErrorCode.UnsupportedHttpVerb);
    }

    private static void requireTimeout(Query query) {
        String timeout = query.present("timeout");
        if (timeout != null && Numbers.parse(timeout) < 0) {
            throw StorageException.invalidQuery("timeout", timeout, "It is no number of seconds.");
        }
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
