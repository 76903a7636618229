package lazurite.service.blob.operation;

import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import lazurite.service.auth.Caller;
import lazurite.service.blob.record.Moment;
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
 * @param keys those that the request brings or names
 * @param origin what tells of the request in events
 */
public record BlobCall(
        String account,
        BlobFeatures features,
        Caller caller,
        String version,
        Pass pass,
        SourceResolver sources,
        RequestedKeys keys,
        Origin origin) {
    /** One that the server makes by itself, with no key. */
    public BlobCall(
            String account, BlobFeatures features, Caller caller, String version, Pass pass, SourceResolver sources) {
        this(account, features, caller, version, pass, sources, RequestedKeys.NONE, Origin.SERVER);
    }

    /** The same under another pass. */
    public BlobCall under(Pass other) {
        return new BlobCall(account, features, caller, version, other, sources, keys, origin);
    }

    /** Finds out where an x-ms-copy-source is; one of this server's must be a blob that the caller may read. */
    @FunctionalInterface
    public interface SourceResolver {
        /**
         * @throws lazurite.base.StorageException InvalidHeaderValue if it is no URL of a blob; CannotVerifyCopySource
         *     with the source's status if it may not be read
         */
        Source resolve(String url);
    }

    /** Where a source is. */
    public sealed interface Source {}

    /** On another server, of which nothing is known yet. */
    public record OutsideSource(String url) implements Source {}

    /**
     * A blob that may be read as a copy's source.
     *
     * @param moment the snapshot or version; null for the base
     * @param mayReadTags whether its tags may be copied and tested
     * @param pass good as long as it may be read
     * @param features what its account has switched on
     */
    public record ResolvedSource(
            String account,
            String container,
            String blob,
            @Nullable Moment moment,
            boolean mayReadTags,
            Pass pass,
            BlobFeatures features)
            implements Source {
        /** One of an account with nothing switched on. */
        public ResolvedSource(
                String account,
                String container,
                String blob,
                @Nullable Moment moment,
                boolean mayReadTags,
                Pass pass) {
            this(account, container, blob, moment, mayReadTags, pass, BlobFeatures.NONE);
        }
    }
}
