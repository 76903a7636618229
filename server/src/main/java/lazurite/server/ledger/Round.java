package lazurite.server.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.proof.Policy;
import org.jspecify.annotations.Nullable;

/**
 * Which checkpoint the witnesses are asked about. All are asked about the same one, so that fast and slow ones make a
 * quorum together; it is given up for the newest one when they have, or after ten seconds, and never sooner than after
 * one. What they sign reaches the ledger once it is a quorum, so that the ledger's newest cosigned checkpoint always has
 * one.
 *
 * <p>Concurrency: any thread.
 */
final class Round {
    private static final long NANOS_MIN = TimeUnit.SECONDS.toNanos(1);
    private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(10);

    /** How long a checkpoint that another process published may go unnoticed. */
    private static final long UNTOLD_NANOS_MAX = TimeUnit.MINUTES.toNanos(1);

    private final Ledger ledger;
    private final Policy policy;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable Note note;
    private long begun;
    private List<NoteSignature> lines = List.of();
    private boolean agreed;

    Round(Ledger ledger, Policy policy, LongSupplier nanoTime) {
        this.ledger = ledger;
        this.policy = policy;
        this.nanoTime = nanoTime;
        ledger.onPublished(this::wake);
    }

    /**
     * Waits for a checkpoint beyond the size.
     *
     * @param size of the checkpoint that the caller was done with last; -1 for none
     * @return as the log alone signed it
     */
    Note beyond(long size) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Note newest = ledger.checkpoint();
                long left = newest == null || size(newest) == size(note) ? UNTOLD_NANOS_MAX : nanosLeft();
                if (newest != null && left <= 0) {
                    begin(newest);
                }
                Note current = note;
                if (current != null && size(current) > size) {
                    return current;
                }
                changed.awaitNanos(Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes a witness's verified line over the note. */
    void cosigned(Note over, List<NoteSignature> added) {
        lock.lock();
        try {
            if (note == null || !over.text().equals(note.text())) {
                return;
            }
            List<NoteSignature> all = new ArrayList<>(lines);
            all.removeIf(line -> added.stream()
                    .anyMatch(
                            anew -> anew.keyId() == line.keyId() && anew.name().equals(line.name())));
            all.addAll(added);
            lines = List.copyOf(all);
            Note together = over.with(lines);
            if (policy.judge(together).quorum()) {
                ledger.addCosigned(together);
                agreed = true;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void begin(Note newest) {
        List<VerifierKey> own = ledger.settings().verifiers();
        note = new Note(
                newest.text(),
                newest.signatures().stream()
                        .filter(line -> own.stream().anyMatch(key -> key.claims(line)))
                        .toList());
        begun = nanoTime.getAsLong();
        lines = List.of();
        agreed = false;
        changed.signalAll();
    }

    private long nanosLeft() {
        return note == null ? 0 : begun + (agreed ? NANOS_MIN : NANOS_MAX) - nanoTime.getAsLong();
    }

    private void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static long size(@Nullable Note note) {
        return note == null ? -1 : Checkpoint.parse(note.text()).size();
    }
}
