package lazurite.store.body;

/**
 * Bounds of {@link Bodies}.
 *
 * @param uploadsMax bodies being written to extents at once; more wait. Each takes an open extent and a frame buffer of
 *     256 KiB
 * @param uploadWaitMillisMax how long one waits before it is ServerBusy
 * @param extentBytesMax size from which an extent takes no further body
 * @param idleMillisMax how long an extent stays open without a writer
 */
public record BodySettings(int uploadsMax, int uploadWaitMillisMax, long extentBytesMax, long idleMillisMax) {
    public static final BodySettings DEFAULT = new BodySettings(64, 30_000, 256L << 20, 600_000);

    public BodySettings {
        if (uploadsMax < 1 || uploadWaitMillisMax < 0 || extentBytesMax < 1 || idleMillisMax < 0) {
            throw new IllegalArgumentException("body settings out of range");
        }
    }
}
