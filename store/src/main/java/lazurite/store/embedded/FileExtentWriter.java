package lazurite.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import lazurite.base.Durable;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;

/**
 * Appends to one extent file.
 *
 * <p>Concurrency: one thread at a time. Appends go to the page cache on the caller's thread.
 */
final class FileExtentWriter implements ExtentStore.Writer {
    private static final int PIECE_BYTES = 256 << 10;

    private final ExtentId id;
    private final Path file;
    private final FileChannel channel;
    private final WriteGate gate;
    private final SyncProbe probe;
    private final Pool files;
    private long size;
    private volatile boolean sealed;
    private boolean entrySynced;

    FileExtentWriter(ExtentId id, Path file, FileChannel channel, WriteGate gate, SyncProbe probe, Pool files) {
        this.id = id;
        this.file = file;
        this.channel = channel;
        this.gate = gate;
        this.probe = probe;
        this.files = files;
    }

    @Override
    public ExtentId id() {
        return id;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void append(ByteBuffer bytes) {
        requireOpen();
        try {
            gate.admit(bytes.remaining());
            write(bytes);
        } catch (IOException e) {
            close();
            throw new StorageException(
                    ErrorCode.ServerBusy, "extent " + id + " cannot be written: " + FileExtentStore.reason(e), e);
        } catch (StorageException e) {
            close();
            throw e;
        }
    }

    @Override
    public void sync() {
        requireOpen();
        try {
            gate.requireSound();
            files.run(() -> {
                force();
                return true;
            });
        } catch (Pool.Failure e) {
            close();
            throw gate.fail("a sync of extent " + id, e);
        } catch (StorageException e) {
            close();
            throw e;
        }
    }

    @Override
    public boolean sealed() {
        return sealed;
    }

    @Override
    public void close() {
        sealed = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new StorageException(
                    ErrorCode.ServerBusy, "extent " + id + " cannot be closed: " + e.getMessage(), e);
        }
    }

    /** Most bytes to move at once: the JDK copies heap buffers through direct memory of the same size. */
    static int pieceBytes(ByteBuffer buffer) {
        return buffer.isDirect() ? Integer.MAX_VALUE - buffer.position() : PIECE_BYTES;
    }

    private void write(ByteBuffer bytes) throws IOException {
        int limit = bytes.limit();
        try {
            while (bytes.position() < limit) {
                bytes.limit(Math.min(limit, bytes.position() + pieceBytes(bytes)));
                size += channel.write(bytes, size);
            }
        } finally {
            bytes.limit(limit);
        }
    }

    private void force() throws IOException {
        probe.beforeSync(id.toString());
        channel.force(false);
        if (!entrySynced) {
            Durable.syncFolder(Durable.parent(file));
            entrySynced = true;
        }
    }

    private void requireOpen() {
        if (sealed) {
            throw new StorageException(ErrorCode.InternalError, "extent " + id + " is sealed");
        }
    }
}
