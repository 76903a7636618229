package lazurite.server.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletionException;
import lazurite.base.Platform;
import lazurite.governance.event.Event;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.entry.Draft;
import lazurite.ledger.log.Appended;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.note.VerifierKey;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.store.MetadataStore;

/**
 * Gives a log new signing keys under its old name. The new ones are written to a file beside the old; then the log says
 * so in an entry that the old ones sign; then the new file takes the old one's place. One that is broken off is gone on
 * with by the next, and no server starts before.
 *
 * <p>The pair before stays in the file and signs along, so that readers and witnesses have until the next rotation to
 * learn the new one.
 */
public final class KeyRotation {
    private KeyRotation() {}

    /**
     * Rotates the keys of the log of a data folder that no server serves.
     *
     * @return the log with its new keys first
     * @throws ConfigException if there is no log, or its key is another log's
     * @throws IOException with one sentence: the key file is unusable, or others know more of the log
     */
    public static LedgerSettings run(Config config, MetadataStore store, Platform platform) throws IOException {
        LedgerKeys file = RunningLedger.keys(config);
        String current = LogChain.read(store, platform).current();
        if (current == null || !file.exists()) {
            throw new ConfigException(
                    "--data: there is no ledger in " + config.data() + " whose key " + file.file() + " is");
        }
        LedgerSettings settings = file.read();
        RunningLedger.requireCurrent(settings, current);
        LedgerKeys next = file.next();
        if (!next.exists()) {
            next.write(LedgerKeys.rotated(settings, platform.random()));
        }
        LedgerSettings fresh = next.read();
        announce(fresh, Ledger.open(store, settings, platform), config, platform);
        file.write(fresh);
        Files.delete(next.file());
        return fresh;
    }

    private static void announce(LedgerSettings fresh, Ledger ledger, Config config, Platform platform)
            throws IOException {
        LogEvent.KeyRotated event = new LogEvent.KeyRotated(
                fresh.verifiers().stream().map(VerifierKey::text).toList());
        Appended last = ledger.last(event.stream());
        if (last != null && Event.of(last.entry()).equals(event)) {
            return;
        }
        LedgerPolicy policy = LedgerPolicy.read(config.ledger().policy(), ledger.settings());
        StartCheck.run(ledger, policy, config.ledger().mirrors(), platform);
        try (ledger) {
            ledger.start();
            ledger.append(new Draft(
                            event.type(),
                            event.stream(),
                            platform.clock().millis(),
                            LogStart.ACTOR,
                            event.open(),
                            null))
                    .join();
        } catch (CompletionException failed) {
            throw new IOException("the log took no entry: " + failed.getCause(), failed);
        }
    }
}
