package lazurite.store.body;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.Family;
import org.jspecify.annotations.Nullable;

/**
 * Part of a body that lies in an extent: reads some chunks at a time, decrypts them into its own buffer, hands that
 * out. If the extent is gone it asks the collector's row where the body lies now.
 *
 * <p>Concurrency: one thread at a time.
 */
final class BodyInput extends InputStream {
    /** Chunks read at once; divides a frame's, so that no read crosses frames. */
    private static final int CHUNKS = 8;

    static final int STORED_MAX = Cobblestone.HEADER + CHUNKS * Cobblestone.CHUNK_STORED;
    static final int PLAIN_MAX = CHUNKS * Cobblestone.CHUNK;

    private final Bodies bodies;
    private final DataKey key;
    private final BodyRef body;
    private InlineRow.Place place;
    private @Nullable Cobblestone message;

    private byte @Nullable [] stored;
    private byte @Nullable [] plain;
    private int position;
    private int limit;
    private long chunk;
    private final long end;

    private BodyInput(Bodies bodies, DataKey key, BodyRef body, InlineRow.Place place, long offset, long length) {
        this.bodies = bodies;
        this.key = key;
        this.body = body;
        this.place = place;
        this.chunk = offset / Cobblestone.CHUNK;
        this.end = offset + length;
    }

    /** A stream whose first bytes are read and verified; null if the body is gone. */
    static @Nullable InputStream open(
            Bodies bodies, DataKey key, BodyRef body, InlineRow.Place place, long offset, long length) {
        if (length == 0) {
            return InputStream.nullInputStream();
        }
        BodyInput in = new BodyInput(bodies, key, body, place, offset, length);
        boolean opened = false;
        try {
            in.fill();
            in.position = (int) (offset % Cobblestone.CHUNK);
            opened = true;
            return in;
        } catch (Gone e) {
            return null;
        } finally {
            if (!opened) {
                in.close();
            }
        }
    }

    @Override
    public int read() {
        if (!more()) {
            return -1;
        }
        return buffer()[position++] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        Objects.checkFromIndexSize(offset, count, into.length);
        if (count == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int step = Math.min(count, limit - position);
        System.arraycopy(buffer(), position, into, offset, step);
        position += step;
        return step;
    }

    @Override
    public long transferTo(OutputStream out) throws IOException {
        long sum = 0;
        while (more()) {
            out.write(buffer(), position, limit - position);
            sum += limit - position;
            position = limit;
        }
        return sum;
    }

    @Override
    public int available() {
        return limit - position;
    }

    /** Whether bytes stand in the buffer, after filling it if it was empty. */
    private boolean more() {
        if (position < limit) {
            return true;
        }
        if (chunk * Cobblestone.CHUNK >= end) {
            close();
            return false;
        }
        try {
            fill();
        } catch (Gone e) {
            throw new StorageException(ErrorCode.InternalError, "body " + body.id() + " was removed while it was read");
        }
        position = 0;
        return true;
    }

    private byte[] buffer() {
        return Objects.requireNonNull(plain);
    }

    /** Reads and decrypts from {@link #chunk} on, up to the end of the group or of the range. */
    private void fill() throws Gone {
        long start = chunk * Cobblestone.CHUNK;
        long groupEnd = (chunk / CHUNKS + 1) * CHUNKS * Cobblestone.CHUNK;
        long lastChunk = (Math.min(groupEnd, end) - 1) / Cobblestone.CHUNK;
        long plainEnd = Math.min((lastChunk + 1) * Cobblestone.CHUNK, body.length());
        int count = (int) (lastChunk - chunk + 1);
        int storedBytes = (int) (plainEnd - start) + count * Cobblestone.TAG;
        byte[] from = stored == null ? bodies.readStored.take() : stored;
        stored = from;
        byte[] into = plain == null ? bodies.readPlain.take() : plain;
        plain = into;
        int skip = readStored(from, storedBytes);
        decrypt(from, skip, storedBytes, into);
        limit = (int) (Math.min(plainEnd, end) - start);
        chunk = lastChunk + 1;
    }

    /** Reads the chunks, with the message's header when it is not known yet; returns where the chunks start. */
    private int readStored(byte[] into, int length) throws Gone {
        if (message != null) {
            read(Frames.chunkOffset(chunk), into, length);
            return 0;
        }
        boolean together = chunk == 0;
        read(Frames.HEADER, into, together ? Cobblestone.HEADER + length : Cobblestone.HEADER);
        message = Cobblestone.open(key, body.id().bytes(), into, 0);
        if (message == null) {
            throw damaged("its key commitment does not match", null);
        }
        if (together) {
            return Cobblestone.HEADER;
        }
        read(Frames.chunkOffset(chunk), into, length);
        return 0;
    }

    private void decrypt(byte[] from, int start, int length, byte[] into) {
        ChunkCipher cipher = bodies.ciphers.take();
        long number = chunk;
        int to = 0;
        try {
            for (int at = start; at < start + length; at += Cobblestone.CHUNK_STORED) {
                int step = Math.min(Cobblestone.CHUNK_STORED, start + length - at);
                to += cipher.decrypt(Objects.requireNonNull(message), number++, from, at, step, into, to);
            }
        } catch (AEADBadTagException e) {
            throw damaged("chunk " + (number - 1) + " fails authentication", null);
        } finally {
            bodies.ciphers.giveBack(cipher);
        }
    }

    /** Reads stored bytes at {@code offset} of the message, wherever it lies by now. */
    private void read(long offset, byte[] into, int length) throws Gone {
        while (true) {
            try {
                bodies.extents.read(place.extent(), place.offset() + offset, ByteBuffer.wrap(into, 0, length));
                return;
            } catch (NoSuchExtentException e) {
                follow();
            } catch (StorageException e) {
                if (e.code() != ErrorCode.InternalError) {
                    throw e;
                }
                if (present()) {
                    throw damaged(String.valueOf(e.getMessage()), e);
                }
                follow();
            }
        }
    }

    private boolean present() {
        try {
            bodies.extents.size(place.extent());
            return true;
        } catch (NoSuchExtentException e) {
            return false;
        }
    }

    private void follow() throws Gone {
        InlineRow.Place moved = moved();
        if (moved == null) {
            throw new Gone();
        }
        place = moved;
    }

    /** Where the body lies now, if that is elsewhere. */
    private InlineRow.@Nullable Place moved() {
        byte[] row = bodies.metadata.get(Family.BASE, BodyRow.key(body.id()));
        if (row == null) {
            return null;
        }
        BodyRow now = BodyRow.read(row);
        ExtentId extent = now.extent();
        return extent == null || extent.equals(place.extent()) ? null : new InlineRow.Place(extent, now.offset());
    }

    private StorageException damaged(String why, @Nullable Throwable cause) {
        String message = "body " + body.id() + " in extent " + place.extent() + " at offset " + place.offset()
                + " is damaged: " + why;
        return cause == null
                ? new StorageException(ErrorCode.InternalError, message)
                : new StorageException(ErrorCode.InternalError, message, cause);
    }

    @Override
    public void close() {
        position = 0;
        limit = 0;
        chunk = Long.MAX_VALUE / Cobblestone.CHUNK;
        if (stored != null) {
            bodies.readStored.giveBack(stored);
            stored = null;
        }
        if (plain != null) {
            bodies.readPlain.giveBack(plain);
            plain = null;
        }
    }

    /** The body's bytes are in no extent. */
    private static final class Gone extends Exception {
        private static final long serialVersionUID = 1L;

        Gone() {
            super(null, null, false, false);
        }
    }
}
