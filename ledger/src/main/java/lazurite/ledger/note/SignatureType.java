package lazurite.ledger.note;

import lazurite.ledger.RefusedException;
import lazurite.ledger.key.KeyAlgorithm;

/** What a signature line of a note is (C2SP signed-note, tlog-cosignature). */
public enum SignatureType {
    /** Over the note's text. */
    ED25519(1, KeyAlgorithm.ED25519),
    /** Cosignature v1: over a time and the note's text. */
    ED25519_COSIGNATURE(4, KeyAlgorithm.ED25519),
    /** Cosignature of a tree, with a time. */
    ML_DSA_44(6, KeyAlgorithm.ML_DSA_44);

    private final int code;
    private final KeyAlgorithm algorithm;

    SignatureType(int code, KeyAlgorithm algorithm) {
        this.code = code;
        this.algorithm = algorithm;
    }

    static SignatureType of(int code) {
        for (SignatureType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new RefusedException("A key has the unknown signature type " + code + ".");
    }

    /** The byte in key ids and keys. */
    byte code() {
        return (byte) code;
    }

    public KeyAlgorithm algorithm() {
        return algorithm;
    }

    /** Whether its signatures carry a time. */
    public boolean timed() {
        return this != ED25519;
    }
}
