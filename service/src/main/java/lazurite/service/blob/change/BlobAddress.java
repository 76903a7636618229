package lazurite.service.blob.change;

import lazurite.service.account.Pass;
import lazurite.service.blob.operation.Origin;
import lazurite.service.blob.record.BlobKeys;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.store.Group;

/**
 * Where a blob's rows are.
 *
 * @param scope the container's incarnation when the request came: if the container is deleted meanwhile, even if one
 *     of the same name is made, a change at this address is refused
 * @param foundNanos when the container was found so, by the platform's monotonic clock
 * @param pass what is changed here is committed under it
 * @param encryption what the container says of the keys of its blobs
 * @param origin the request that it is changed for
 */
public record BlobAddress(
        String account,
        String container,
        String scope,
        String blob,
        long foundNanos,
        Pass pass,
        ContainerEncryption encryption,
        Origin origin) {
    /** For what the server does by itself, and seals nothing or with a key that is chosen already. */
    public BlobAddress(String account, String container, String scope, String blob, long foundNanos, Pass pass) {
        this(account, container, scope, blob, foundNanos, pass, ContainerEncryption.ACCOUNT, Origin.SERVER);
    }

    public Group group() {
        return BlobKeys.blob(scope, blob);
    }

    /** Another blob of the container. */
    public BlobAddress at(String name) {
        return new BlobAddress(account, container, scope, name, foundNanos, pass, encryption, origin);
    }

    /** The same, under another pass. */
    public BlobAddress under(Pass other) {
        return new BlobAddress(account, container, scope, blob, foundNanos, other, encryption, origin);
    }

    /** The same, for a change that needs that pass as well. */
    public BlobAddress and(Pass other) {
        return new BlobAddress(account, container, scope, blob, foundNanos, pass.and(other), encryption, origin);
    }
}
