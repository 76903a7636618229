package lazurite.service.blob;

import lazurite.store.Group;

/**
 * Where a blob's rows are.
 *
 * @param scope the container's incarnation when the request came: if the container is deleted meanwhile, even if one
 *     of the same name is made, a change at this address is refused
 * @param foundNanos when the container was found so, by the platform's monotonic clock
 */
record BlobAddress(String account, String container, String scope, String blob, long foundNanos) {
    Group group() {
        return BlobKeys.blob(scope, blob);
    }
}
