package lazurite.service.blob.settings;

/**
 * Whether deleted blobs are kept for a while: {@code DeleteRetentionPolicy} of the service properties.
 *
 * @param days how long, 1 to 365; 0 while not enabled
 * @param allowPermanentDelete whether what is kept may be deleted before its time
 */
public record DeleteRetention(boolean enabled, int days, boolean allowPermanentDelete) {
    public static final DeleteRetention OFF = new DeleteRetention(false, 0, false);
}
