package lazurite.service.blob.feed;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.event.ChangeEvents;
import lazurite.service.blob.system.SystemContainer;
import lazurite.service.gateway.Enforcement;

/**
 * The change feeds of all accounts that have theirs switched on ({@code docs/change-feed.md}), and the queues of events
 * that they are written from.
 *
 * <p>Concurrency: {@link #turn} by one thread; figures by any.
 */
public final class ChangeFeeds {
    private static final System.Logger LOG = System.getLogger(ChangeFeeds.class.getName());
    private static final Duration REST = Duration.ofSeconds(1);

    /** While no account's changes are followed; who changes the accounts has the next turn begin. */
    private static final Duration IDLE_REST = Duration.ofMinutes(10);

    private static final long EXPIRY_NANOS = Duration.ofHours(1).toNanos();

    /** Batches that one turn takes, so that it is over in about a second. */
    private static final int BATCHES_MAX = 20;

    private final ChangeEvents events;
    private final Accounts accounts;
    private final Platform platform;
    private final InstantSource kept;
    private final FeedWriter writer;
    private final AtomicLong written = new AtomicLong();
    private final Set<String> failing = new HashSet<>();
    private final Map<String, Long> expiredNanos = new HashMap<>();

    /**
     * Changes are recorded from now on for the accounts that want it.
     *
     * @param kept the time for what cannot be taken back
     * @param endpoint of an account's Blob service, without a slash at its end
     */
    public ChangeFeeds(
            BlobService service,
            Accounts accounts,
            Enforcement enforcement,
            Platform platform,
            InstantSource kept,
            UnaryOperator<String> endpoint) {
        this(service, accounts, enforcement, platform, kept, endpoint, FeedWriter.Limits.STANDARD);
    }

    ChangeFeeds(
            BlobService service,
            Accounts accounts,
            Enforcement enforcement,
            Platform platform,
            InstantSource kept,
            UnaryOperator<String> endpoint,
            FeedWriter.Limits limits) {
        this.events = service.changeEvents();
        this.accounts = accounts;
        this.platform = platform;
        this.kept = kept;
        this.writer = new FeedWriter(
                events, new SystemContainer("$blobchangefeed", service, enforcement), platform, endpoint, limits);
        follow();
    }

    /** Does as the accounts have it now: one that is no longer served keeps what waits. */
    private void follow() {
        for (Account account : accounts.all().values()) {
            boolean wanted = account.blob().changeFeed().enabled();
            if (wanted && !events.follows(account.name(), FeedWriter.FOLLOWER)) {
                events.follow(account.name(), FeedWriter.FOLLOWER);
            } else if (!wanted && events.follows(account.name(), FeedWriter.FOLLOWER)) {
                events.leave(account.name(), FeedWriter.FOLLOWER);
            }
        }
    }

    /** Does what is to be done, at most about a second of it; how long to rest then. */
    public Duration turn() {
        follow();
        boolean more = true;
        for (int i = 0; i < BATCHES_MAX && more; i++) {
            more = events.move();
        }
        for (Account account : accounts.all().values()) {
            if (account.blob().changeFeed().enabled()) {
                more |= write(account);
            }
        }
        if (more) {
            return Duration.ZERO;
        }
        return events.followed().isEmpty() ? IDLE_REST : REST;
    }

    /** Whether there may be more. */
    private boolean write(Account account) {
        try {
            int count = writer.step(account);
            written.addAndGet(count);
            expireIfDue(account);
            failing.remove(account.name());
            return count > 0;
        } catch (StorageException refused) {
            if (failing.add(account.name())) {
                LOG.log(Level.WARNING, "the change feed of " + account.name() + " waits", refused);
            }
            return false;
        }
    }

    private void expireIfDue(Account account) {
        int days = account.blob().changeFeed().retentionInDays();
        long now = platform.nanoTime().getAsLong();
        Long last = expiredNanos.get(account.name());
        if (days > 0 && (last == null || now - last >= EXPIRY_NANOS)) {
            writer.expire(account, kept.instant(), days);
            expiredNanos.put(account.name(), now);
        }
    }

    /** Events written into files since the start. */
    public long written() {
        return written.get();
    }

    /** Events that wait to be written, by account. */
    public Map<String, Double> waiting() {
        Map<String, Double> waiting = new HashMap<>();
        for (Account account : accounts.all().values()) {
            if (account.blob().changeFeed().enabled()) {
                waiting.put(account.name(), (double) events.waiting(account.name(), FeedWriter.FOLLOWER));
            }
        }
        return waiting;
    }
}
