package lazurite.service.blob.wire;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.text.HeaderName;
import org.jspecify.annotations.Nullable;

/** Operations on the service itself. */
public final class ServiceRouting {
    private static final long DOCUMENT_BYTES_MAX = 64 << 10;
    public static final long BATCH_BYTES_MAX = 4 << 20;
    private static final int BOUNDARY_LENGTH_MAX = 70;

    private ServiceRouting() {}

    static BlobOperation route(RequestHead head, String comp, String type) {
        ConditionHeaders.refuse(head);
        return switch (type) {
            case "" -> plain(head, comp);
            case "service" -> ofService(head, comp);
            default -> {
                if (!batchOfPath(comp, type)) {
                    throw StorageException.invalidQuery("restype", type, "It does not fit the resource.");
                }
                yield plain(head, comp);
            }
        };
    }

    /** Microsoft's JavaScript client asks so for a batch over an account in the path, which it takes for a container. */
    private static boolean batchOfPath(String comp, String type) {
        return comp.equals("batch") && type.equals("container");
    }

    private static BlobOperation plain(RequestHead head, String comp) {
        return switch (comp) {
            case "list" -> {
                require(head, "GET");
                yield ListParameters.containers(head.query());
            }
            case "blobs" -> {
                require(head, "GET");
                yield ListParameters.find(null, head.query());
            }
            case "batch" -> {
                require(head, "POST");
                yield batch(head, null);
            }
            default -> throw Routing.unknown(comp);
        };
    }

    private static BlobOperation ofService(RequestHead head, String comp) {
        return switch (comp) {
            case "properties" -> properties(head);
            case "stats" -> {
                require(head, "GET");
                if (!head.target().secondary()) {
                    throw StorageException.invalidQuery("comp", comp, "Only the secondary location tells this.");
                }
                yield new BlobOperation.GetServiceStats();
            }
            case "userdelegationkey" -> {
                require(head, "POST");
                throw bearer(head)
                        ? new StorageException(ErrorCode.InvalidBearerToken)
                        : NotBuilt.Operation.GET_USER_DELEGATION_KEY.refusal();
            }
            default -> throw Routing.unknown(comp);
        };
    }

    private static BlobOperation properties(RequestHead head) {
        return switch (head.method()) {
            case "GET" -> new BlobOperation.GetServiceProperties();
            case "PUT" ->
                new BlobOperation.SetServiceProperties(WriteHeaders.verified(head, DOCUMENT_BYTES_MAX, false));
            default -> throw Routing.verb();
        };
    }

    /** A bearer token is refused as one that cannot be verified; other credentials never were enough. */
    private static boolean bearer(RequestHead head) {
        String authorization = head.request().headers().first("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    /** @param container null for one over the whole account */
    static BlobOperation.Batch batch(RequestHead head, @Nullable String container) {
        String type = head.required(HeaderName.CONTENT_TYPE);
        String boundary = boundary(type);
        if (boundary == null) {
            throw StorageException.invalidHeader(HeaderName.CONTENT_TYPE.wire(), type);
        }
        return new BlobOperation.Batch(container, boundary, WriteHeaders.verified(head, BATCH_BYTES_MAX, false));
    }

    /** The boundary of a multipart/mixed type (RFC 2046 §5.1.1), quoted or not; null if there is none. */
    private static @Nullable String boundary(String type) {
        if (!type.regionMatches(true, 0, "multipart/mixed", 0, 15)) {
            return null;
        }
        int semicolon = type.indexOf(';');
        while (semicolon >= 0) {
            int next = type.indexOf(';', semicolon + 1);
            String parameter = type.substring(semicolon + 1, next < 0 ? type.length() : next)
                    .strip();
            if (parameter.regionMatches(true, 0, "boundary=", 0, 9)) {
                return plain(parameter.substring(9));
            }
            semicolon = next;
        }
        return null;
    }

    private static @Nullable String plain(String boundary) {
        boolean quoted = boundary.length() > 1 && boundary.startsWith("\"") && boundary.endsWith("\"");
        String plain = quoted ? boundary.substring(1, boundary.length() - 1) : boundary;
        return plain.isEmpty() || plain.length() > BOUNDARY_LENGTH_MAX || plain.indexOf('"') >= 0 ? null : plain;
    }

    static void require(RequestHead head, String method) {
        if (!head.method().equals(method)) {
            throw Routing.verb();
        }
    }
}
