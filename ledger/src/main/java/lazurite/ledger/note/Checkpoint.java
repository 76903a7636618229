package lazurite.ledger.note;

import java.nio.charset.StandardCharsets;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.tree.Hash;

/**
 * A state of a log (C2SP tlog-checkpoint, without extension lines).
 *
 * @param origin the log's name
 * @param size how many entries
 * @param root of the tree over them
 */
public record Checkpoint(String origin, long size, Hash root) {
    public Checkpoint {
        if (origin.isEmpty()
                || origin.getBytes(StandardCharsets.UTF_8).length > KeyName.BYTES_MAX
                || origin.chars().anyMatch(c -> c < ' ')) {
            throw new RefusedException("An origin is one line of 1 to 255 bytes.");
        }
        if (size < 0) {
            throw new RefusedException("A checkpoint's size is negative.");
        }
    }

    /** Refuses what is not exactly three lines of origin, size and root. */
    public static Checkpoint parse(String text) {
        String[] lines = text.split("\n", -1);
        if (lines.length != 4 || !lines[3].isEmpty()) {
            throw new RefusedException("A checkpoint has three lines: origin, size and root.");
        }
        return new Checkpoint(lines[0], Strict.decimal(lines[1], "A checkpoint's size"), Hash.parseBase64(lines[2]));
    }

    /** The note's text. */
    public String text() {
        return origin + "\n" + size + "\n" + root.base64() + "\n";
    }
}
