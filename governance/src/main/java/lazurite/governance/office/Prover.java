package lazurite.governance.office;

import lazurite.ledger.RefusedException;
import lazurite.ledger.log.Ledger;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.proof.Policy;
import lazurite.ledger.proof.Receipt;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.Proofs;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that an entry is in the log, as anybody outside would: by a receipt under the pinned policy.
 *
 * <p>Concurrency: one thread at a time.
 */
final class Prover {
    private final Ledger ledger;
    private final Policy policy;
    private @Nullable Note judged;
    private @Nullable Checkpoint checkpoint;

    Prover(Ledger ledger, Policy policy) {
        this.ledger = ledger;
        this.policy = policy;
    }

    /** The entry's receipt; refuses an entry that it does not prove. */
    Receipt prove(long index, byte[] entry) {
        Receipt receipt = ledger.receipt(index);
        if (receipt == null) {
            throw new RefusedException("There is no receipt for the entry at index " + index + ".");
        }
        Checkpoint signed = judge(receipt.checkpoint());
        Proofs.verifyInclusion(Merkle.leaf(entry), index, signed.size(), signed.root(), receipt.path());
        return receipt;
    }

    /** Signatures are verified once for each checkpoint. */
    private Checkpoint judge(Note note) {
        Checkpoint known = checkpoint;
        if (known != null && note.equals(judged)) {
            return known;
        }
        Checkpoint fresh = policy.judge(note).checkpoint();
        judged = note;
        checkpoint = fresh;
        return fresh;
    }
}
