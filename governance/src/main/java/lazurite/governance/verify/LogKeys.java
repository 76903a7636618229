package lazurite.governance.verify;

import java.util.ArrayList;
import java.util.List;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.note.VerifierKey;

/** The keys that a log names as its own, from its genesis on. */
final class LogKeys {
    private final List<List<VerifierKey>> sets = new ArrayList<>();

    /** Refuses what is no key. */
    void add(List<String> vkeys) {
        sets.add(vkeys.stream().map(VerifierKey::parse).toList());
    }

    /** Whether all keys of one set signed: of the newest, or of that before it, which the change itself may stand under. */
    boolean newestSigned(Note note) {
        return sets.subList(Math.max(0, sets.size() - 2), sets.size()).stream().anyMatch(keys -> allSigned(keys, note));
    }

    /** Whether all keys of any set signed. */
    boolean anySigned(Note note) {
        return sets.stream().anyMatch(keys -> allSigned(keys, note));
    }

    private static boolean allSigned(List<VerifierKey> keys, Note note) {
        return keys.stream().allMatch(key -> note.signatures().stream().anyMatch(line -> signed(key, note, line)));
    }

    private static boolean signed(VerifierKey key, Note note, NoteSignature line) {
        if (!key.claims(line)) {
            return false;
        }
        try {
            key.verify(note.text(), line);
            return true;
        } catch (RefusedException forged) {
            return false;
        }
    }
}
