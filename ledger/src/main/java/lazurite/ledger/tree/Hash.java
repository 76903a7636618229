package lazurite.ledger.tree;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import lazurite.ledger.RefusedException;
import lazurite.ledger.Strict;
import org.jspecify.annotations.Nullable;

/** A SHA-256 hash. Immutable. */
public final class Hash {
    public static final int BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The hash with these 32 bytes; refuses another length. */
    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new RefusedException("A hash has 32 bytes, not " + bytes.length + ".");
        }
        return new Hash(bytes.clone());
    }

    /** The hash of all parts, one behind the other. */
    public static Hash sha256(byte[]... parts) {
        MessageDigest digest = digest();
        for (byte[] part : parts) {
            digest.update(part);
        }
        return new Hash(digest.digest());
    }

    /** Inverse of {@link #base64()}. */
    public static Hash parseBase64(String text) {
        return of(Strict.base64(text, "A hash"));
    }

    /** Inverse of {@link #hex()}. */
    public static Hash parseHex(String text) {
        try {
            Hash hash = of(HexFormat.of().parseHex(text));
            if (hash.hex().equals(text)) {
                return hash;
            }
        } catch (IllegalArgumentException malformed) {
            throw new RefusedException("A hash is not hexadecimal.");
        }
        throw new RefusedException("A hash is not in lower-case hexadecimal.");
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What the digest has come to. */
    static Hash finish(MessageDigest digest) {
        return new Hash(digest.digest());
    }

    /** A copy of the 32 bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Gives the bytes to the digest. */
    void feed(MessageDigest digest) {
        digest.update(bytes);
    }

    /** Writes the 32 bytes at {@code offset}. */
    void write(byte[] into, int offset) {
        System.arraycopy(bytes, 0, into, offset, BYTES);
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** 64 lower-case digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
