package lazurite.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import lazurite.base.Platform;
import lazurite.server.operator.Metrics;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.Restrictions;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.BlobWalk;
import lazurite.service.blob.ContainerSweeper;
import lazurite.service.blob.KeptClock;
import lazurite.service.blob.feed.ChangeFeeds;

/** What is done behind the requests, each on a thread of its own: see {@code docs/operation.md}. */
final class Behind {
    private static final Duration SWEEP_REST = Duration.ofSeconds(10);

    /** A walk goes over 500 names at a time and then lets requests have the disk: at most 5,000 names a second. */
    private static final Duration STEP_REST = Duration.ofMillis(100);

    private static final Duration CLOCK_REST = Duration.ofMinutes(1);

    private Behind() {}

    static void start(
            BlobService service,
            KeptClock clock,
            Accounts accounts,
            Restrictions restrictions,
            Pace pace,
            Metrics metrics,
            Platform platform,
            Closing closing) {
        ContainerSweeper sweeper = service.sweeper();
        closing.first(Repeating.start(
                "what deleted containers left could not be swept",
                () -> {
                    sweeper.sweep();
                    return SWEEP_REST;
                },
                platform)::stop);
        closing.first(Repeating.start(
                "the time could not be written down",
                () -> {
                    clock.keep();
                    return CLOCK_REST;
                },
                platform)::stop);
        BlobWalk walk = service.walk(
                name -> {
                    Account account = accounts.find(name);
                    return account == null ? null : restrictions.admit(account, ServiceKind.BLOB, Use.CHANGE);
                },
                clock);
        closing.first(Repeating.start(
                "what is due in containers could not be done",
                () -> walk.step() ? pace.walkInterval() : STEP_REST,
                platform)::stop);
        figures(walk, clock, metrics);
    }

    /** Writes change feeds; to be called once their accounts can be reached. */
    static void start(ChangeFeeds feeds, Metrics metrics, Platform platform, Closing closing) {
        closing.first(Repeating.start("change feeds could not be written", feeds::turn, platform)::stop);
        metrics.counter(
                "lazurite_change_feed_events_total",
                "Events written into change feeds since the start",
                feeds::written);
        metrics.gauges(
                "lazurite_change_feed_waiting",
                "Events that wait to be written into an account's change feed",
                "account",
                feeds::waiting);
    }

    private static void figures(BlobWalk walk, KeptClock clock, Metrics metrics) {
        metrics.counter("lazurite_walk_names_total", "Names of blobs looked at for what is due", walk::visited);
        metrics.gauges("lazurite_walk_changes", "Rows changed since the start as they were due", "chore", () -> {
            Map<String, Double> changes = new HashMap<>();
            walk.changes().forEach((chore, count) -> changes.put(chore, (double) count.sum()));
            return changes;
        });
        metrics.gauge(
                "lazurite_clock_held",
                "1 while the clock is not believed and nothing is given up for good",
                () -> clock.held() ? 1 : 0);
    }
}
