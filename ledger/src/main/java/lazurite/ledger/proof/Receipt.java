package lazurite.ledger.proof;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.note.Checkpoint;
import lazurite.ledger.note.Note;
import lazurite.ledger.tree.Hash;
import lazurite.ledger.tree.Merkle;
import lazurite.ledger.tree.Proofs;
import org.jspecify.annotations.Nullable;

/**
 * Shows offline that an entry is in a log (C2SP tlog-proof).
 *
 * @param index of the entry in the log
 * @param path from the leaf to the root
 * @param extra base64 of anything; nothing vouches for it. Null for none
 * @param checkpoint the signed checkpoint, as the log or a witness gave it
 */
public record Receipt(long index, List<Hash> path, @Nullable String extra, Note checkpoint) {
    public static final int BYTES_MAX = 2 * Note.BYTES_MAX;

    private static final String HEADER = "c2sp.org/tlog-proof@v1\n";
    private static final String EXTRA = "extra ";
    private static final String INDEX = "index ";

    // not the compact form: javac then loses @Nullable for other modules
    public Receipt(long index, List<Hash> path, @Nullable String extra, Note checkpoint) {
        this.index = index;
        this.path = List.copyOf(path);
        this.extra = extra;
        this.checkpoint = checkpoint;
        if (index < 0 || path.size() > Proofs.HASHES_MAX) {
            throw new RefusedException("A receipt's index or path is impossible.");
        }
        if (extra != null) {
            Strict.base64(extra, "A receipt's extra data");
        }
    }

    /** Refuses what is not exactly a receipt. */
    public static Receipt parse(byte[] bytes) {
        int end = blankLine(bytes);
        String head = Strict.utf8(Arrays.copyOf(bytes, end + 1), "A receipt");
        if (!head.startsWith(HEADER)) {
            throw new RefusedException("This is not a receipt: it does not begin with c2sp.org/tlog-proof@v1.");
        }
        String[] lines = head.substring(HEADER.length()).split("\n");
        int at = lines[0].startsWith(EXTRA) ? 1 : 0;
        String extra = at == 1 ? lines[0].substring(EXTRA.length()) : null;
        if (at >= lines.length || !lines[at].startsWith(INDEX)) {
            throw new RefusedException("A receipt has no index.");
        }
        long index = Strict.decimal(lines[at].substring(INDEX.length()), "A receipt's index");
        List<Hash> path = new ArrayList<>();
        for (String line : Arrays.asList(lines).subList(at + 1, lines.length)) {
            path.add(Hash.parseBase64(line));
        }
        return new Receipt(index, path, extra, Note.parse(Arrays.copyOfRange(bytes, end + 2, bytes.length)));
    }

    public byte[] bytes() {
        StringBuilder head = new StringBuilder(HEADER);
        if (extra != null) {
            head.append(EXTRA).append(extra).append('\n');
        }
        head.append(INDEX).append(index).append('\n');
        path.forEach(hash -> head.append(hash.base64()).append('\n'));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(checkpoint.bytes());
        return bytes.toByteArray();
    }

    /** This receipt with bytes along that nothing vouches for. */
    public Receipt withExtra(byte[] bytes) {
        return new Receipt(index, path, Base64.getEncoder().encodeToString(bytes), checkpoint);
    }

    /** Refuses unless the entry is in a log of the policy and a quorum of its witnesses says so. */
    public Verdict verify(byte[] entry, Policy policy) {
        Verdict verdict = verifyProvisionally(entry, policy);
        verdict.requireQuorum();
        return verdict;
    }

    /** Refuses unless the entry is in a log of the policy, by that log's own word. */
    public Verdict verifyProvisionally(byte[] entry, Policy policy) {
        Verdict verdict = policy.judge(checkpoint);
        Checkpoint signed = verdict.checkpoint();
        Proofs.verifyInclusion(Merkle.leaf(entry), index, signed.size(), signed.root(), path);
        return verdict;
    }

    /** Where the first blank line begins, less one: the newline before it. */
    private static int blankLine(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new RefusedException("A receipt has at most " + BYTES_MAX + " bytes.");
        }
        for (int i = 0; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\n' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        throw new RefusedException("A receipt has no checkpoint.");
    }
}
