package lazurite.ledger.entry;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import lazurite.ledger.RefusedException;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;

/**
 * What an entry commits to, with the salt that hides it. Whoever has both can show that the entry means this and
 * nothing else; once the salt is destroyed nobody can, and the tree stays as it is.
 *
 * @param salt 32 bytes, fresh for each entry: what is committed to may be easy to guess
 * @param content what stays private
 */
public record Opening(byte[] salt, Json content) {
    public static final int SALT_BYTES = 32;

    private static final byte[] LABEL = "lzr-com-v1\0".getBytes(StandardCharsets.US_ASCII);

    public Opening {
        if (salt.length != SALT_BYTES) {
            throw new RefusedException("A salt has " + SALT_BYTES + " bytes, not " + salt.length + ".");
        }
        salt = salt.clone();
    }

    /** @param random cryptographically strong */
    public static Opening fresh(Json content, RandomGenerator random) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Opening(salt, content);
    }

    /** SHA-256 of {@code "lzr-com-v1" ‖ 00 ‖ salt ‖ canonical JSON}. */
    public Hash commitment() {
        return Hash.sha256(LABEL, salt, content.canonical());
    }

    /** The salt in hexadecimal digits. */
    public String saltHex() {
        return HexFormat.of().formatHex(salt);
    }
}
