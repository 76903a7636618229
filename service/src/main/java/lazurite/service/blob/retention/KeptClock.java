package lazurite.service.blob.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import lazurite.base.Platform;
import lazurite.store.Commit;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Key;
import lazurite.store.MetadataStore;
import lazurite.store.Mutation;
import lazurite.store.RecordReader;
import lazurite.store.RecordWriter;
import lazurite.store.UidSource;

/**
 * The time for what cannot be taken back: giving up what was deleted, ending what protects. It is the wall clock, but
 * never less than what was written down before, and a clock that leaps forward is not believed: by more than an hour
 * while the server runs, as the monotonic clock has it, or by more than 30 days from one run to the next. Then it
 * stands still at what was written down last until the operator accepts the wall clock.
 *
 * <p>Concurrency: any thread.
 */
public final class KeptClock implements InstantSource {
    private static final System.Logger LOG = System.getLogger(KeptClock.class.getName());
    private static final Group GROUP = Group.of("T", "clock");
    private static final long RUNNING_MILLIS_MAX = Duration.ofHours(1).toMillis();
    private static final long STOPPED_MILLIS_MAX = Duration.ofDays(30).toMillis();

    private final MetadataStore metadata;
    private final UidSource ids;
    private final Platform platform;

    private long startMillis;
    private long startNanos;
    private long lastMillis;
    private boolean held;

    private KeptClock(MetadataStore metadata, UidSource ids, Platform platform) {
        this.metadata = metadata;
        this.ids = ids;
        this.platform = platform;
    }

    /** Reads what was written down; the first time there is nothing, and the wall clock is believed. */
    public static KeptClock open(MetadataStore metadata, UidSource ids, Platform platform) {
        KeptClock clock = new KeptClock(metadata, ids, platform);
        clock.read();
        return clock;
    }

    private synchronized void read() {
        long wall = platform.clock().millis();
        byte[] bytes = metadata.get(Family.BASE, key());
        lastMillis = wall;
        if (bytes != null) {
            RecordReader in = new RecordReader("remembered time", bytes, 1);
            while (in.next()) {
                switch (in.field()) {
                    case 1 -> lastMillis = in.number();
                    case 2 -> held = in.flag();
                    default -> throw in.unknownField();
                }
            }
        }
        startMillis = Math.max(wall, lastMillis);
        startNanos = platform.nanoTime().getAsLong();
        if (!held && wall - lastMillis > STOPPED_MILLIS_MAX) {
            hold(wall, "30 days since the server last ran");
        }
    }

    @Override
    public synchronized Instant instant() {
        long wall = platform.clock().millis();
        if (!held && wall - startMillis - uptimeMillis() > RUNNING_MILLIS_MAX) {
            hold(wall, "an hour");
        }
        if (!held) {
            lastMillis = Math.max(lastMillis, wall);
        }
        return Instant.ofEpochMilli(lastMillis);
    }

    /** Whether the wall clock is not believed. */
    public synchronized boolean held() {
        return held;
    }

    /** Writes the time down; to be called now and then. */
    public synchronized void keep() {
        instant();
        write();
    }

    /** Believes the wall clock again, whatever it says. */
    public synchronized Instant accept() {
        held = false;
        startMillis = platform.clock().millis();
        startNanos = platform.nanoTime().getAsLong();
        lastMillis = startMillis;
        write();
        return Instant.ofEpochMilli(lastMillis);
    }

    private void hold(long wall, String more) {
        held = true;
        LOG.log(
                System.Logger.Level.WARNING,
                "the clock leapt to {0}, by more than {1}: nothing is given up for good until ''lazurite clock accept''",
                Instant.ofEpochMilli(wall),
                more);
        write();
    }

    private long uptimeMillis() {
        return (platform.nanoTime().getAsLong() - startNanos) / 1_000_000;
    }

    private void write() {
        byte[] value = new RecordWriter(1).number(1, lastMillis).flag(2, held).done();
        metadata.commit(
                new Commit(GROUP, ids.next(), List.of(), List.of(new Mutation.Put(Family.BASE, key(), value)), null));
    }

    private static Key key() {
        return GROUP.prefix();
    }
}
