package lazurite.store.body;

/**
 * A 256-bit key under which bodies and small secrets are encrypted: an account's, an encryption scope's or a customer's.
 */
public final class DataKey {
    private final byte[] key;

    public DataKey(byte[] key) {
        if (key.length != 32) {
            throw new IllegalArgumentException("a data key has 32 bytes, not " + key.length);
        }
        this.key = key.clone();
    }

    byte[] bytes() {
        return key;
    }

    /** Never the key. */
    @Override
    public String toString() {
        return "DataKey";
    }
}
