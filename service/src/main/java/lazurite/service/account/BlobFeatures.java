package lazurite.service.account;

/**
 * What of the Blob service an account has switched on: what Azure keeps in its management API.
 *
 * @param versioning whether a write keeps what it replaces
 * @param containerRetentionDays how long deleted containers can be restored, 1 to 365; 0 for not at all
 * @param aging how its blobs change with time
 */
public record BlobFeatures(boolean versioning, int containerRetentionDays, Aging aging) {
    public static final BlobFeatures NONE = new BlobFeatures(false, 0);

    /** With nothing that changes with time but archived blobs that are asked back. */
    public BlobFeatures(boolean versioning, int containerRetentionDays) {
        this(versioning, containerRetentionDays, Aging.NONE);
    }
}
