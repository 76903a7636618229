package lazurite.server.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.CompletionException;
import lazurite.base.Platform;
import lazurite.governance.event.LogEvent;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.log.LedgerSettings;
import lazurite.ledger.log.PublishedLog;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.server.config.Config;
import lazurite.server.config.ConfigException;
import lazurite.store.MetadataStore;
import org.jspecify.annotations.Nullable;

/**
 * Begins a new log in place of one that must not be signed any more. The new one has a name and keys of its own, and its
 * first entry cites the old one's size and root. The old one's entries stay, and what is in force by them stays in force;
 * its keys are replaced and gone.
 *
 * <p>First the key file, then the first entry: a restart that is broken off in between is gone on with by the next.
 *
 * @param origin of the new log
 * @param before of the log that it goes on from
 * @param size of that, as cited
 */
public record LedgerRestart(String origin, String before, long size) {
    /**
     * Restarts the log of a data folder that no server serves.
     *
     * @param origin of the new log; null for one made of random letters
     * @param software version that runs
     * @throws ConfigException if there is no log, or was one of that name
     */
    public static LedgerRestart run(
            Config config, @Nullable String origin, MetadataStore store, Platform platform, String software)
            throws IOException {
        LogChain chain = LogChain.read(store, platform);
        if (chain.logs().isEmpty()) {
            throw new ConfigException("--data: there is no ledger in " + config.data() + " to be restarted");
        }
        if (Ledger.origins(store).stream().anyMatch(known -> known.equals(origin))) {
            throw new ConfigException("--origin: there is or was a log called '" + origin + "'; give another name");
        }
        PublishedLog old = chain.logs().getFirst();
        Note note = old.checkpoint();
        if (note == null) {
            throw new IOException("the log '" + old.origin() + "' was never published; there is nothing to cite");
        }
        Checkpoint last = Checkpoint.parse(note.text());
        LedgerSettings fresh = keys(config, origin, store, platform);
        try (Ledger ledger = Ledger.open(store, fresh, platform)) {
            ledger.start();
            ledger.append(LogStart.genesis(
                            fresh,
                            platform.clock().millis(),
                            software,
                            new LogEvent.Restarted(last.origin(), last.size(), last.root())))
                    .join();
        } catch (CompletionException failed) {
            throw new IOException("the new log took no entry: " + failed.getCause(), failed);
        }
        Files.deleteIfExists(RunningLedger.keys(config).next().file());
        return new LedgerRestart(fresh.origin(), last.origin(), last.size());
    }

    /** New ones, or those of a restart that was broken off. */
    private static LedgerSettings keys(Config config, @Nullable String origin, MetadataStore store, Platform platform)
            throws IOException {
        LedgerKeys file = RunningLedger.keys(config);
        if (file.exists()) {
            LedgerSettings there = file.read();
            boolean unused = !Ledger.origins(store).contains(there.origin());
            if (unused && (origin == null || origin.equals(there.origin()))) {
                return there;
            }
        }
        return file.make(origin, platform.random());
    }
}
