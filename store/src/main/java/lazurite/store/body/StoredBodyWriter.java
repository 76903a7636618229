package lazurite.store.body;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.Family;
import lazurite.store.Group;
import lazurite.store.Mutation;
import lazurite.store.Uid;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts a body chunk by chunk. Up to {@link Bodies#INLINE_MAX} bytes are held back and become a row; with the byte
 * behind them the body turns to an extent, which it takes when its first frame is full or the body ends.
 *
 * <p>Concurrency: one thread at a time.
 */
final class StoredBodyWriter extends BodyWriter {
    private final Bodies bodies;
    private final Uid id;
    private final Cobblestone message;
    private final ChunkCipher cipher;
    private final byte[] chunk;
    private int chunkFill;
    private long length;

    private byte @Nullable [] frame;
    private int payload;
    private int frames;
    private ExtentStore.@Nullable Writer extent;
    private long offset;
    private boolean ended;

    StoredBodyWriter(Bodies bodies, Uid id, Cobblestone message) {
        this.bodies = bodies;
        this.id = id;
        this.message = message;
        this.cipher = bodies.ciphers.take();
        this.chunk = bodies.chunks.take();
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        Objects.checkFromIndexSize(from, count, bytes.length);
        if (ended) {
            throw new IllegalStateException("the body has ended");
        }
        int at = from;
        int end = from + count;
        while (at < end) {
            if (chunkFill == Cobblestone.CHUNK) {
                encrypt(chunk, 0, Cobblestone.CHUNK);
                chunkFill = 0;
            }
            boolean straight = chunkFill == 0 && frame != null && end - at >= Cobblestone.CHUNK;
            int step = Math.min(end - at, Cobblestone.CHUNK - chunkFill);
            if (straight) {
                encrypt(bytes, at, step);
            } else {
                System.arraycopy(bytes, at, chunk, chunkFill, step);
                chunkFill += step;
            }
            at += step;
            length += step;
        }
    }

    /** Adds one chunk to the frame, and the frame to the extent if that filled it. */
    private void encrypt(byte[] plain, int from, int count) {
        byte[] into = frame;
        if (into == null) {
            into = bodies.frames.take();
            frame = into;
            message.writeHeader(into, Frames.HEADER);
            payload = Cobblestone.HEADER;
        }
        long number = chunkNumber();
        payload += cipher.encrypt(message, number, plain, from, count, into, Frames.HEADER + payload);
        if (count == Cobblestone.CHUNK && number % Frames.CHUNKS == Frames.CHUNKS - 1) {
            append(into, false);
        }
    }

    private long chunkNumber() {
        int head = frames == 0 ? Cobblestone.HEADER : 0;
        return (long) frames * Frames.CHUNKS + (payload - head) / Cobblestone.CHUNK_STORED;
    }

    private void append(byte[] full, boolean last) {
        ExtentStore.Writer to = extent;
        if (to == null) {
            to = bodies.open.take();
            extent = to;
            offset = to.size();
        }
        to.append(Frames.finish(full, id, frames, payload, last));
        frames++;
        payload = 0;
    }

    @Override
    public WrittenBody finish() {
        if (ended) {
            throw new IllegalStateException("the body has ended");
        }
        try {
            return frame == null && length <= Bodies.INLINE_MAX ? inline() : synced();
        } finally {
            close();
        }
    }

    private WrittenBody inline() {
        byte[] row = InlineRow.forMessage((int) Cobblestone.storedLength(length));
        message.writeHeader(row, InlineRow.MESSAGE_AT);
        int at = InlineRow.MESSAGE_AT + Cobblestone.HEADER;
        int number = 0;
        if (chunkFill == Cobblestone.CHUNK) {
            at += cipher.encrypt(message, number++, chunk, 0, chunkFill, row, at);
            chunkFill = 0;
        }
        cipher.encrypt(message, number, chunk, 0, chunkFill, row, at);
        return new Inline(new BodyRef(id, length, null, 0), row);
    }

    private WrittenBody synced() {
        if (chunkFill == Cobblestone.CHUNK) {
            encrypt(chunk, 0, Cobblestone.CHUNK);
            chunkFill = 0;
        }
        encrypt(chunk, 0, chunkFill);
        append(Objects.requireNonNull(frame), true);
        ExtentStore.Writer written = Objects.requireNonNull(extent);
        written.sync();
        bodies.open.guard(written.id());
        return new InExtent(new BodyRef(id, length, written.id(), offset), bodies.open);
    }

    /** Puts small bodies into one extent behind each other, as a pack has them, and syncs it once. */
    static List<WrittenBody> together(Bodies bodies, List<WrittenBody> small) {
        List<Inline> inline = small.stream().map(StoredBodyWriter::inline).toList();
        ExtentStore.Writer extent = bodies.open.take();
        try {
            List<WrittenBody> written = new ArrayList<>(small.size());
            for (Inline body : inline) {
                BodyRef ref = body.ref();
                BodyRef placed = new BodyRef(ref.id(), ref.length(), extent.id(), extent.size());
                extent.append(InlineRow.frame(ref.id(), body.row()));
                written.add(new InExtent(placed, bodies.open));
            }
            extent.sync();
            written.forEach(_ -> bodies.open.guard(extent.id()));
            return written;
        } finally {
            bodies.open.giveBack(extent);
        }
    }

    private static Inline inline(WrittenBody body) {
        if (body instanceof Inline inline) {
            return inline;
        }
        throw new IllegalArgumentException("body " + body.ref().id() + " lies in an extent already");
    }

    @Override
    public void close() {
        if (ended) {
            return;
        }
        ended = true;
        bodies.ciphers.giveBack(cipher);
        bodies.chunks.giveBack(chunk);
        if (frame != null) {
            bodies.frames.giveBack(frame);
        }
        if (extent != null) {
            bodies.open.giveBack(extent);
        }
    }

    private record Inline(BodyRef ref, byte[] row) implements WrittenBody {
        @Override
        public List<Mutation> mutations(Group group) {
            return List.of(new Mutation.Put(Family.BODY, InlineRow.key(group, ref.id()), row));
        }

        @Override
        public void close() {
            // nothing guards a body that lies in the commit
        }
    }

    private static final class InExtent implements WrittenBody {
        private final BodyRef ref;
        private final OpenExtents open;
        private final AtomicBoolean guarded = new AtomicBoolean(true);

        InExtent(BodyRef ref, OpenExtents open) {
            this.ref = ref;
            this.open = open;
        }

        @Override
        public BodyRef ref() {
            return ref;
        }

        @Override
        public List<Mutation> mutations(Group group) {
            return List.of();
        }

        @Override
        public void close() {
            ExtentId extent = ref.extent();
            if (extent != null && guarded.getAndSet(false)) {
                open.unguard(extent);
            }
        }
    }
}
