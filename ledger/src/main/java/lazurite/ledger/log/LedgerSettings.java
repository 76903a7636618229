package lazurite.ledger.log;

import java.util.List;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.note.SignatureType;
import lazurite.ledger.note.SignerKey;
import lazurite.ledger.note.VerifierKey;
import lazurite.ledger.tree.Merkle;

/**
 * Which log this is.
 *
 * @param origin its name for ever, for example {@code lazurite.example/log/2026}
 * @param keys that sign its checkpoints, all named as the origin: one of type 01 first, then others
 */
public record LedgerSettings(String origin, List<SignerKey> keys) {
    public LedgerSettings {
        keys = List.copyOf(keys);
        String name = new Checkpoint(origin, 0, Merkle.EMPTY).origin();
        if (keys.isEmpty() || keys.getFirst().verifier().type() != SignatureType.ED25519) {
            throw new RefusedException("A log's first key is an Ed25519 key of type 01.");
        }
        for (SignerKey key : keys) {
            if (!key.verifier().name().equals(name) || key.verifier().type() == SignatureType.ED25519_COSIGNATURE) {
                throw new RefusedException("A log's keys are of type 01 or 06 and named as its origin.");
            }
        }
    }

    /** What others verify with. */
    public List<VerifierKey> verifiers() {
        return keys.stream().map(SignerKey::verifier).toList();
    }

    /**
     * Whether one of the keys signed the note.
     *
     * @throws RefusedException if a line that claims to be one of theirs does not verify
     */
    public boolean signed(Note note) {
        boolean signed = false;
        for (VerifierKey key : verifiers()) {
            for (NoteSignature line : note.signatures()) {
                if (key.claims(line)) {
                    key.verify(note.text(), line);
                    signed = true;
                }
            }
        }
        return signed;
    }
}
