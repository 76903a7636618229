package lazurite.service.blob;

import lazurite.service.auth.ContainerPolicy;
import org.jspecify.annotations.Nullable;

/** The meaning of the Blob service's operations, as its wire side sees it: no HTTP. */
public interface BlobOperations {
    /**
     * Carries out any operation but a batch, which the wire side takes apart.
     *
     * @throws lazurite.base.StorageException with what the client is told
     */
    BlobResult run(BlobOperation operation, BlobCall call);

    ServiceProperties properties(String account);

    /** The container's access policy; null if there is no such container. */
    @Nullable
    ContainerPolicy policy(String account, String container);
}
