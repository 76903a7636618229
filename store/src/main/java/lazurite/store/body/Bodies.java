package lazurite.store.body;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Engine;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.MetadataStore;
import lazurite.store.Uid;
import lazurite.store.UidSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads bodies: each one AEAD message (C2SP Cobblestone-256), inline in the metadata commit up to
 * {@link #INLINE_MAX} bytes, in an extent beyond.
 *
 * <p>Concurrency: any thread; memory per body being written or read is bounded by a frame.
 */
public final class Bodies implements AutoCloseable {
    /** Longest body that rides in the metadata commit, in bytes of content. */
    public static final int INLINE_MAX = Cobblestone.CHUNK;

    private static final byte[] SECRET = "lazurite secret".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFERS_KEPT_MAX = 64;

    final ChunkCipher.Pool ciphers = new ChunkCipher.Pool();
    final Buffers chunks = new Buffers(Cobblestone.CHUNK, 4 * BUFFERS_KEPT_MAX);
    final Buffers frames = new Buffers(Frames.FRAME_MAX, BUFFERS_KEPT_MAX);
    final Buffers readStored = new Buffers(BodyInput.STORED_MAX, BUFFERS_KEPT_MAX);
    final Buffers readPlain = new Buffers(BodyInput.PLAIN_MAX, BUFFERS_KEPT_MAX);
    final OpenExtents open;
    final MetadataStore metadata;
    final ExtentStore extents;

    private final UidSource uids;
    private final Platform platform;

    public Bodies(Engine engine, UidSource uids, Platform platform) {
        this(engine, uids, platform, BodySettings.DEFAULT);
    }

    public Bodies(Engine engine, UidSource uids, Platform platform, BodySettings settings) {
        this.metadata = engine.metadata();
        this.extents = engine.extents();
        this.uids = uids;
        this.platform = platform;
        this.open = new OpenExtents(extents, settings, platform);
    }

    /** Starts a body under {@code key}. The caller writes it, then finishes or closes it. */
    public BodyWriter write(DataKey key) {
        Uid id = uids.next();
        return new StoredBodyWriter(this, id, Cobblestone.derive(key, salt(), id.bytes()));
    }

    /**
     * Puts finished bodies that would ride in a commit into an extent instead, synced once for all of them: for a
     * commit that would carry too many. The bodies returned take the place of those given, in their order.
     *
     * @param small bodies of at most {@link #INLINE_MAX} bytes
     */
    public List<WrittenBody> intoExtent(List<WrittenBody> small) {
        return StoredBodyWriter.together(this, small);
    }

    /**
     * The bytes from {@code offset} (inclusive), {@code length} of them, decrypted and verified as they are read. The
     * stream's {@link InputStream#transferTo} hands out its own buffer without a copy. Damaged bytes are an
     * InternalError that names body and extent; none of them is handed out.
     *
     * @param group whose BODY rows hold the body if it is inline
     * @return null if the body is no longer there: the row that named it was replaced meanwhile
     */
    public @Nullable InputStream read(DataKey key, Group group, BodyRef body, long offset, long length) {
        Objects.checkFromIndexSize(offset, length, body.length());
        ExtentId extent = body.extent();
        if (extent != null) {
            return BodyInput.open(this, key, body, new InlineRow.Place(extent, body.offset()), offset, length);
        }
        byte[] row = metadata.get(Family.BODY, InlineRow.key(group, body.id()));
        if (row == null) {
            return null;
        }
        InlineRow.Place packed = InlineRow.place(body.id(), row);
        return packed == null
                ? inline(key, body, row, offset, length)
                : BodyInput.open(this, key, body, packed, offset, length);
    }

    private InputStream inline(DataKey key, BodyRef body, byte[] row, long offset, long length) {
        byte[] plain = decrypt(key, body.id().bytes(), row, InlineRow.MESSAGE_AT);
        if (plain == null || plain.length != body.length()) {
            throw new StorageException(
                    ErrorCode.InternalError, "body " + body.id() + " in the metadata store is damaged");
        }
        return new ByteArrayInputStream(plain, (int) offset, (int) length);
    }

    /** Encrypts a small secret (user metadata) as one message of its own. */
    public byte[] seal(DataKey key, byte[] plain) {
        Cobblestone message = Cobblestone.derive(key, salt(), SECRET);
        byte[] sealed = new byte[(int) Cobblestone.storedLength(plain.length)];
        message.writeHeader(sealed, 0);
        int at = Cobblestone.HEADER;
        ChunkCipher cipher = ciphers.take();
        for (int from = 0, chunk = 0; from <= plain.length; from += Cobblestone.CHUNK, chunk++) {
            at += cipher.encrypt(
                    message, chunk, plain, from, Math.min(Cobblestone.CHUNK, plain.length - from), sealed, at);
        }
        ciphers.giveBack(cipher);
        return sealed;
    }

    /** Inverse of {@link #seal}; damaged bytes are an InternalError. */
    public byte[] unseal(DataKey key, byte[] sealed) {
        byte[] plain = decrypt(key, SECRET, sealed, 0);
        if (plain == null) {
            throw new StorageException(ErrorCode.InternalError, "a sealed secret is damaged or of another key");
        }
        return plain;
    }

    /** The content of the message from {@code start} to the end of the array; null if it is damaged. */
    private byte @Nullable [] decrypt(DataKey key, byte[] context, byte[] bytes, int start) {
        int stored = bytes.length - start - Cobblestone.HEADER;
        int full = stored / Cobblestone.CHUNK_STORED;
        if (stored < 0 || stored % Cobblestone.CHUNK_STORED < Cobblestone.TAG) {
            return null;
        }
        Cobblestone message = Cobblestone.open(key, context, bytes, start);
        if (message == null) {
            return null;
        }
        byte[] plain = new byte[stored - (full + 1) * Cobblestone.TAG];
        ChunkCipher cipher = ciphers.take();
        try {
            int at = start + Cobblestone.HEADER;
            for (int chunk = 0; chunk <= full; chunk++, at += Cobblestone.CHUNK_STORED) {
                int length = Math.min(Cobblestone.CHUNK_STORED, bytes.length - at);
                cipher.decrypt(message, chunk, bytes, at, length, plain, chunk * Cobblestone.CHUNK);
            }
            return plain;
        } catch (AEADBadTagException e) {
            return null;
        } finally {
            ciphers.giveBack(cipher);
        }
    }

    private byte[] salt() {
        byte[] salt = new byte[Cobblestone.SALT];
        platform.random().nextBytes(salt);
        return salt;
    }

    /** Extents that nobody here writes, nor holds a {@link WrittenBody} in. Once at rest, an extent stays so. */
    public List<ExtentId> extentsAtRest() {
        return open.atRest();
    }

    /** Seals the extent as soon as no body is being written to it, so that it comes to rest. */
    public void sealOnceFree(ExtentId extent) {
        open.sealOnceFree(extent);
    }

    /** Seals every extent that no body is being written to. */
    public void sealFree() {
        open.sealFree();
    }

    /** Seals the extents that no body was written to for long. */
    public void sealIdle() {
        open.sealIdle();
    }

    /** Seals the extents being written. */
    @Override
    public void close() {
        open.close();
    }
}
