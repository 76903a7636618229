package lazurite.ledger.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import org.jspecify.annotations.Nullable;

/** A key that signatures of notes are verified with (C2SP signed-note, "vkey"). Immutable. */
public final class VerifierKey {
    private static final int TEXT_MAX = 4096;

    private final String name;
    private final SignatureType type;
    private final byte[] raw;
    private final PublicKey key;
    private final int id;

    VerifierKey(String name, SignatureType type, byte[] raw) {
        this.name = KeyName.check(name);
        this.type = type;
        this.raw = raw.clone();
        this.key = type.algorithm().publicKey(raw);
        this.id = KeyName.id(name, type, raw);
    }

    /** Reads {@code name+hex(id)+base64(type ‖ key)}; refuses an id that is not the key's. */
    public static VerifierKey parse(String vkey) {
        String[] parts = vkey.length() > TEXT_MAX ? new String[0] : vkey.split("\\+", 3);
        if (parts.length != 3) {
            throw new RefusedException("A verifier key is written as name+id+key.");
        }
        byte[] typed = Strict.base64(parts[2], "A verifier key");
        if (typed.length == 0) {
            throw new RefusedException("A verifier key is empty.");
        }
        VerifierKey key = new VerifierKey(
                parts[0], SignatureType.of(typed[0] & 0xFF), Arrays.copyOfRange(typed, 1, typed.length));
        if (!KeyName.hex(key.id).equals(parts[1])) {
            throw new RefusedException("A verifier key's id is not that of its name and key.");
        }
        return key;
    }

    public String name() {
        return name;
    }

    public SignatureType type() {
        return type;
    }

    /** The first four bytes of SHA-256 over name, type and key, big-endian. */
    public int id() {
        return id;
    }

    /** A copy of the public key. */
    public byte[] publicKey() {
        return raw.clone();
    }

    /** Whether the line says that this key made it. */
    public boolean claims(NoteSignature line) {
        return line.keyId() == id && line.name().equals(name);
    }

    /**
     * Verifies a line that claims to be this key's, over the note's text.
     *
     * @return the line's time in seconds since 1970, for types that have one
     * @throws RefusedException if the signature is not of this key over this text
     */
    public OptionalLong verify(String text, NoteSignature line) {
        byte[] signature = line.signature();
        if (type.timed()) {
            Strict.head(signature, Long.BYTES, "The signature of " + name);
            long seconds = ByteBuffer.wrap(signature).getLong();
            byte[] rest = Arrays.copyOfRange(signature, Long.BYTES, signature.length);
            if (claims(line)
                    && seconds >= 0
                    && type.algorithm().verifies(key, SignedMessage.of(name, type, text, seconds), rest)) {
                return OptionalLong.of(seconds);
            }
        } else if (claims(line) && type.algorithm().verifies(key, SignedMessage.of(name, type, text, 0), signature)) {
            return OptionalLong.empty();
        }
        throw new RefusedException("The signature of " + name + " does not verify.");
    }

    /** Inverse of {@link #parse}. */
    public String text() {
        byte[] typed =
                ByteBuffer.allocate(1 + raw.length).put(type.code()).put(raw).array();
        return name + "+" + KeyName.hex(id) + "+" + Base64.getEncoder().encodeToString(typed);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof VerifierKey known
                && type == known.type
                && name.equals(known.name)
                && Arrays.equals(raw, known.raw);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(raw) * 31 + name.getBytes(StandardCharsets.UTF_8).length;
    }

    @Override
    public String toString() {
        return text();
    }
}
