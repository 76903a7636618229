package lazurite.ledger.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import lazurite.ledger.RefusedException;

/** A signature algorithm, with JDK keys, and keys as the bare bytes of its standard. */
public enum KeyAlgorithm {
    /** RFC 8032. */
    ED25519("Ed25519", "302a300506032b6570032100", 32, 64),
    /** FIPS 204, with the empty context. */
    ML_DSA_44("ML-DSA-44", "30820532300b060960864801650304031103820521" + "00", 1312, 2420);

    /** Bytes of a seed, from which a pair of keys is derived; of both algorithms. */
    public static final int SEED_BYTES = 32;

    private final String name;
    private final String x509Prefix;
    private final int publicKeyBytes;
    private final int signatureBytes;

    KeyAlgorithm(String name, String x509Prefix, int publicKeyBytes, int signatureBytes) {
        this.name = name;
        this.x509Prefix = x509Prefix;
        this.publicKeyBytes = publicKeyBytes;
        this.signatureBytes = signatureBytes;
    }

    public int publicKeyBytes() {
        return publicKeyBytes;
    }

    public int signatureBytes() {
        return signatureBytes;
    }

    /** The key of these bytes; refuses what is none. */
    public PublicKey publicKey(byte[] raw) {
        if (raw.length != publicKeyBytes) {
            throw new RefusedException(
                    "A public key of " + name + " has " + publicKeyBytes + " bytes, not " + raw.length + ".");
        }
        byte[] prefix = HexFormat.of().parseHex(x509Prefix);
        byte[] encoded = Arrays.copyOf(prefix, prefix.length + raw.length);
        System.arraycopy(raw, 0, encoded, prefix.length, raw.length);
        try {
            return KeyFactory.getInstance(name).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            throw new RefusedException("These bytes are no public key of " + name + ".");
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** Inverse of {@link #publicKey}. */
    public byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - publicKeyBytes, encoded.length);
    }

    /**
     * The pair that the algorithm's standard derives from the seed. The JDK has no call for that; its generators take
     * the seed as their first random bytes. Who stores seeds stores something of the public key too, and compares.
     */
    public KeyPair pair(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new RefusedException("A seed has " + SEED_BYTES + " bytes, not " + seed.length + ".");
        }
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(name);
            generator.initialize(this == ED25519 ? 255 : -1, new Seed(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    public byte[] sign(PrivateKey key, byte[] message) {
        if (this == ED25519) {
            return Ed25519Signatures.sign(key, message);
        }
        try {
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    public boolean verifies(PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != signatureBytes) {
            return false;
        }
        if (this == ED25519) {
            return Ed25519Signatures.verifies(raw(key), message, signature);
        }
        try {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException | InvalidKeyException notThisOne) {
            return false;
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("this JDK cannot do " + name, e);
    }

    /** Gives the seed, once. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;
        private boolean given;

        Seed(byte[] seed) {
            this.seed = seed.clone();
        }

        @Override
        public synchronized void nextBytes(byte[] bytes) {
            if (given || bytes.length != seed.length) {
                throw new IllegalStateException("this JDK does not derive keys from a seed of " + seed.length);
            }
            given = true;
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
