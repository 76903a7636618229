package lazurite.store.body;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The master keys in force, the first of them current, and the form in which they wrap another key: version,
 * 8 bytes that name the master key, 12 bytes of nonce, then AES-256-GCM with the owner's name as additional data.
 *
 * <p>Format: {@code docs/formats/master-key.md}.
 */
record MasterKeys(List<byte[]> keys) {
    static final int KEY = 32;

    private static final byte VERSION = 1;
    private static final int NAME = 8;
    private static final int NONCE = 12;
    private static final int WRAPPED = 1 + NAME + NONCE + KEY + 16;

    byte[] wrap(byte[] key, String owner, byte[] nonce) {
        byte[] master = keys.getFirst();
        byte[] wrapped = new byte[WRAPPED];
        wrapped[0] = VERSION;
        System.arraycopy(name(master), 0, wrapped, 1, NAME);
        System.arraycopy(nonce, 0, wrapped, 1 + NAME, NONCE);
        try {
            cipher(Cipher.ENCRYPT_MODE, master, wrapped, owner).doFinal(key, 0, KEY, wrapped, 1 + NAME + NONCE);
        } catch (GeneralSecurityException e) {
            throw new StorageException(ErrorCode.InternalError, "AES-256-GCM failed", e);
        }
        return wrapped;
    }

    byte[] unwrap(byte[] wrapped, String owner) {
        if (wrapped.length != WRAPPED || wrapped[0] != VERSION) {
            throw new StorageException(ErrorCode.InternalError, "the key of account " + owner + " is damaged");
        }
        byte[] master = named(wrapped);
        if (master == null) {
            throw new StorageException(
                    ErrorCode.InternalError,
                    "The key of account " + owner + " is wrapped under another master key than the one given.");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, master, wrapped, owner).doFinal(wrapped, 1 + NAME + NONCE, KEY + 16);
        } catch (AEADBadTagException e) {
            throw new StorageException(ErrorCode.InternalError, "the key of account " + owner + " is damaged", e);
        } catch (GeneralSecurityException e) {
            throw new StorageException(ErrorCode.InternalError, "AES-256-GCM failed", e);
        }
    }

    /** Whether the current key wraps this row. */
    boolean current(byte[] wrapped) {
        return Arrays.equals(name(keys.getFirst()), 0, NAME, wrapped, 1, 1 + NAME);
    }

    private byte @Nullable [] named(byte[] wrapped) {
        for (byte[] key : keys) {
            if (Arrays.equals(name(key), 0, NAME, wrapped, 1, 1 + NAME)) {
                return key;
            }
        }
        return null;
    }

    private static Cipher cipher(int mode, byte[] master, byte[] wrapped, String owner)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(master, "AES"), new GCMParameterSpec(128, wrapped, 1 + NAME, NONCE));
        cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    /** The first bytes of a hash of the key: tells keys apart, tells nothing about them. */
    private static byte[] name(byte[] master) {
        try {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update("lazurite master key\0".getBytes(StandardCharsets.US_ASCII));
            return hash.digest(master);
        } catch (GeneralSecurityException e) {
            throw new StorageException(ErrorCode.InternalError, "SHA-256 is not available", e);
        }
    }

    /** Never the keys. */
    @Override
    public String toString() {
        return "MasterKeys[" + keys.size() + "]";
    }
}
