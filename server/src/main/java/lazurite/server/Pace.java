package lazurite.server;

import java.io.IOException;
import java.time.Duration;
import lazurite.server.config.Limits;
import lazurite.service.blob.logs.StorageLog;
import lazurite.service.meter.Metering;
import lazurite.store.body.BodySettings;
import lazurite.store.collector.CollectorSettings;

/**
 * How soon the store does what it does behind the commits. The crash tests choose {@link #HASTY}: then a process that
 * lives for a second packs, frees and compacts extents and writes metadata tables many times, and can be killed at any
 * of it.
 *
 * @param writeBufferBytes most memory for metadata not yet in tables
 * @param meterInterval how long counts of requests wait to be written down
 * @param logInterval how long lines of accounts' own logs wait to be written
 * @param walkInterval rest between two walks over all blobs for what is due
 */
record Pace(
        CollectorSettings collector,
        BodySettings bodies,
        long writeBufferBytes,
        Duration meterInterval,
        Duration logInterval,
        Duration walkInterval) {
    private static final Pace ORDINARY = new Pace(
            CollectorSettings.DEFAULT,
            BodySettings.DEFAULT,
            64L << 20,
            Metering.INTERVAL,
            StorageLog.INTERVAL,
            Duration.ofMinutes(10));
    private static final Pace HASTY = new Pace(
            new CollectorSettings(10, 100, 32 << 10, 512 << 10, 300, 40, 20, 1 << 20, 120_000, 3_600_000, 40, 16 << 10),
            new BodySettings(64, 30_000, 1 << 20, 300),
            2L << 20,
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(100));

    private static final String PROPERTY = "lazurite.pace";

    /** What the system property {@code lazurite.pace} says: {@code ordinary}, the default, or {@code hasty}. */
    static Pace chosen() throws IOException {
        String name = System.getProperty(PROPERTY, "ordinary");
        return switch (name) {
            case "ordinary" -> ORDINARY;
            case "hasty" -> HASTY;
            default -> throw new IOException(PROPERTY + " is ordinary or hasty, found '" + name + "'.");
        };
    }

    BodySettings bodies(Limits limits) {
        return new BodySettings(
                limits.uploads(), bodies.uploadWaitMillisMax(), bodies.extentBytesMax(), bodies.idleMillisMax());
    }
}
