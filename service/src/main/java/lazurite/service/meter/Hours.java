package lazurite.service.meter;

import java.time.Instant;

/** Hours as they are counted: since 1970, in UTC. */
public final class Hours {
    private static final long SECONDS = 3_600;

    private Hours() {}

    /** The hour that the moment lies in. */
    public static long of(Instant moment) {
        return Math.floorDiv(moment.getEpochSecond(), SECONDS);
    }

    public static Instant start(long hour) {
        return Instant.ofEpochSecond(hour * SECONDS);
    }
}
