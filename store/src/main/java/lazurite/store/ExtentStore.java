package lazurite.store;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Write-once bytes in extents: opened, appended to, synced, sealed; then read by range until deleted. What is behind
 * the last returned sync may be gone after a crash; bytes before it are not.
 *
 * <p>Every method throws {@link lazurite.base.StorageException}: ServerBusy naming the cause when the disk is full,
 * InternalError naming the extent when it cannot be read.
 *
 * <p>Concurrency: the store and reads may be used from any thread; a {@link Writer} by one thread at a time.
 */
public interface ExtentStore extends AutoCloseable {
    /** Creates an extent of a new id. Its directory entry is durable no later than its first returned sync. */
    Writer create();

    /**
     * Reads exactly {@code into.remaining()} bytes from {@code offset}.
     *
     * @throws NoSuchExtentException if there is no such extent (it was moved or freed)
     */
    void read(ExtentId id, long offset, ByteBuffer into) throws NoSuchExtentException;

    /** Bytes in the extent, as far as written. */
    long size(ExtentId id) throws NoSuchExtentException;

    /**
     * Frees the extent. Not synced: after a crash it may be there again, to be deleted again. Unknown ids are ignored.
     * Reads in flight may finish or fail.
     */
    void delete(ExtentId id);

    /** Every extent there is, those being written included, in id order. */
    List<ExtentId> list();

    @Override
    void close();

    /** Appends to one extent. After any failure the extent is sealed: it takes no more, what was synced stays. */
    interface Writer extends AutoCloseable {
        ExtentId id();

        /** Bytes appended so far: where the next append starts. */
        long size();

        /** Appends all remaining bytes of the buffer. */
        void append(ByteBuffer bytes);

        /** Returns once everything appended is on disk. A failed sync is final: the store refuses writes from then. */
        void sync();

        /** True once an append or sync failed or {@link #close} was called. */
        boolean sealed();

        /** Seals the extent. */
        @Override
        void close();
    }

    /** The extent is not there. */
    final class NoSuchExtentException extends Exception {
        private static final long serialVersionUID = 1L;

        public NoSuchExtentException(ExtentId id) {
            super("no extent " + id, null, false, false);
        }
    }
}
