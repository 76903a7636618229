package lazurite.tests.concurrency;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.server.config.AccountSettings;
import lazurite.service.account.Account;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.ChangeFeedSettings;
import lazurite.service.account.Immutability;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.ReplicationPolicy;
import lazurite.service.account.Replications;

/** The accounts of the running server: all with one key, each with other features. */
enum Tenant {
    /** Nothing is switched on. */
    DEV(AccountSettings.DEV_NAME),
    /** Blobs expire, come back from the archive at once, and may be under customers' keys. */
    AGING("aging"),
    /** Every version may have a policy and a hold of its own. */
    VERSIONS("versions"),
    /** Whole containers are protected, by {@link RunningServer#protect}. */
    KEPT("kept"),
    /** Its changes are told in a feed, and its container {@link #DOCS} is copied. */
    SOURCE("source"),
    /** Where {@link #SOURCE} is copied to, into the container of that name. */
    REPLICA("replica");

    static final String DOCS = "docs";

    private static final ReplicationPolicy REPLICATION = new ReplicationPolicy(
            "replication.json",
            "70dc1326-15a2-45f4-9408-487f6581f204",
            "source",
            "replica",
            List.of(new ReplicationPolicy.Rule(
                    "a2455a77-8f44-4d22-b07e-a03203ae64f0", DOCS, DOCS, List.of(), Instant.EPOCH)));

    private final String account;

    Tenant(String account) {
        this.account = account;
    }

    /** What targets of its requests begin with. */
    String path() {
        return "/" + account;
    }

    /** @param kept what of {@link #KEPT} is protected, by container */
    AccountSettings settings(Map<String, OfContainer> kept) {
        Account dev = AccountSettings.dev().account();
        return new AccountSettings(
                new Account(account, dev.keys(), true, dev.subscription(), features(kept)), List.of());
    }

    private BlobFeatures features(Map<String, OfContainer> kept) {
        return switch (this) {
            case DEV -> BlobFeatures.NONE;
            case AGING ->
                BlobFeatures.NONE
                        .withAging(new Aging(Duration.ofMillis(3), Duration.ZERO, false, true, null))
                        .withKeys(true, List.of());
            case VERSIONS -> new BlobFeatures(true, 0).withImmutability(new Immutability(true, null, Map.of()));
            case KEPT -> BlobFeatures.NONE.withImmutability(new Immutability(false, null, kept));
            case SOURCE ->
                new BlobFeatures(true, 0)
                        .withChangeFeed(new ChangeFeedSettings(true, 0))
                        .withReplications(new Replications(List.of(REPLICATION), List.of()));
            case REPLICA ->
                new BlobFeatures(true, 0).withReplications(new Replications(List.of(), List.of(REPLICATION)));
        };
    }
}
