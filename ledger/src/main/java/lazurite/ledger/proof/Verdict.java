package lazurite.ledger.proof;

import java.util.OptionalLong;
import java.util.Set;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;

/**
 * What a policy says of a checkpoint that a log of it signed.
 *
 * @param witnesses names, in the policy, of those who cosigned
 * @param quorum whether they are enough
 * @param seconds the newest time in a verified line, since 1970; empty if no line has one
 */
public record Verdict(Checkpoint checkpoint, Set<String> witnesses, boolean quorum, OptionalLong seconds) {
    public Verdict {
        witnesses = Set.copyOf(witnesses);
    }

    /** Refuses unless enough witnesses cosigned. */
    public void requireQuorum() {
        if (!quorum) {
            throw new RefusedException("The checkpoint has no quorum of the policy's witnesses.");
        }
    }
}
