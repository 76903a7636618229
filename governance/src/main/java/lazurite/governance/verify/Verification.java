package lazurite.governance.verify;

import java.util.List;
import java.util.OptionalLong;
import lazurite.ledger.note.Checkpoint;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a log.
 *
 * @param log where it was read
 * @param checkpoint that was verified; null if none could be
 * @param seconds its newest verified time, since 1970; empty if no line of a given key has one
 */
public record Verification(
        String log, @Nullable Checkpoint checkpoint, OptionalLong seconds, List<Judgement> judgements) {
    // not the compact form: javac then loses @Nullable for other modules
    public Verification(String log, @Nullable Checkpoint checkpoint, OptionalLong seconds, List<Judgement> judgements) {
        this.log = log;
        this.checkpoint = checkpoint;
        this.seconds = seconds;
        this.judgements = List.copyOf(judgements);
    }

    /** Whether nothing is broken. */
    public boolean isUnbroken() {
        return judgements.stream().noneMatch(judgement -> judgement.answer() == Answer.BROKEN);
    }

    public Judgement of(Invariant invariant) {
        return judgements.stream()
                .filter(judgement -> judgement.invariant() == invariant)
                .findFirst()
                .orElseThrow();
    }
}
