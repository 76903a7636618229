package lazurite.ledger.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;

/**
 * A signature line of a note: {@code — name base64(key id ‖ signature)}.
 *
 * @param name of the key
 * @param keyId of the key
 * @param signature what follows the key id; a time first, for types that have one
 */
public record NoteSignature(String name, int keyId, byte[] signature) {
    private static final String MARK = "\u2014 ";

    /** Refuses a line that is not of this form; it ends before its newline. */
    static NoteSignature parse(String line) {
        int space = line.indexOf(' ', MARK.length());
        if (!line.startsWith(MARK) || space < 0) {
            throw new RefusedException("A signature line is written as dash, name, signature.");
        }
        byte[] bytes = Strict.base64(line.substring(space + 1), "A signature");
        Strict.head(bytes, Integer.BYTES + 1, "A signature");
        return new NoteSignature(
                KeyName.check(line.substring(MARK.length(), space)),
                ByteBuffer.wrap(bytes).getInt(),
                Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
    }

    /** The line, without its newline. */
    String line() {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + signature.length)
                .putInt(keyId)
                .put(signature)
                .array();
        return MARK + name + " " + Base64.getEncoder().encodeToString(bytes);
    }
}
