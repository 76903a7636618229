package lazurite.server.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.office.Quorum;
import lazurite.governance.register.Register;
import lazurite.http.HttpServer;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.log.PublishedLog;
import lazurite.ledger.proof.Policy;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.server.operator.Metrics;
import lazurite.store.MetadataStore;
import org.jspecify.annotations.Nullable;

/**
 * The log of a data folder, signing and appending.
 *
 * <p>Concurrency: any thread.
 */
public final class RunningLedger {
    private final Ledger ledger;
    private final List<PublishedLog> logs;
    private final LedgerPolicy policy;
    private final Heartbeat heartbeat;
    private final Witnesses witnesses;

    private RunningLedger(
            Ledger ledger, List<PublishedLog> logs, LedgerPolicy policy, Heartbeat heartbeat, Witnesses witnesses) {
        this.ledger = ledger;
        this.logs = logs;
        this.policy = policy;
        this.heartbeat = heartbeat;
        this.witnesses = witnesses;
    }

    /**
     * Opens the log, which the first start makes with its keys.
     *
     * @param software version that runs
     * @throws ConfigException if the configuration names another log than the data folder has, or an unusable policy
     * @throws IOException with one sentence: the key file is missing or unusable, or others know more of the log
     */
    public static RunningLedger start(Config config, MetadataStore store, Platform platform, String software)
            throws IOException {
        LogChain chain = LogChain.read(store, platform);
        String current = chain.current();
        LedgerSettings settings = settings(config, current, platform);
        String asked = config.ledger().origin();
        if (asked != null && !asked.equals(settings.origin())) {
            throw new ConfigException("ledger.origin: the log is called '" + settings.origin()
                    + "' since it was made, found '" + asked + "'; a log is never renamed");
        }
        if (current != null) {
            requireCurrent(settings, current);
        }
        LedgerPolicy policy = LedgerPolicy.read(config.ledger().policy(), settings);
        Ledger ledger = Ledger.open(store, settings, chain.older(), platform);
        StartCheck.run(ledger, policy, config.ledger().mirrors(), platform);
        ledger.start();
        List<PublishedLog> logs = new ArrayList<>(List.of(ledger.published()));
        chain.logs().stream().skip(1).forEach(logs::add);
        return new RunningLedger(
                ledger,
                logs,
                policy,
                Heartbeat.start(ledger, platform, software),
                Witnesses.start(ledger, policy, platform));
    }

    /**
     * The log as it stands, with those that it goes on from, to be read.
     *
     * @throws IOException with one sentence: the key file or an older log is unusable
     */
    public static Ledger read(Config config, MetadataStore store, Platform platform) throws IOException {
        return Ledger.open(
                store, keys(config).read(), LogChain.read(store, platform).older(), platform);
    }

    /** Refuses a key of another log than the current one. */
    static void requireCurrent(LedgerSettings settings, String current) {
        if (!current.equals(settings.origin())) {
            throw new ConfigException("ledger.key: the key is of the log '" + settings.origin()
                    + "', but the current log of the data folder is '" + current + "'; give the key of that one, or,"
                    + " if 'lazurite ledger restart' was broken off, run it once more");
        }
    }

    /** The file of the log's keys. */
    public static LedgerKeys keys(Config config) {
        Path chosen = config.ledger().key();
        return new LedgerKeys(chosen == null ? config.data().resolve(LedgerKeys.NAME) : chosen);
    }

    private static LedgerSettings settings(Config config, @Nullable String current, Platform platform)
            throws IOException {
        LedgerKeys keys = keys(config);
        if (config.inMemory() && config.ledger().key() == null) {
            return LedgerKeys.generate(config.ledger().origin(), platform.random());
        }
        if (keys.next().exists()) {
            throw new IOException("a rotation of the ledger's keys was broken off, as "
                    + keys.next().file() + " shows; run 'lazurite ledger rotate-key' once more");
        }
        if (keys.exists()) {
            return keys.read();
        }
        if (current != null) {
            throw new IOException("the data folder has the log '" + current + "' but its key file " + keys.file()
                    + " is missing; put it back, or name it with ledger.key");
        }
        return keys.make(config.ledger().origin(), platform.random());
    }

    /** The log itself. */
    public Ledger ledger() {
        return ledger;
    }

    /** Under which receipts have to hold. */
    public Policy policy() {
        return policy.policy();
    }

    /** What the log's port answers. */
    public HttpServer.Handler handler(Documents documents, Register register) {
        return new LedgerHandler(ledger, logs, documents, register);
    }

    /** What others verify its checkpoints with, the Ed25519 key first. */
    public List<String> verifierKeys() {
        return ledger.settings().verifiers().stream().map(Object::toString).toList();
    }

    /** What witnesses have said so far. */
    public Quorum quorum() {
        return new Quorum() {
            @Override
            public boolean needed() {
                return policy.policy().quorum() != null;
            }

            @Override
            public boolean covers(long index) {
                return policy.quorumOf(ledger, index);
            }
        };
    }

    /** How the witnesses do. */
    public void figures(Metrics metrics) {
        metrics.gauges(
                "lazurite_ledger_witness_entries",
                "Entries in the newest checkpoint that the witness cosigned since the start",
                "witness",
                () -> witnesses.figures().stream()
                        .collect(Collectors.toMap(Witnesses.Figure::name, figure -> (double) figure.cosigned())));
        metrics.gauges(
                "lazurite_ledger_witness_failing",
                "1 if the witness did not cosign when it was asked last",
                "witness",
                () -> witnesses.figures().stream()
                        .collect(Collectors.toMap(
                                Witnesses.Figure::name, figure -> figure.problem() == null ? 0.0 : 1.0)));
    }

    /** Appends what waits, and ends. */
    public void stop() throws InterruptedException {
        witnesses.close();
        heartbeat.stop();
        ledger.close();
    }
}
