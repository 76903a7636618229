package lazurite.store.collector;

/**
 * Pace and thresholds of the {@link Collector}.
 *
 * @param passMillisMin pause between two passes over the change rows, at least; a tenth of it where extents wait to be
 *     freed
 * @param packDelayMillis how old a small body gets before it is packed
 * @param packBytes waiting bytes from which packing does not wait; also about the most packed at once
 * @param extentBytesMax size from which the collector's own extents take no more
 * @param ownIdleMillisMax how long an extent of the collector's own stays open unused
 * @param deadPercent share of dead bytes from which an extent is rewritten
 * @param packDeadPercent likewise for an extent of packed small bodies
 * @param slackBytes the store may exceed twice the live bytes by this much before extents that are less dead are
 *     rewritten as well
 * @param claimMillis how long a claim lives that is not renewed
 * @param pinMillisMax how long a reader holds back what its group stopped naming
 * @param batchRows change rows read at once
 * @param commitBytesMax about the most that one of the collector's commits writes
 */
public record CollectorSettings(
        long passMillisMin,
        long packDelayMillis,
        long packBytes,
        long extentBytesMax,
        long ownIdleMillisMax,
        int deadPercent,
        int packDeadPercent,
        long slackBytes,
        long claimMillis,
        long pinMillisMax,
        int batchRows,
        int commitBytesMax) {
    public static final CollectorSettings DEFAULT = new CollectorSettings(
            250, 5_000, 4 << 20, 256L << 20, 10_000, 90, 50, 512L << 20, 120_000, 3_600_000, 2_000, 8 << 20);

    private static final long BACKLOG_LARGE_BYTES = 64L << 20;
    private static final long BACKLOG_MAX_BYTES = 512L << 20;

    /** How many times as long as it just packed the collector leaves off packing, with so much waiting. */
    int packRest(long backlogBytes) {
        return backlogBytes > BACKLOG_MAX_BYTES ? 0 : backlogBytes > BACKLOG_LARGE_BYTES ? 1 : 9;
    }
}
