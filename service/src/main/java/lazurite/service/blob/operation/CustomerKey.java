package lazurite.service.blob.operation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import lazurite.service.blob.text.Base64Text;
import lazurite.store.body.DataKey;

/** A key that came with a request. Its SHA-256 is kept beside what it seals; the key itself nowhere. */
public final class CustomerKey {
    public static final int BYTES = 32;

    private final DataKey key;
    private final String sha256;

    /** @param bytes 32 of them */
    public CustomerKey(byte[] bytes) {
        this.key = new DataKey(bytes);
        this.sha256 = Base64Text.encode(hash(bytes));
    }

    public DataKey key() {
        return key;
    }

    /** In base64. */
    public String sha256() {
        return sha256;
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "CustomerKey";
    }
}
