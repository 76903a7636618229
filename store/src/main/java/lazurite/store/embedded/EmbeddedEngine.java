package lazurite.store.embedded;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    private final Pool backups;
    private final Backup backup;
    private final Tables tables;
    private final List<String> damages;
    private boolean closed;

    private EmbeddedEngine(
            DataDirectory directory,
            List<String> damages,
            WriteGate gate,
            Tables tables,
            RocksMetadataStore metadata,
            FileExtentStore extents,
            Pool backups) {
        this.directory = directory;
        this.damages = damages;
        this.gate = gate;
        this.tables = tables;
        this.metadata = metadata;
        this.extents = extents;
        this.backups = backups;
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
            FileStore disk = Files.getFileStore(directory.root());
            WriteGate gate = new WriteGate(disk::getUsableSpace, settings.freeBytesMin(), platform.nanoTime());
            List<String> damages = WalScan.damages(directory.meta());
            Tables tables = Tables.open(directory.meta(), settings);
            return new EmbeddedEngine(
                    directory,
                    damages,
                    gate,
                    tables,
                    new RocksMetadataStore(tables, settings, platform, gate, probe),
                    new FileExtentStore(directory.extents(), settings, platform, gate, probe),
                    new Pool(1, platform.platformThreads()));
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

    /** What the start found that cost acknowledged commits, one sentence each; to be told to the operator. */
    public List<String> damages() {
        return damages;
    }

    /** Reads and verifies all metadata; throws InternalError naming the first damaged file. */
    public void verifyMetadata() {
        tables.verify();
    }

    /**
     * Writes a copy of the engine's state at one moment, which can be opened in its place; the engine serves on. Files
     * that never change are hard-linked if {@code target} is on the same file system, else copied. While it runs,
     * deletions of extents wait.
     *
     * @param target must not exist or be empty
     * @param along files that belong to the data and not to the engine, for the copy's folder; they do not change
     * @throws IOException if the copy cannot be written; then {@code target} is as it was
     */
    public void checkpoint(Path target, List<Path> along) throws IOException {
        try {
            backups.run(() -> {
                backup.write(target, along);
                return true;
            });
        } catch (Pool.Failure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            backups.close();
            extents.close();
            metadata.close();
            directory.close();
        } catch (IOException e) {
            throw new StorageException(
                    ErrorCode.InternalError, "The data directory cannot be closed: " + e.getMessage(), e);
        }
    }
}
