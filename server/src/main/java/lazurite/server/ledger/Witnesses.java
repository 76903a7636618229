package lazurite.server.ledger;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.base.Threads;
import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Has witnesses cosign the log's checkpoints. What they do or leave undone harms neither storage nor log: it shows in the
 * server's log and metrics.
 *
 * <p>Concurrency: one virtual thread a witness; started and closed by the thread that composes the server, figures from
 * any.
 */
final class Witnesses implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Witnesses.class.getName());
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);
    private static final Duration PAUSE_MIN = Duration.ofSeconds(1);
    private static final Duration PAUSE_MAX = Duration.ofMinutes(1);

    private final Ledger ledger;
    private final Round round;
    private final WitnessClient client = new WitnessClient(ANSWER_MAX);
    private final List<Asked> all;

    private Witnesses(Ledger ledger, LedgerPolicy policy, Platform platform) {
        this.ledger = ledger;
        this.round = new Round(ledger, policy.policy(), platform.nanoTime());
        this.all = policy.witnesses().stream()
                .map(witness -> new Asked(witness, platform))
                .toList();
    }

    static Witnesses start(Ledger ledger, LedgerPolicy policy, Platform platform) {
        Witnesses witnesses = new Witnesses(ledger, policy, platform);
        witnesses.all.forEach(asked -> asked.thread.start());
        return witnesses;
    }

    /**
     * How one witness does.
     *
     * @param cosigned size of the newest checkpoint that it cosigned since the start; 0 for none
     * @param problem why it did not cosign when it was asked last; null if it did, or was not asked yet
     */
    record Figure(String name, long cosigned, @Nullable String problem) {}

    List<Figure> figures() {
        return all.stream().map(asked -> asked.figure).toList();
    }

    @Override
    public void close() {
        all.forEach(asked -> asked.thread.interrupt());
        client.close();
        all.forEach(asked -> Threads.awaitEnd(asked.thread));
    }

    private final class Asked {
        private final LedgerPolicy.Reached witness;
        private final Thread thread;
        private volatile Figure figure;

        /** Size of the checkpoint that it cosigned last, as far as is known. */
        private long known;

        Asked(LedgerPolicy.Reached witness, Platform platform) {
            this.witness = witness;
            this.figure = new Figure(witness.name(), 0, null);
            this.thread = platform.virtualThreads().newThread(this::run);
        }

        private void run() {
            long done = -1;
            Duration pause = PAUSE_MIN;
            try {
                while (true) {
                    long before = done;
                    done = cosigned(done);
                    if (done > before) {
                        pause = PAUSE_MIN;
                    } else {
                        Thread.sleep(pause);
                        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
                    }
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        }

        /** Has it cosign one checkpoint; the size of that, or the one given if it did not. */
        private long cosigned(long done) throws InterruptedException {
            String problem;
            long size = done;
            try {
                Note note = round.beyond(done);
                problem = ask(note);
                size = problem == null ? Checkpoint.parse(note.text()).size() : done;
            } catch (StorageException | RefusedException unusable) {
                problem = "the log cannot be read, or did not take its line: " + unusable.getMessage();
            }
            tell(problem, size);
            return size;
        }

        /** Asks once, and once more if it was further back or forward than was known. */
        private @Nullable String ask(Note note) throws InterruptedException {
            long size = Checkpoint.parse(note.text()).size();
            known = Math.min(known, size);
            for (int attempt = 0; attempt < 2; attempt++) {
                List<Hash> proof = ledger.consistency(known, size);
                if (proof == null) {
                    return "the log has no proof from " + known + " to " + size;
                }
                switch (client.addCheckpoint(witness, known, proof, note)) {
                    case WitnessClient.Answer.Cosigned(var lines) -> {
                        known = size;
                        round.cosigned(note, lines);
                        return null;
                    }
                    case WitnessClient.Answer.OtherSize(long other) -> {
                        if (other > size || other == known) {
                            return StartCheck.knows(size, other);
                        }
                        known = other;
                    }
                    case WitnessClient.Answer.Not(var reason) -> {
                        return reason;
                    }
                }
            }
            return "its size changes while it is asked";
        }

        private void tell(@Nullable String problem, long size) {
            Figure before = figure;
            figure = new Figure(before.name(), problem == null ? size : before.cosigned(), problem);
            if (problem != null && !Objects.equals(problem, before.problem())) {
                LOG.log(
                        Level.WARNING,
                        "witness ''{0}'' does not cosign the log: {1}; it is asked again",
                        before.name(),
                        problem);
            } else if (problem == null && before.problem() != null) {
                LOG.log(Level.INFO, "witness ''{0}'' cosigns the log again", before.name());
            }
        }
    }
}
