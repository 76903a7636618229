package lazurite.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;

/**
 * Extent files held open for reading, the longest unused closed first.
 *
 * <p>Concurrency: any thread. A file that leaves the cache is closed once nobody reads from it.
 */
final class OpenExtents implements AutoCloseable {
    private final Function<ExtentId, Path> paths;
    private final int openMax;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<ExtentId, Open> open = new LinkedHashMap<>(16, 0.75f, true);
    private boolean closed;

    OpenExtents(Function<ExtentId, Path> paths, int openMax) {
        this.paths = paths;
        this.openMax = openMax;
    }

    /** An open file; whoever took it gives it back with {@link #release}. */
    static final class Open {
        final ExtentId id;
        final FileChannel channel;
        private int users;
        private boolean dropped;

        private Open(ExtentId id, FileChannel channel) {
            this.id = id;
            this.channel = channel;
        }
    }

    /** Takes the extent's file. */
    Open take(ExtentId id) throws IOException {
        lock.lock();
        try {
            requireOpen();
            Open known = open.get(id);
            if (known != null) {
                known.users++;
                return known;
            }
        } finally {
            lock.unlock();
        }
        Path path = paths.apply(id);
        Open file = add(id, FileChannel.open(path, StandardOpenOption.READ));
        requireThere(file, path);
        return file;
    }

    /** One that was deleted after it was opened and before it was known here must not be kept: nobody would drop it. */
    private void requireThere(Open file, Path path) throws NoSuchFileException {
        if (!Files.exists(path)) {
            drop(file);
            release(file);
            throw new NoSuchFileException(path.toString());
        }
    }

    void release(Open file) {
        lock.lock();
        try {
            file.users--;
            closeIfUnused(file);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets this file, because its channel was closed under it. */
    void drop(Open file) {
        lock.lock();
        try {
            open.remove(file.id, file);
            file.dropped = true;
            closeIfUnused(file);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the extent, because it is deleted. */
    void drop(ExtentId id) {
        lock.lock();
        try {
            Open file = open.get(id);
            if (file != null) {
                drop(file);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            List.copyOf(open.values()).forEach(this::drop);
        } finally {
            lock.unlock();
        }
    }

    private Open add(ExtentId id, FileChannel channel) throws IOException {
        lock.lock();
        try {
            Open file = open.get(id);
            if (file != null || closed) {
                channel.close();
                requireOpen();
            }
            if (file == null) {
                file = new Open(id, channel);
                open.put(id, file);
            }
            file.users++;
            dropEldest();
            return file;
        } finally {
            lock.unlock();
        }
    }

    private void dropEldest() {
        List<Open> eldest = new ArrayList<>();
        Iterator<Open> files = open.values().iterator();
        for (int excess = open.size() - openMax; excess > 0; excess--) {
            eldest.add(files.next());
        }
        eldest.forEach(this::drop);
    }

    private void closeIfUnused(Open file) {
        if (file.dropped && file.users == 0) {
            try {
                file.channel.close();
            } catch (IOException e) {
                throw new StorageException(ErrorCode.InternalError, "extent " + file.id + ": " + e.getMessage(), e);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StorageException(ErrorCode.ServerBusy, "The store is closed.");
        }
    }
}
