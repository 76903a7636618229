package lazurite.service.account;

/**
 * What of the Blob service an account has switched on: what Azure keeps in its management API.
 *
 * @param versioning whether a write keeps what it replaces
 * @param containerRetentionDays how long deleted containers can be restored, 1 to 365; 0 for not at all
 * @param inventory which inventories are made
 * @param replications where blobs are copied to and from
 */
public record BlobFeatures(
        boolean versioning, int containerRetentionDays, InventoryPolicy inventory, Replications replications) {
    public static final BlobFeatures NONE = new BlobFeatures(false, 0);

    /** Without policies. */
    public BlobFeatures(boolean versioning, int containerRetentionDays) {
        this(versioning, containerRetentionDays, InventoryPolicy.NONE, Replications.NONE);
    }

    public BlobFeatures withInventory(InventoryPolicy value) {
        return new BlobFeatures(versioning, containerRetentionDays, value, replications);
    }

    public BlobFeatures withReplications(Replications value) {
        return new BlobFeatures(versioning, containerRetentionDays, inventory, value);
    }
}
