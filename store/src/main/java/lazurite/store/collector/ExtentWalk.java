package lazurite.store.collector;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.ExtentStore.NoSuchExtentException;
import lazurite.store.Uid;
import lazurite.store.body.Frames;
import org.jspecify.annotations.Nullable;

/**
 * Walks the frames of a sealed extent without a key.
 *
 * <p>Concurrency: one thread at a time.
 */
final class ExtentWalk {
    private static final int WINDOW = 4 << 10;

    private final ExtentStore extents;
    private final ExtentId extent;
    private final long size;
    private final byte[] window = new byte[WINDOW];
    private long windowStart;
    private int windowLength;

    ExtentWalk(ExtentStore extents, ExtentId extent) throws NoSuchExtentException {
        this.extents = extents;
        this.extent = extent;
        this.size = extents.size(extent);
    }

    /** A whole message found in an extent. */
    record Found(Uid body, long offset, long stored) {}

    /**
     * The whole messages, in order, up to the first place where no frame starts: the end, a torn append, or damage.
     * Only headers are read; checksums are not verified.
     */
    List<Found> messages() throws NoSuchExtentException {
        List<Found> found = new ArrayList<>();
        Uid body = null;
        long start = 0;
        int frame = 0;
        for (long at = 0; at + Frames.HEADER <= size; ) {
            Frames.Header header = header(at);
            if (header == null) {
                return found;
            }
            if (header.index() == 0) {
                body = header.body();
                start = at;
                frame = 0;
            }
            boolean continues = header.body().equals(body) && header.index() == frame;
            at += Frames.HEADER + header.length();
            if (continues && header.last() && at <= size) {
                found.add(new Found(header.body(), start, at - start));
            }
            body = continues ? body : null;
            frame++;
        }
        return found;
    }

    private Frames.@Nullable Header header(long at) throws NoSuchExtentException {
        if (at < windowStart || at + Frames.HEADER > windowStart + windowLength) {
            windowStart = at;
            windowLength = (int) Math.min(WINDOW, size - at);
            extents.read(extent, at, ByteBuffer.wrap(window, 0, windowLength));
        }
        return Frames.parse(window, (int) (at - windowStart));
    }

    /** Takes the frames of a message, one after the other, each verified. */
    interface FrameSink {
        void frame(ByteBuffer frame);
    }

    /**
     * Reads the message of {@code body} that should take {@code stored} bytes from {@code offset}, verifying every
     * frame. Returns null if it is whole, else what is wrong.
     *
     * @param buffer of {@link Frames#FRAME_MAX} bytes
     */
    static @Nullable String read(
            ExtentStore extents, ExtentId extent, Uid body, long offset, long stored, byte[] buffer, FrameSink sink)
            throws NoSuchExtentException {
        long end = offset + stored;
        long at = offset;
        for (int frame = 0; at < end; frame++) {
            int available = (int) Math.min(Frames.FRAME_MAX, end - at);
            try {
                extents.read(extent, at, ByteBuffer.wrap(buffer, 0, available));
            } catch (StorageException e) {
                if (e.code() != ErrorCode.InternalError) {
                    throw e;
                }
                return "cannot be read: " + e.getMessage();
            }
            Frames.Header header = available < Frames.HEADER ? null : Frames.parse(buffer, 0);
            if (header == null) {
                return "no frame starts at offset " + at;
            }
            int length = Frames.HEADER + header.length();
            if (length > available || !Frames.intact(header, buffer, 0)) {
                return "the checksum of the frame at offset " + at + " does not match";
            }
            if (!header.body().equals(body) || header.index() != frame || header.last() != (at + length == end)) {
                return "the frame at offset " + at + " is of another body or place";
            }
            sink.frame(ByteBuffer.wrap(buffer, 0, length));
            at += length;
        }
        return null;
    }
}
