package lazurite.store.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;

/**
 * Extents as lists of heap arrays.
 *
 * <p>Concurrency: an extent's own lock guards its list; the map of extents is concurrent.
 */
final class MemoryExtentStore implements ExtentStore {
    private static final int CHUNK_BYTES = 64 << 10;

    private final Platform platform;
    private final MemoryEngine.Room room;
    private final ConcurrentSkipListMap<ExtentId, Extent> extents = new ConcurrentSkipListMap<>();

    MemoryExtentStore(Platform platform, MemoryEngine.Room room) {
        this.platform = platform;
        this.room = room;
    }

    @Override
    public Writer create() {
        while (true) {
            Extent extent = new Extent(ExtentId.next(platform));
            if (extents.putIfAbsent(extent.id, extent) == null) {
                return new MemoryWriter(extent);
            }
        }
    }

    @Override
    public void read(ExtentId id, long offset, ByteBuffer into) throws NoSuchExtentException {
        extent(id).read(offset, into);
    }

    @Override
    public long size(ExtentId id) throws NoSuchExtentException {
        return extent(id).size();
    }

    @Override
    public void delete(ExtentId id) {
        Extent extent = extents.remove(id);
        if (extent != null) {
            extent.free();
        }
    }

    @Override
    public List<ExtentId> list() {
        return List.copyOf(extents.keySet());
    }

    @Override
    public void close() {}

    private Extent extent(ExtentId id) throws NoSuchExtentException {
        Extent extent = extents.get(id);
        if (extent == null) {
            throw new NoSuchExtentException(id);
        }
        return extent;
    }

    private final class Extent {
        private final ExtentId id;
        private final List<byte[]> chunks = new ArrayList<>();
        private long size;
        private boolean freed;

        Extent(ExtentId id) {
            this.id = id;
        }

        synchronized long size() {
            return size;
        }

        synchronized void append(ByteBuffer bytes) {
            while (bytes.hasRemaining()) {
                int within = (int) (size % CHUNK_BYTES);
                if (within == 0) {
                    addChunk();
                }
                int count = Math.min(CHUNK_BYTES - within, bytes.remaining());
                bytes.get(chunks.getLast(), within, count);
                size += count;
            }
        }

        private void addChunk() {
            if (freed) {
                throw new StorageException(
                        ErrorCode.InternalError, "extent " + id + " was deleted while being written");
            }
            room.take(CHUNK_BYTES);
            chunks.add(new byte[CHUNK_BYTES]);
        }

        synchronized void read(long offset, ByteBuffer into) {
            if (offset < 0 || into.remaining() > size - offset) {
                throw new StorageException(
                        ErrorCode.InternalError,
                        "extent " + id + " has " + size + " bytes, " + into.remaining() + " were wanted at " + offset);
            }
            long from = offset;
            while (into.hasRemaining()) {
                int within = (int) (from % CHUNK_BYTES);
                int count = Math.min(CHUNK_BYTES - within, into.remaining());
                into.put(chunks.get((int) (from / CHUNK_BYTES)), within, count);
                from += count;
            }
        }

        synchronized void free() {
            room.give((long) chunks.size() * CHUNK_BYTES);
            chunks.clear();
            size = 0;
            freed = true;
        }
    }

    private static final class MemoryWriter implements Writer {
        private final Extent extent;
        private boolean sealed;

        MemoryWriter(Extent extent) {
            this.extent = extent;
        }

        @Override
        public ExtentId id() {
            return extent.id;
        }

        @Override
        public long size() {
            return extent.size();
        }

        @Override
        public void append(ByteBuffer bytes) {
            requireOpen();
            sealed = true;
            extent.append(bytes);
            sealed = false;
        }

        @Override
        public void sync() {
            requireOpen();
        }

        @Override
        public boolean sealed() {
            return sealed;
        }

        @Override
        public void close() {
            sealed = true;
        }

        private void requireOpen() {
            if (sealed) {
                throw new StorageException(ErrorCode.InternalError, "extent " + extent.id + " is sealed");
            }
        }
    }
}
