package lazurite.store.body;

import java.security.GeneralSecurityException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;

/**
 * AES-256-GCM over single chunks of a {@link Cobblestone} message. One chunk a call: the JDK is slow on one call over
 * megabytes.
 *
 * <p>Concurrency: one thread at a time; {@link Pool} from any thread.
 */
final class ChunkCipher {
    private static final int TAG_BITS = 8 * Cobblestone.TAG;

    private final Cipher cipher;
    private final byte[] nonce = new byte[12];

    private ChunkCipher(Cipher cipher) {
        this.cipher = cipher;
    }

    /** Encrypts {@code length} bytes; writes as many and a tag. Returns the bytes written. */
    int encrypt(Cobblestone message, long chunk, byte[] in, int offset, int length, byte[] out, int outOffset) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, message.key(), nonceOf(message, chunk));
            return cipher.doFinal(in, offset, length, out, outOffset);
        } catch (GeneralSecurityException e) {
            throw new StorageException(ErrorCode.InternalError, "AES-256-GCM failed", e);
        }
    }

    /**
     * Decrypts {@code length} bytes, tag included. Returns the bytes written.
     *
     * @throws AEADBadTagException if they are not what was encrypted; nothing of them is left in {@code out}
     */
    int decrypt(Cobblestone message, long chunk, byte[] in, int offset, int length, byte[] out, int outOffset)
            throws AEADBadTagException {
        try {
            cipher.init(Cipher.DECRYPT_MODE, message.key(), nonceOf(message, chunk));
            return cipher.doFinal(in, offset, length, out, outOffset);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new StorageException(ErrorCode.InternalError, "AES-256-GCM failed", e);
        }
    }

    private GCMParameterSpec nonceOf(Cobblestone message, long chunk) {
        System.arraycopy(message.baseNonce(), 0, nonce, 0, nonce.length);
        for (int i = 0; i < 5; i++) {
            nonce[11 - i] ^= (byte) (chunk >>> (8 * i));
        }
        return new GCMParameterSpec(TAG_BITS, nonce);
    }

    /** Ciphers kept for the next message: making one costs more than a small body. */
    static final class Pool {
        private static final int KEPT_MAX = 64;

        private final ConcurrentLinkedQueue<ChunkCipher> free = new ConcurrentLinkedQueue<>();
        private final AtomicInteger kept = new AtomicInteger();

        ChunkCipher take() {
            ChunkCipher cipher = free.poll();
            if (cipher != null) {
                kept.decrementAndGet();
                return cipher;
            }
            try {
                return new ChunkCipher(Cipher.getInstance("AES/GCM/NoPadding"));
            } catch (GeneralSecurityException e) {
                throw new StorageException(ErrorCode.InternalError, "AES-256-GCM is not available", e);
            }
        }

        void giveBack(ChunkCipher cipher) {
            if (kept.incrementAndGet() <= KEPT_MAX) {
                free.add(cipher);
            } else {
                kept.decrementAndGet();
            }
        }
    }
}
