package lazurite.ledger.note;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import lazurite.ledger.RefusedException;
import lazurite.ledger.tree.Hash;

/** Names of keys, and the four bytes that a key is known by beside its name (C2SP signed-note). */
final class KeyName {
    /** Cosignatures write the length of a name in one byte. */
    static final int BYTES_MAX = 255;

    private KeyName() {}

    static String check(String name) {
        boolean fit = !name.isEmpty()
                && name.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX
                && name.chars()
                        .noneMatch(c -> c == '+' || c < ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c));
        if (!fit) {
            throw new RefusedException("This is not a key's name: 1 to 255 bytes without spaces and without '+'.");
        }
        return name;
    }

    static int id(String name, SignatureType type, byte[] publicKey) {
        byte[] head = (name + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] hash = Hash.sha256(head, new byte[] {type.code()}, publicKey).bytes();
        return (hash[0] & 0xFF) << 24 | (hash[1] & 0xFF) << 16 | (hash[2] & 0xFF) << 8 | (hash[3] & 0xFF);
    }

    static String hex(int id) {
        return HexFormat.of().toHexDigits(id);
    }
}
