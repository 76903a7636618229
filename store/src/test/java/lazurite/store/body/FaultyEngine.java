package lazurite.store.body;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Engine;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import lazurite.store.MetadataStore;
import lazurite.store.memory.MemoryEngine;

/** The memory engine with extents whose bytes can be flipped and whose appends can be made to fail. */
public final class FaultyEngine implements Engine {
    private final MemoryEngine engine = new MemoryEngine(Platform.system());
    private final Map<ExtentId, Map<Long, Integer>> flips = new ConcurrentHashMap<>();

    /** Appends and syncs that still succeed. */
    public final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);

    /** Bytes that readers asked for. */
    public final AtomicInteger bytesRead = new AtomicInteger();

    /** Makes reads see the byte xor {@code mask}; a mask of 0 heals it. */
    public void flip(ExtentId extent, long offset, int mask) {
        flips.computeIfAbsent(extent, id -> new ConcurrentHashMap<>()).put(offset, mask);
    }

    @Override
    public MetadataStore metadata() {
        return engine.metadata();
    }

    @Override
    public ExtentStore extents() {
        return new FaultyExtents();
    }

    @Override
    public long bytesFree() {
        return engine.bytesFree();
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class FaultyExtents implements ExtentStore {
        @Override
        public Writer create() {
            return new FaultyWriter(engine.extents().create());
        }

        @Override
        public void read(ExtentId id, long offset, ByteBuffer into) throws NoSuchExtentException {
            int start = into.position();
            int length = into.remaining();
            bytesRead.addAndGet(length);
            engine.extents().read(id, offset, into);
            flips.getOrDefault(id, Map.of()).forEach((at, mask) -> {
                if (at >= offset && at < offset + length) {
                    int index = start + (int) (at - offset);
                    into.put(index, (byte) (into.get(index) ^ mask));
                }
            });
        }

        @Override
        public long size(ExtentId id) throws NoSuchExtentException {
            return engine.extents().size(id);
        }

        @Override
        public void delete(ExtentId id) {
            engine.extents().delete(id);
        }

        @Override
        public List<ExtentId> list() {
            return engine.extents().list();
        }

        @Override
        public void close() {
            engine.extents().close();
        }
    }

    private final class FaultyWriter implements ExtentStore.Writer {
        private final ExtentStore.Writer writer;

        FaultyWriter(ExtentStore.Writer writer) {
            this.writer = writer;
        }

        @Override
        public ExtentId id() {
            return writer.id();
        }

        @Override
        public long size() {
            return writer.size();
        }

        @Override
        public void append(ByteBuffer bytes) {
            failIfDue();
            writer.append(bytes);
        }

        @Override
        public void sync() {
            failIfDue();
            writer.sync();
        }

        private void failIfDue() {
            if (writesLeft.getAndDecrement() <= 0) {
                writer.close();
                throw new StorageException(ErrorCode.ServerBusy, "The disk is full.");
            }
        }

        @Override
        public boolean sealed() {
            return writer.sealed();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
