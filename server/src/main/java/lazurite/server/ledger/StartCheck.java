package lazurite.server.ledger;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import lazurite.base.Platform;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.Proofs;
import org.jspecify.annotations.Nullable;

/**
 * Asks witnesses and mirrors, before anything is signed, whether they know more of the log than this data does: data that
 * was restored from a backup must not sign another history. Who does not answer is warned of and not waited for.
 *
 * <p>Concurrency: one thread; those who are asked are asked at the same time.
 */
final class StartCheck {
    private static final System.Logger LOG = System.getLogger(StartCheck.class.getName());
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final Ledger ledger;
    private final Note note;
    private final Checkpoint checkpoint;

    private StartCheck(Ledger ledger, Platform platform) {
        this.ledger = ledger;
        Note published = ledger.checkpoint();
        Checkpoint none = new Checkpoint(ledger.settings().origin(), 0, Merkle.EMPTY);
        this.note = published != null
                ? published
                : new Note(
                        none.text(),
                        List.of(ledger.settings()
                                .keys()
                                .getFirst()
                                .sign(none, platform.clock().instant())));
        this.checkpoint = Checkpoint.parse(note.text());
    }

    /**
     * Whether this data may sign.
     *
     * @throws IOException with one sentence if somebody knows more, or another history
     */
    static void run(Ledger ledger, LedgerPolicy policy, List<URI> mirrors, Platform platform) throws IOException {
        if (policy.witnesses().isEmpty() && mirrors.isEmpty()) {
            return;
        }
        StartCheck check = new StartCheck(ledger, platform);
        try (WitnessClient client = new WitnessClient(ANSWER_MAX)) {
            List<FutureTask<@Nullable String>> asked = new ArrayList<>();
            policy.witnesses()
                    .forEach(witness -> asked.add(started(platform, () -> check.witnessKnows(client, witness))));
            mirrors.forEach(mirror -> asked.add(started(platform, () -> check.mirrorKnows(client, mirror))));
            for (FutureTask<@Nullable String> one : asked) {
                String more = one.get();
                if (more != null) {
                    throw new IOException("the log '" + ledger.settings().origin() + "' is not signed: " + more
                            + "; put back the data that is ahead, or begin a new log that cites this one with"
                            + " 'lazurite ledger restart'");
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        } catch (ExecutionException failed) {
            throw new IOException("witnesses and mirrors could not be asked: " + failed.getCause(), failed);
        }
    }

    /** How a sentence about somebody ends who has cosigned so many entries of a log of {@code size}. */
    static String knows(long size, long other) {
        return other == size
                ? "it has cosigned another history of the same " + size + " entries"
                : "it has cosigned " + other + " entries of the log, which has " + size + " here";
    }

    private @Nullable String witnessKnows(WitnessClient client, LedgerPolicy.Reached witness)
            throws InterruptedException {
        String who = "witness '" + witness.name() + "'";
        return switch (client.addCheckpoint(witness, checkpoint.size(), List.of(), note)) {
            case WitnessClient.Answer.Cosigned _ -> null;
            case WitnessClient.Answer.OtherSize(long other) ->
                other < checkpoint.size() ? null : who + ": " + knows(checkpoint.size(), other);
            case WitnessClient.Answer.Not(var reason) -> unasked(who, reason);
        };
    }

    private @Nullable String mirrorKnows(WitnessClient client, URI mirror) throws InterruptedException {
        String who = "mirror " + mirror;
        Checkpoint theirs;
        try {
            Note read = client.checkpoint(mirror);
            theirs = Checkpoint.parse(read.text());
            verify(read, theirs);
        } catch (RefusedException unusable) {
            return unasked(who, String.valueOf(unusable.getMessage()));
        }
        if (theirs.size() > checkpoint.size()) {
            return who + ": it has " + theirs.size() + " entries of the log, which has " + checkpoint.size() + " here";
        }
        List<Hash> proof = ledger.consistency(theirs.size(), checkpoint.size());
        try {
            Proofs.verifyConsistency(
                    theirs.size(),
                    theirs.root(),
                    checkpoint.size(),
                    checkpoint.root(),
                    proof == null ? List.of() : proof);
            return null;
        } catch (RefusedException fork) {
            return who + ": it has another history of the log's first " + theirs.size() + " entries";
        }
    }

    private void verify(Note read, Checkpoint theirs) {
        if (!theirs.origin().equals(ledger.settings().origin())
                || !ledger.settings().signed(read)) {
            throw new RefusedException("it has another log's checkpoint");
        }
    }

    private static @Nullable String unasked(String who, String reason) {
        LOG.log(Level.WARNING, "{0} could not tell whether it knows more of the log: {1}", who, reason);
        return null;
    }

    private static FutureTask<@Nullable String> started(Platform platform, Callable<@Nullable String> question) {
        FutureTask<@Nullable String> task = new FutureTask<>(question);
        platform.virtualThreads().newThread(task).start();
        return task;
    }
}
