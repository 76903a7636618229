package lazurite.service.auth;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container's access policy, read for each request that needs it.
 *
 * @param publicRead what anonymous callers may read
 * @param identifiers stored access policies, at most 5
 */
public record ContainerPolicy(Permission.PublicRead publicRead, List<SignedIdentifier> identifiers) {
    public ContainerPolicy {
        identifiers = List.copyOf(identifiers);
    }

    /**
     * A stored access policy. Times are kept as written (SAS fields) and parsed when used.
     *
     * @param id at most 64 characters
     */
    public record SignedIdentifier(
            String id,
            @Nullable String start,
            @Nullable String expiry,
            @Nullable String permissions) {}

    /** Where policies come from. */
    @FunctionalInterface
    public interface Source {
        /** The container's policy; null if there is no such container. */
        @Nullable
        ContainerPolicy find(String account, String container);
    }
}
