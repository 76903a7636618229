package lazurite.store.memory;

import java.util.concurrent.atomic.AtomicLong;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Engine;
import lazurite.store.ExtentStore;
import lazurite.store.MetadataStore;

/**
 * Keeps everything in the heap and nothing behind it: the reference for the other engines, and what
 * {@code --in-memory} serves from.
 */
public final class MemoryEngine implements Engine {
    private final Room room;
    private final MemoryMetadataStore metadata;
    private final MemoryExtentStore extents;

    /** Takes at most half of the heap. */
    public MemoryEngine(Platform platform) {
        this(platform, Runtime.getRuntime().maxMemory() / 2);
    }

    /**
     * @param bytesMax most bytes of keys, values and extents together; what would exceed it is refused with ServerBusy
     */
    public MemoryEngine(Platform platform, long bytesMax) {
        room = new Room(bytesMax);
        metadata = new MemoryMetadataStore(room);
        extents = new MemoryExtentStore(platform, room);
    }

    @Override
    public MetadataStore metadata() {
        return metadata;
    }

    @Override
    public ExtentStore extents() {
        return extents;
    }

    @Override
    public long bytesFree() {
        return room.free();
    }

    @Override
    public void close() {
        metadata.close();
        extents.close();
    }

    /** What both stores may fill together. */
    static final class Room {
        private final long bytesMax;
        private final AtomicLong used = new AtomicLong();

        Room(long bytesMax) {
            this.bytesMax = bytesMax;
        }

        /** Takes {@code bytes}, or throws ServerBusy and takes none. */
        void take(long bytes) {
            if (used.addAndGet(bytes) > bytesMax && bytes > 0) {
                used.addAndGet(-bytes);
                throw new StorageException(
                        ErrorCode.ServerBusy, "The in-memory store is full: it may hold " + bytesMax + " bytes.");
            }
        }

        void give(long bytes) {
            used.addAndGet(-bytes);
        }

        long free() {
            return Math.max(0, bytesMax - used.get());
        }
    }
}
