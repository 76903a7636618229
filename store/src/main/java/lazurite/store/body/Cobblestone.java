package lazurite.store.body;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Keys and geometry of one message of C2SP chunked encryption, in the instance Cobblestone-256 (HKDF-Expand with
 * SHA-512, AES-256-GCM): a header of salt and key commitment, then chunks of 16 KiB, the last one always shorter.
 *
 * <p>Source: c2sp.org/chunked-encryption; {@code docs/formats/body.md}.
 *
 * @param key of AES-256-GCM, for this message alone
 * @param baseNonce 12 bytes; a chunk's nonce is this xor its number
 * @param salt the message's own 24 random bytes
 * @param commitment 32 bytes that only this data key, salt and context give
 */
record Cobblestone(SecretKeySpec key, byte[] baseNonce, byte[] salt, byte[] commitment) {
    /** Bytes of content in every chunk but the last. */
    static final int CHUNK = 16 << 10;

    static final int TAG = 16;
    static final int CHUNK_STORED = CHUNK + TAG;
    static final int SALT = 24;
    static final int HEADER = SALT + 32;

    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final byte[] INFO =
            "c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0".getBytes(StandardCharsets.US_ASCII);

    static Cobblestone derive(DataKey dataKey, byte[] salt, byte[] context) {
        byte[] derived = expand(dataKey.bytes(), salt, context);
        return new Cobblestone(
                new SecretKeySpec(derived, 0, KEY, "AES"),
                Arrays.copyOfRange(derived, KEY, KEY + NONCE),
                salt,
                Arrays.copyOfRange(derived, KEY + NONCE, KEY + NONCE + 32));
    }

    /** The keys of the stored message whose header stands at {@code offset}; null if another key or context made it. */
    static @Nullable Cobblestone open(DataKey dataKey, byte[] context, byte[] message, int offset) {
        Cobblestone derived = derive(dataKey, Arrays.copyOfRange(message, offset, offset + SALT), context);
        byte[] commitment = Arrays.copyOfRange(message, offset + SALT, offset + HEADER);
        return MessageDigest.isEqual(derived.commitment, commitment) ? derived : null;
    }

    /** Bytes of the message of {@code length} bytes of content. */
    static long storedLength(long length) {
        return HEADER + length + TAG * (length / CHUNK + 1);
    }

    void writeHeader(byte[] into, int offset) {
        System.arraycopy(salt, 0, into, offset, SALT);
        System.arraycopy(commitment, 0, into, offset + SALT, commitment.length);
    }

    /** HKDF-Expand (RFC 5869) to 76 bytes: two blocks of HMAC-SHA-512. */
    private static byte[] expand(byte[] pseudoRandomKey, byte[] salt, byte[] context) {
        try {
            Mac mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(pseudoRandomKey, "HmacSHA512"));
            byte[] out = new byte[128];
            updateInfo(mac, salt, context);
            mac.update((byte) 1);
            mac.doFinal(out, 0);
            mac.update(out, 0, 64);
            updateInfo(mac, salt, context);
            mac.update((byte) 2);
            mac.doFinal(out, 64);
            return out;
        } catch (GeneralSecurityException e) {
            throw new StorageException(ErrorCode.InternalError, "HMAC-SHA-512 is not available", e);
        }
    }

    private static void updateInfo(Mac mac, byte[] salt, byte[] context) {
        mac.update(INFO);
        mac.update(salt);
        mac.update(context);
    }
}
