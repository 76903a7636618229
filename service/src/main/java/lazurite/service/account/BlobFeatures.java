package lazurite.service.account;

/**
 * What of the Blob service an account has switched on: what Azure keeps in its management API.
 *
 * @param versioning whether a write keeps what it replaces
 * @param containerRetentionDays how long deleted containers can be restored, 1 to 365; 0 for not at all
 * @param changeFeed whether changes are written down
 */
public record BlobFeatures(boolean versioning, int containerRetentionDays, ChangeFeedSettings changeFeed) {
    public static final BlobFeatures NONE = new BlobFeatures(false, 0);

    /** Without what else there is. */
    public BlobFeatures(boolean versioning, int containerRetentionDays) {
        this(versioning, containerRetentionDays, ChangeFeedSettings.OFF);
    }
}
