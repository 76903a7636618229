package lazurite.service.blob.operation;

import lazurite.service.auth.ContainerPolicy;
import lazurite.service.blob.settings.ServiceProperties;
import org.jspecify.annotations.Nullable;

/** The Blob service's meaning as its front end sees it. */
public interface BlobOperations {
    BlobResult run(BlobOperation operation, BlobCall call);

    ServiceProperties properties(String account);

    /** Null if there is no such container. */
    @Nullable
    ContainerPolicy policy(String account, String container);
}
