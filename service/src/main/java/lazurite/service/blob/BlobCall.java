package lazurite.service.blob;

import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.auth.Caller;
import org.jspecify.annotations.Nullable;

/**
 * What an operation needs to know of the request it came with.
 *
 * @param account the account addressed
 * @param features what that account has switched on
 * @param caller authenticated and authorized
 * @param version the effective x-ms-version
 * @param pass its leave: what it changes is committed under it
 * @param sources finds the source of a copy
 */
public record BlobCall(
        String account, BlobFeatures features, Caller caller, String version, Pass pass, SourceResolver sources) {
    /** Turns x-ms-copy-source into a blob of this server that the caller may read. */
    @FunctionalInterface
    public interface SourceResolver {
        /**
         * @throws lazurite.base.StorageException InvalidHeaderValue if it is no URL of a blob; CannotVerifyCopySource
         *     with the source's status if it may not be read
         */
        ResolvedSource resolve(String url);
    }

    /**
     * A blob that may be read as a copy's source.
     *
     * @param moment the snapshot or version; null for the base
     * @param mayReadTags whether its tags may be copied and tested
     * @param pass good as long as it may be read
     */
    public record ResolvedSource(
            String account,
            String container,
            String blob,
            @Nullable Moment moment,
            boolean mayReadTags,
            Pass pass) {}
}
