package lazurite.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes that a signature line signs (C2SP signed-note, tlog-cosignature). */
final class SignedMessage {
    private static final String TREE_LABEL = "subtree/v1\n\0";

    private SignedMessage() {}

    /**
     * @param name of the key that signs
     * @param seconds since 1970; of no matter to untimed types
     */
    static byte[] of(String name, SignatureType type, String text, long seconds) {
        return switch (type) {
            case ED25519 -> utf8(text);
            case ED25519_COSIGNATURE -> utf8("cosignature/v1\ntime " + seconds + "\n" + text);
            case ML_DSA_44 -> tree(name, Checkpoint.parse(text), seconds);
        };
    }

    private static byte[] tree(String name, Checkpoint checkpoint, long seconds) {
        byte[] signer = utf8(name);
        byte[] origin = utf8(checkpoint.origin());
        return ByteBuffer.allocate(12 + 1 + signer.length + 8 + 1 + origin.length + 8 + 8 + 32)
                .put(utf8(TREE_LABEL))
                .put((byte) signer.length)
                .put(signer)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root().bytes())
                .array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
