package lazurite.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.Engine;
import lazurite.store.ExtentStore;
import lazurite.store.MetadataStore;

/**
 * One data directory on one machine: metadata in RocksDB, extents as files.
 *
 * <p>A failed sync of either is final: writes are refused until restart and reads go on. A full disk is not: writes are
 * refused before the disk is full, by a floor of free space, and taken again once there is space.
 *
 * <p>Concurrency: any thread.
 */
public final class EmbeddedEngine implements Engine {
    private final DataDirectory directory;
    private final WriteGate gate;
    private final RocksMetadataStore metadata;
    private final FileExtentStore extents;
    private final Backup backup;
    private boolean closed;

    private EmbeddedEngine(
            DataDirectory directory, Tables tables, Settings settings, Platform platform, SyncProbe probe)
            throws IOException {
        this.directory = directory;
        this.gate = new WriteGate(directory.root(), settings.freeBytesMin(), platform.nanoTime());
        this.metadata = new RocksMetadataStore(tables, settings, platform, gate, probe);
        this.extents = new FileExtentStore(directory.extents(), settings, platform, gate, probe);
        this.backup = new Backup(tables, extents, directory.root());
    }

    /**
     * Opens the data directory, creating it if it is not there.
     *
     * @throws IOException with one clear sentence: in use by another process, of a newer format, damaged, or not
     *     usable
     */
    public static EmbeddedEngine open(Path dataDir, Settings settings, Platform platform) throws IOException {
        return open(dataDir, settings, platform, SyncProbe.NONE);
    }

    static EmbeddedEngine open(Path dataDir, Settings settings, Platform platform, SyncProbe probe) throws IOException {
        Natives.load(settings.natives());
        DataDirectory directory = DataDirectory.open(dataDir);
        try {
            Tables tables = Tables.open(directory.meta(), settings);
            return new EmbeddedEngine(directory, tables, settings, platform, probe);
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public MetadataStore metadata() {
        return metadata;
    }

    @Override
    public ExtentStore extents() {
        return extents;
    }

    /** As long as this is 0, writes are refused. */
    @Override
    public long bytesFree() {
        return gate.bytesFree();
    }

    /**
     * Writes a copy of the engine's state at one moment, which can be opened in its place; the engine serves on. Files
     * that never change are hard-linked if {@code target} is on the same file system, else copied. While it runs,
     * deletions of extents wait.
     *
     * @param target must not exist or be empty
     * @throws IOException if the copy cannot be written; then {@code target} is as it was
     */
    public void checkpoint(Path target) throws IOException {
        backup.write(target);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            extents.close();
            metadata.close();
            directory.close();
        } catch (IOException e) {
            throw new StorageException(
                    ErrorCode.InternalError, "The data directory cannot be closed: " + e.getMessage(), e);
        }
    }
}
