package lazurite.ledger.note;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.random.RandomGenerator;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import lazurite.ledger.key.KeyAlgorithm;

/** A key that signs checkpoints. Immutable. */
public final class SignerKey {
    private static final String MARK = "PRIVATE+KEY+";

    private final byte[] seed;
    private final PrivateKey key;
    private final VerifierKey verifier;

    /** @param seed 32 secret bytes from which the pair of keys is derived */
    public SignerKey(String name, SignatureType type, byte[] seed) {
        KeyPair pair = type.algorithm().pair(seed);
        this.seed = seed.clone();
        this.key = pair.getPrivate();
        this.verifier = new VerifierKey(name, type, type.algorithm().raw(pair.getPublic()));
    }

    /** @param random cryptographically strong */
    public static SignerKey generate(String name, SignatureType type, RandomGenerator random) {
        byte[] seed = new byte[KeyAlgorithm.SEED_BYTES];
        random.nextBytes(seed);
        return new SignerKey(name, type, seed);
    }

    /** Reads {@code PRIVATE+KEY+name+hex(id)+base64(type ‖ seed)}; refuses an id that is not the derived key's. */
    public static SignerKey parse(String text) {
        String[] parts = text.startsWith(MARK) ? text.substring(MARK.length()).split("\\+", 3) : new String[0];
        if (parts.length != 3) {
            throw new RefusedException("A signer key is written as PRIVATE+KEY+name+id+key.");
        }
        byte[] typed = Strict.base64(parts[2], "A signer key");
        if (typed.length != 1 + KeyAlgorithm.SEED_BYTES) {
            throw new RefusedException("A signer key has not the length of a seed.");
        }
        SignatureType type = SignatureType.of(typed[0] & 0xFF);
        SignerKey key = new SignerKey(parts[0], type, Arrays.copyOfRange(typed, 1, typed.length));
        if (!KeyName.hex(key.verifier.id()).equals(parts[1])) {
            throw new RefusedException("A signer key's id is not that of the key derived from it.");
        }
        return key;
    }

    /** What others verify with. */
    public VerifierKey verifier() {
        return verifier;
    }

    /**
     * Signs the checkpoint.
     *
     * @param now goes into the line, cut to seconds, for types that have a time
     */
    public NoteSignature sign(Checkpoint checkpoint, Instant now) {
        SignatureType type = verifier.type();
        long seconds = now.getEpochSecond();
        byte[] message = SignedMessage.of(verifier.name(), type, checkpoint.text(), seconds);
        byte[] signature = type.algorithm().sign(key, message);
        byte[] timed = type.timed()
                ? ByteBuffer.allocate(Long.BYTES + signature.length)
                        .putLong(seconds)
                        .put(signature)
                        .array()
                : signature;
        return new NoteSignature(verifier.name(), verifier.id(), timed);
    }

    /** Inverse of {@link #parse}: the secret itself. */
    public String secretText() {
        byte[] typed = ByteBuffer.allocate(1 + seed.length)
                .put(verifier.type().code())
                .put(seed)
                .array();
        return MARK + verifier.name() + "+" + KeyName.hex(verifier.id()) + "+"
                + Base64.getEncoder().encodeToString(typed);
    }

    /** The public key. */
    @Override
    public String toString() {
        return verifier.text();
    }
}
