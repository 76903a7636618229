package lazurite.service.blob.wire;

import lazurite.base.StorageException;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.HeaderName;

/** Operations on containers. */
final class ContainerRouting {
    private static final long ACL_BYTES_MAX = 64 << 10;

    private ContainerRouting() {}

    static BlobOperation route(RequestHead head, String container, String comp) {
        return switch (comp) {
            case "" -> plain(head, container);
            case "metadata" -> metadata(head, container);
            case "acl" -> acl(head, container);
            case "lease" -> {
                ServiceRouting.require(head, "PUT");
                yield new BlobOperation.LeaseContainer(
                        container, LeaseHeaders.action(head), ConditionHeaders.ofContainerLease(head));
            }
            case "list" -> {
                ServiceRouting.require(head, "GET");
                ConditionHeaders.refuse(head);
                yield ListParameters.blobs(container, head.query());
            }
            case "blobs" -> {
                ServiceRouting.require(head, "GET");
                ConditionHeaders.refuse(head);
                yield ListParameters.find(container, head.query());
            }
            case "batch" -> {
                ServiceRouting.require(head, "POST");
                ConditionHeaders.refuse(head);
                yield ServiceRouting.batch(head, container);
            }
            case "undelete" -> restore(head, container);
            case "rename" -> throw NotBuilt.Operation.RENAME_CONTAINER.refusal();
            default -> throw Routing.unknown(comp);
        };
    }

    private static BlobOperation plain(RequestHead head, String container) {
        return switch (head.method()) {
            case "GET", "HEAD" -> {
                ConditionHeaders.refuse(head);
                yield new BlobOperation.GetContainerProperties(
                        container, ConditionHeaders.leaseId(head, HeaderName.LEASE_ID));
            }
            case "PUT" -> {
                ConditionHeaders.refuse(head);
                yield new BlobOperation.CreateContainer(
                        container, head.metadata(), publicRead(head), EncryptionHeaders.ofContainer(head));
            }
            case "DELETE" -> new BlobOperation.DeleteContainer(container, ConditionHeaders.ofContainer(head));
            default -> throw Routing.verb();
        };
    }

    /** A container comes back under its own name alone: another would be another group of rows. */
    private static BlobOperation restore(RequestHead head, String container) {
        ServiceRouting.require(head, "PUT");
        ConditionHeaders.refuse(head);
        String name = head.required(HeaderName.DELETED_CONTAINER_NAME);
        String version = head.required(HeaderName.DELETED_CONTAINER_VERSION);
        if (!name.equals(container)) {
            throw StorageException.invalidHeader(HeaderName.DELETED_CONTAINER_NAME.wire(), name);
        }
        Stamp deleted = Stamp.parseVersion(version);
        if (deleted == null) {
            throw StorageException.invalidHeader(HeaderName.DELETED_CONTAINER_VERSION.wire(), version);
        }
        return new BlobOperation.RestoreContainer(container, deleted);
    }

    private static BlobOperation metadata(RequestHead head, String container) {
        return switch (head.method()) {
            case "GET", "HEAD" -> {
                ConditionHeaders.refuse(head);
                yield new BlobOperation.GetContainerMetadata(
                        container, ConditionHeaders.leaseId(head, HeaderName.LEASE_ID));
            }
            case "PUT" ->
                new BlobOperation.SetContainerMetadata(container, head.metadata(), ConditionHeaders.ofContainer(head));
            default -> throw Routing.verb();
        };
    }

    private static BlobOperation acl(RequestHead head, String container) {
        return switch (head.method()) {
            case "GET", "HEAD" -> {
                ConditionHeaders.refuse(head);
                yield new BlobOperation.GetContainerAcl(container, ConditionHeaders.leaseId(head, HeaderName.LEASE_ID));
            }
            case "PUT" ->
                new BlobOperation.SetContainerAcl(
                        container,
                        publicRead(head),
                        WriteHeaders.verified(head, ACL_BYTES_MAX, true),
                        ConditionHeaders.ofContainer(head));
            default -> throw Routing.verb();
        };
    }

    private static PublicRead publicRead(RequestHead head) {
        String value = head.value(HeaderName.PUBLIC_ACCESS);
        if (value == null) {
            return PublicRead.NEVER;
        }
        return switch (value) {
            case "container" -> PublicRead.CONTAINER;
            case "blob" -> PublicRead.BLOB;
            default -> throw StorageException.invalidHeader(HeaderName.PUBLIC_ACCESS.wire(), value);
        };
    }
}
