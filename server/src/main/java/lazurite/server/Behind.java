package lazurite.server;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import lazurite.base.Platform;
import lazurite.server.operator.Metrics;
import lazurite.service.account.Account;
import lazurite.service.account.Accounts;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Restrictions;
import lazurite.service.account.ServiceKind;
import lazurite.service.account.Use;
import lazurite.service.blob.BlobService;
import lazurite.service.blob.chore.BlobWalk;
import lazurite.service.blob.chore.ContainerSweeper;
import lazurite.service.blob.feed.ChangeFeeds;
import lazurite.service.blob.inventory.Inventory;
import lazurite.service.blob.replication.ReplicationFollower;
import lazurite.service.blob.replication.Replicator;
import lazurite.service.blob.retention.KeptClock;

/** What is done behind the requests, each on a thread of its own: see {@code docs/operation.md}. */
final class Behind {
    private static final Duration SWEEP_REST = Duration.ofSeconds(10);

    /** A walk goes over 500 names at a time and then lets requests have the disk: at most 5,000 names a second. */
    private static final Duration STEP_REST = Duration.ofMillis(100);

    private static final Duration CLOCK_REST = Duration.ofMinutes(1);

    private static final Duration ACCESS_REST = Duration.ofSeconds(10);

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
        BlobWalk.Passes passes = name -> {
            Account account = accounts.find(name);
            return account == null ? null : restrictions.admit(account, ServiceKind.BLOB, Use.CHANGE);
        };
        Function<String, BlobFeatures> features = name -> {
            Account account = accounts.find(name);
            return account == null ? BlobFeatures.NONE : account.blob();
        };
        closing.first(Repeating.start(
                "times of last access could not be written down",
                () -> {
                    service.accessTimes().write(passes, features);
                    return ACCESS_REST;
                },
                platform)::stop);
        BlobWalk walk = service.walk(passes, clock, features);
        closing.first(Repeating.start(
                "what is due in containers could not be done",
                () -> walk.step() ? pace.walkInterval() : STEP_REST,
                platform)::stop);
        figures(walk, clock, metrics);
    }

    /** Inventories: at most 1,000 names each 100 ms. */
    static void inventories(Inventory inventory, Pace pace, Metrics metrics, Platform platform, Closing closing) {
        closing.first(
                Repeating.start(
                        "inventories could not be made",
                        () -> inventory.step() ? STEP_REST : pace.walkInterval(),
                        platform)::stop);
        metrics.counter("lazurite_inventories_total", "Inventories made", inventory::made);
        metrics.counter("lazurite_inventory_failures_total", "Attempts at an inventory that failed", inventory::failed);
        metrics.counter(
                "lazurite_inventory_objects_total", "Blobs and containers listed in inventories", inventory::listed);
        metrics.gauge(
                "lazurite_inventory_running",
                "1 while an inventory is being made",
                () -> inventory.isRunning() ? 1 : 0);
    }

    /** Object replication: without a rest while there is something to copy. */
    static Repeating replications(ReplicationFollower follower, Metrics metrics, Platform platform, Closing closing) {
        Repeating task = Repeating.start("blobs could not be replicated", follower::step, platform);
        closing.first(task::stop);
        Replicator replicator = follower.replicator();
        metrics.gauge(
                "lazurite_replication_waiting",
                "Changes in source accounts that replication has still to look at",
                follower::waiting);
        metrics.counter(
                "lazurite_replicated_versions_total",
                "Versions, and changes of their properties, that were replicated",
                replicator::copied);
        metrics.counter(
                "lazurite_replication_failures_total",
                "Versions that cannot be replicated as things are",
                replicator::failed);
        metrics.counter(
                "lazurite_replicated_deletions_total",
                "Replicas that are current no more, as their sources are not",
                replicator::deleted);
        metrics.gauge(
                "lazurite_replication_held_up",
                "Blobs and rules that the last pass left for later",
                replicator::heldUp);
        metrics.gauge(
                "lazurite_replication_lag_seconds",
                "Age of the version replicated last, when it was",
                () -> replicator.lagMillis() / 1_000.0);
        return task;
    }

    /** Writes change feeds; to be called once their accounts can be reached. */
    static Repeating start(ChangeFeeds feeds, Metrics metrics, Platform platform, Closing closing) {
        Repeating task = Repeating.start("change feeds could not be written", feeds::turn, platform);
        closing.first(task::stop);
        metrics.counter(
                "lazurite_change_feed_events_total",
                "Events written into change feeds since the start",
                feeds::written);
        metrics.gauges(
                "lazurite_change_feed_waiting",
                "Events that wait to be written into an account's change feed",
                "account",
                feeds::waiting);
        return task;
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
