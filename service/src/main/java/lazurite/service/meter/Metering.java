package lazurite.service.meter;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import lazurite.base.Platform;
import lazurite.service.account.Accounts;
import lazurite.service.gateway.RequestObserver;
import lazurite.service.gateway.RequestRecord;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;

/**
 * Meters what subscriptions use. Requests are counted in memory; a thread writes the counts down a short while after
 * and closes the hours. What is lost when the process is killed is what was counted since it last did.
 *
 * <p>Concurrency: {@link #completed} from any thread, without a lock. One thread writes. While nothing is counted it
 * wakes at the end of an hour, and in between only to see whether the clock was set.
 */
public final class Metering implements RequestObserver {
    /** How long counts wait to be written down. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(Metering.class.getName());
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final RequestCounters counters = new RequestCounters();
    private final AtomicBoolean counted = new AtomicBoolean();
    private final MeterBook book;
    private final Platform platform;
    private final Duration interval;
    private final Thread thread;
    private volatile boolean closed;
    private volatile long settled;
    private boolean failing;

    private Metering(
            MetadataStore metadata,
            UidSource uids,
            Platform platform,
            Accounts accounts,
            StoredBytes blobs,
            Duration interval) {
        this.book = new MeterBook(metadata, uids, platform, counters, accounts, blobs);
        this.platform = platform;
        this.interval = interval;
        this.thread = platform.virtualThreads().newThread(this::run);
    }

    /**
     * Starts to meter.
     *
     * @param accounts which subscription an account belongs to
     * @param blobs what the Blob service stores
     * @param interval how long counts wait to be written down
     */
    public static Metering start(
            MetadataStore metadata,
            UidSource uids,
            Platform platform,
            Accounts accounts,
            StoredBytes blobs,
            Duration interval) {
        Metering metering = new Metering(metadata, uids, platform, accounts, blobs, interval);
        metering.thread.start();
        return metering;
    }

    @Override
    public void completed(RequestRecord request) {
        counters.count(request);
        if (!counted.get() && counted.compareAndSet(false, true)) {
            LockSupport.unpark(thread);
        }
    }

    /** Requests that this process has written down. */
    public long written() {
        return book.written();
    }

    /** Every hour before this one is closed, or never will be: nothing is written to it any more. 0 while unknown. */
    public long settledHour() {
        return settled;
    }

    private void run() {
        turn();
        while (!closed) {
            if (!counted.get()) {
                rest(IDLE);
                if (counted.get()) {
                    book.begin();
                }
            }
            if (counted.get()) {
                rest(interval);
            }
            counted.set(false);
            turn();
        }
        end();
    }

    /** Until it is woken, the time is over or the hour. */
    private void rest(Duration most) {
        if (!closed) {
            Instant now = platform.clock().instant();
            Duration hour = Duration.between(now, Hours.start(Hours.of(now) + 1));
            LockSupport.parkNanos(this, Math.min(hour.toNanos(), most.toNanos()));
        }
    }

    private void turn() {
        try {
            settled = book.turn();
            failing = false;
        } catch (RuntimeException failed) {
            counted.set(true);
            if (!failing) {
                LOG.log(Level.ERROR, "meters cannot be written down; counts are kept and will be", failed);
            }
            failing = true;
        }
    }

    private void end() {
        try {
            book.end();
        } catch (RuntimeException failed) {
            LOG.log(Level.ERROR, "meters could not be written down at the end; the last counts are lost", failed);
        }
    }

    /** Writes down what is counted and what is stored, and ends. To be called once no request is served any more. */
    public void stop() throws InterruptedException {
        closed = true;
        LockSupport.unpark(thread);
        thread.join();
    }
}
