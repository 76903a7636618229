package lazurite.store.body;

import java.io.InputStream;
import lazurite.store.Group;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads bodies: each one AEAD message (C2SP Cobblestone-256), inline in the metadata commit up to
 * {@link #INLINE_MAX} bytes, in an extent beyond.
 *
 * <p>Concurrency: any thread; memory per body being written or read is bounded by a frame.
 */
public abstract class Bodies implements AutoCloseable {
    /** Longest body that rides in the metadata commit, in bytes of content. */
    public static final int INLINE_MAX = 16 << 10;

    /** Starts a body under {@code key}. The caller writes it, then finishes or closes it. */
    public abstract BodyWriter write(DataKey key);

    /**
     * The bytes from {@code offset} (inclusive), {@code length} of them, decrypted and verified as they are read. The
     * stream's {@link InputStream#transferTo} hands out its own buffer without a copy. Damaged bytes are an
     * InternalError that names body and extent; none of them is handed out.
     *
     * @param group whose BODY rows hold the body if it is inline
     * @return null if the body is no longer there: the row that named it was replaced meanwhile
     */
    public abstract @Nullable InputStream read(DataKey key, Group group, BodyRef body, long offset, long length);

    /** Encrypts a small secret (user metadata) as one message of its own. */
    public byte[] seal(DataKey key, byte[] plain) {
        throw new UnsupportedOperationException();
    }

    /** Inverse of {@link #seal}; damaged bytes are an InternalError. */
    public byte[] unseal(DataKey key, byte[] sealed) {
        throw new UnsupportedOperationException();
    }

    /** Seals the extents being written. */
    @Override
    public abstract void close();
}
