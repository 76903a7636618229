package lazurite.ledger.proof;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import lazurite.ledger.RefusedException;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.note.NoteSignature;
import lazurite.ledger.note.VerifierKey;
import org.jspecify.annotations.Nullable;

/**
 * Which logs are believed, and how many witnesses have to agree (C2SP tlog-policy). A log's key is named as its origin.
 *
 * @param logs any one has to have signed
 * @param witnesses by their names in the policy
 * @param quorum who has to have cosigned; null for nobody
 */
public record Policy(
        List<Log> logs,
        Map<String, Witness> witnesses,
        @Nullable Voter quorum) {

    /** @param url where it is reached; null if the policy does not say */
    public record Log(VerifierKey key, @Nullable String url) {}

    /** Who can have agreed to a checkpoint. */
    public sealed interface Voter {
        boolean agreed(Set<String> cosigned);
    }

    /** @param url where it is reached; null if the policy does not say */
    public record Witness(
            String name, VerifierKey key, @Nullable String url) implements Voter {
        @Override
        public boolean agreed(Set<String> cosigned) {
            return cosigned.contains(name);
        }
    }

    /** Agrees when so many of its members do. */
    public record Group(int threshold, List<Voter> members) implements Voter {
        public Group {
            members = List.copyOf(members);
        }

        @Override
        public boolean agreed(Set<String> cosigned) {
            return members.stream().filter(member -> member.agreed(cosigned)).count() >= threshold;
        }
    }

    // not the compact form: javac then loses @Nullable for other modules
    public Policy(List<Log> logs, Map<String, Witness> witnesses, @Nullable Voter quorum) {
        this.logs = List.copyOf(logs);
        this.witnesses = Map.copyOf(witnesses);
        this.quorum = quorum;
    }

    /** Reads a policy file; the refusal names the line. */
    public static Policy parse(byte[] file) {
        return PolicyReader.read(file);
    }

    /**
     * Judges a signed checkpoint. Lines of unknown keys count for nothing.
     *
     * @throws RefusedException if no log of the policy signed it under its own name, or a line that claims to be a
     *     known key's does not verify
     */
    public Verdict judge(Note note) {
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        Seconds newest = new Seconds();
        boolean signed = false;
        Set<String> cosigned = new HashSet<>();
        for (NoteSignature line : note.signatures()) {
            for (Log log : logs) {
                if (log.key().name().equals(checkpoint.origin()) && log.key().claims(line)) {
                    newest.see(log.key().verify(note.text(), line));
                    signed = true;
                }
            }
            for (Witness witness : witnesses.values()) {
                if (witness.key().claims(line)) {
                    newest.see(witness.key().verify(note.text(), line));
                    cosigned.add(witness.name());
                }
            }
        }
        if (!signed) {
            throw new RefusedException("No log of the policy signed the checkpoint.");
        }
        return new Verdict(checkpoint, cosigned, quorum == null || quorum.agreed(cosigned), newest.value);
    }

    private static final class Seconds {
        private OptionalLong value = OptionalLong.empty();

        void see(OptionalLong seconds) {
            if (seconds.isPresent() && (value.isEmpty() || seconds.getAsLong() > value.getAsLong())) {
                value = seconds;
            }
        }
    }
}
