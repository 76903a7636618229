package lazurite.service.blob.replication;

import java.time.Duration;
import java.util.List;
import lazurite.base.Platform;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.blob.event.ChangeEvent;
import lazurite.service.blob.event.ChangeEvents;

/**
 * Has replicas follow the changes of their sources. What cannot be done at once is left to the passes of the
 * {@link Replicator}, so that nothing holds up what comes after it.
 *
 * <p>Concurrency: {@link #step} by one thread; figures by any.
 */
public final class ReplicationFollower {
    private static final String NAME = "replication";
    private static final int EVENTS_MAX = 100;
    private static final Duration STEP_REST = Duration.ofMillis(100);
    private static final Duration REST_MAX = Duration.ofSeconds(1);

    private final ChangeEvents events;
    private final Accounts accounts;
    private final Replicator replicator;
    private final Platform platform;
    private final Duration passRest;
    private long nextPassNanos;

    public ReplicationFollower(
            ChangeEvents events, Accounts accounts, Replicator replicator, Platform platform, Duration passRest) {
        this.events = events;
        this.accounts = accounts;
        this.replicator = replicator;
        this.platform = platform;
        this.passRest = passRest;
        this.nextPassNanos = now();
    }

    /** What it has done. */
    public Replicator replicator() {
        return replicator;
    }

    /** Changes in source accounts that are still to be looked at. */
    public long waiting() {
        return accounts.all().values().stream()
                .filter(account -> isSource(account) && events.follows(account.name(), NAME))
                .mapToLong(account -> events.waiting(account.name(), NAME))
                .sum();
    }

    /** Does a bounded part of what there is to do; how long to rest then. */
    public Duration step() {
        long before = replicator.copied();
        boolean more = false;
        for (Account account : accounts.all().values()) {
            more |= follow(account);
        }
        if (now() - nextPassNanos >= 0) {
            boolean amidPass = replicator.step();
            more |= amidPass;
            if (!amidPass) {
                nextPassNanos = now() + passRest.toNanos();
            }
        }
        if (!more) {
            boolean sources = accounts.all().values().stream().anyMatch(ReplicationFollower::isSource);
            return sources && REST_MAX.compareTo(passRest) < 0 ? REST_MAX : passRest;
        }
        return replicator.copied() == before ? STEP_REST : Duration.ZERO;
    }

    /** Whether there may be more to follow now. */
    private boolean follow(Account account) {
        String name = account.name();
        if (!isSource(account)) {
            if (events.follows(name, NAME)) {
                events.leave(name, NAME);
            }
            return false;
        }
        events.follow(name, NAME);
        List<ChangeEvent> next = events.after(name, events.place(name, NAME).sequence(), EVENTS_MAX);
        for (ChangeEvent event : next) {
            boolean _ = replicator.replicate(name, event.container(), event.blob());
        }
        if (!next.isEmpty()) {
            events.passed(name, NAME, new ChangeEvents.Place(next.getLast().sequence(), null));
        }
        return next.size() == EVENTS_MAX;
    }

    private static boolean isSource(Account account) {
        return !account.blob().replications().outgoing().isEmpty();
    }

    private long now() {
        return platform.nanoTime().getAsLong();
    }
}
