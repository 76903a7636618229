package lazurite.store.embedded;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * Says whether the engine takes writes: not after a failed sync, and not while the disk is nearly full. The first is
 * final until restart, since nobody can tell what of the failed write is on disk. The second ends by itself and keeps
 * RocksDB from ever meeting a full disk, which would be a failed write.
 *
 * <p>Concurrency: any thread. The file system is asked at most once a second, and again after a part of the floor has
 * been admitted.
 */
final class WriteGate {
    private static final long ASK_AGAIN_NANOS = 1_000_000_000L;

    private final FreeSpace disk;
    private final long freeBytesMin;
    private final LongSupplier nanoTime;
    private final AtomicLong admittedSinceAsked = new AtomicLong();
    private volatile long askedAtNanos;
    private volatile long freeBytes;
    private volatile @Nullable StorageException failure;

    /** Asks the file system how much is free, in bytes. */
    interface FreeSpace {
        long bytes() throws IOException;
    }

    WriteGate(FreeSpace disk, long freeBytesMin, LongSupplier nanoTime) throws IOException {
        this.disk = disk;
        this.freeBytesMin = freeBytesMin;
        this.nanoTime = nanoTime;
        ask();
    }

    /** Returns if {@code bytes} more may be written, else throws ServerBusy with the reason. */
    void admit(long bytes) {
        admit(bytes, freeBytesMin);
    }

    /** As {@link #admit}, for what frees space in the end: it may use half of the floor. */
    void admitFreeing(long bytes) {
        admit(bytes, freeBytesMin / 2);
    }

    /** Throws if writes have been refused for good. */
    void requireSound() {
        StorageException known = failure;
        if (known != null) {
            throw known.again();
        }
    }

    /** Refuses all writes from now on; returns what those who wait are told. The first failure stays the reason. */
    synchronized StorageException fail(String what, Throwable cause) {
        StorageException known = failure;
        if (known == null) {
            known = new StorageException(
                    ErrorCode.ServerBusy,
                    "Writes are refused until restart, since " + what + " failed: " + cause.getMessage(),
                    cause);
            failure = known;
        }
        return known.again();
    }

    /** Bytes that can still be written before writes are refused; 0 if they are. */
    long bytesFree() {
        if (failure != null) {
            return 0;
        }
        try {
            return Math.max(0, disk.bytes() - freeBytesMin);
        } catch (IOException e) {
            throw new StorageException(ErrorCode.InternalError, "free space cannot be read: " + e.getMessage(), e);
        }
    }

    private void admit(long bytes, long floor) {
        requireSound();
        long admitted = admittedSinceAsked.addAndGet(bytes);
        if (freeBytes - admitted < floor
                || admitted > freeBytesMin / 8
                || nanoTime.getAsLong() - askedAtNanos > ASK_AGAIN_NANOS) {
            askAgain();
            if (freeBytes - bytes < floor) {
                throw full(freeBytes);
            }
        }
    }

    private void askAgain() {
        try {
            ask();
        } catch (IOException e) {
            throw new StorageException(ErrorCode.ServerBusy, "free space cannot be read: " + e.getMessage(), e);
        }
    }

    private void ask() throws IOException {
        admittedSinceAsked.set(0);
        askedAtNanos = nanoTime.getAsLong();
        freeBytes = disk.bytes();
    }

    private StorageException full(long free) {
        return new StorageException(
                ErrorCode.ServerBusy,
                "The disk is full: " + free + " bytes are free, " + freeBytesMin + " are kept in reserve.");
    }
}
