package lazurite.ledger.note;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;

/**
 * Text and signature lines (C2SP signed-note). Says nothing of whether the signatures verify.
 *
 * @param text ends with a newline
 * @param signatures at least one
 */
public record Note(String text, List<NoteSignature> signatures) {
    public static final int BYTES_MAX = 256 << 10;
    public static final int SIGNATURES_MAX = 64;

    public Note {
        signatures = List.copyOf(signatures);
        if (!text.endsWith("\n")) {
            throw new RefusedException("A note's text does not end with a newline.");
        }
        if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
            throw new RefusedException("A note has 1 to " + SIGNATURES_MAX + " signatures.");
        }
    }

    /** Refuses what is not exactly a note. */
    public static Note parse(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new RefusedException("A note has at most " + BYTES_MAX + " bytes.");
        }
        String all = Strict.utf8(bytes, "A note");
        if (all.chars().anyMatch(c -> c < ' ' && c != '\n')) {
            throw new RefusedException("A note has control characters.");
        }
        int blank = all.lastIndexOf("\n\n");
        if (blank < 0 || !all.endsWith("\n")) {
            throw new RefusedException("A note has no signatures, or does not end with a newline.");
        }
        List<NoteSignature> signatures = new ArrayList<>();
        String lines = all.substring(blank + 2);
        for (int at = 0; at < lines.length(); ) {
            int end = lines.indexOf('\n', at);
            signatures.add(NoteSignature.parse(lines.substring(at, end)));
            at = end + 1;
        }
        return new Note(all.substring(0, blank + 1), signatures);
    }

    public byte[] bytes() {
        StringBuilder all = new StringBuilder(text).append('\n');
        signatures.forEach(line -> all.append(line.line()).append('\n'));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** This note with more signature lines. */
    public Note with(List<NoteSignature> more) {
        List<NoteSignature> both = new ArrayList<>(signatures);
        both.addAll(more);
        return new Note(text, both);
    }
}
