package lazurite.server.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lazurite.base.Platform;
import lazurite.governance.document.Documents;
import lazurite.governance.publication.Publications;
import lazurite.http.HttpServer;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.store.MetadataStore;
import lazurite.store.UidSource;

/**
 * The log of a data folder, signing and appending.
 *
 * <p>Concurrency: any thread.
 */
public final class RunningLedger {
    private final Ledger ledger;
    private final Documents documents;
    private final Publications publications = new Publications();
    private final Heartbeat heartbeat;

    private RunningLedger(Ledger ledger, Documents documents, Heartbeat heartbeat) {
        this.ledger = ledger;
        this.documents = documents;
        this.heartbeat = heartbeat;
    }

    /**
     * Opens the log, which the first start makes with its keys.
     *
     * @param software version that runs
     * @throws ConfigException if the configuration names another log than the data folder has
     * @throws IOException with one sentence: the key file is missing or unusable
     */
    public static RunningLedger start(Config config, MetadataStore store, Platform platform, String software)
            throws IOException {
        List<String> known = Ledger.origins(store);
        LedgerSettings settings = settings(config, known, platform);
        String asked = config.ledger().origin();
        if (asked != null && !asked.equals(settings.origin())) {
            throw new ConfigException("ledger.origin: the log is called '" + settings.origin()
                    + "' since it was made, found '" + asked + "'; a log is never renamed");
        }
        if (!known.isEmpty() && !known.contains(settings.origin())) {
            throw new ConfigException("ledger.key: the key is of the log '" + settings.origin()
                    + "', but the data folder has the log '" + known.getFirst() + "'; give the key of that one");
        }
        Ledger ledger = Ledger.open(store, settings, platform);
        ledger.start();
        Documents documents = new Documents(store, new UidSource(platform), settings.origin());
        return new RunningLedger(ledger, documents, Heartbeat.start(ledger, platform, software));
    }

    /** The file of the log's keys. */
    public static LedgerKeys keys(Config config) {
        Path chosen = config.ledger().key();
        return new LedgerKeys(chosen == null ? config.data().resolve(LedgerKeys.NAME) : chosen);
    }

    private static LedgerSettings settings(Config config, List<String> known, Platform platform) throws IOException {
        LedgerKeys keys = keys(config);
        if (config.inMemory() && config.ledger().key() == null) {
            return LedgerKeys.generate(config.ledger().origin(), platform.random());
        }
        if (keys.exists()) {
            return keys.read();
        }
        if (!known.isEmpty()) {
            throw new IOException("the data folder has the log '" + known.getFirst() + "' but its key file "
                    + keys.file() + " is missing; put it back, or name it with ledger.key");
        }
        return keys.make(config.ledger().origin(), platform.random());
    }

    /** What the log's port answers. */
    public HttpServer.Handler handler() {
        return new LedgerHandler(ledger, documents, publications);
    }

    /** The pages that the port serves, to be told of the log's entries. */
    public Publications publications() {
        return publications;
    }

    /** What others verify its checkpoints with, the Ed25519 key first. */
    public List<String> verifierKeys() {
        return ledger.settings().verifiers().stream().map(Object::toString).toList();
    }

    /** Appends what waits, and ends. */
    public void stop() throws InterruptedException {
        heartbeat.stop();
        ledger.close();
    }
}
