package lazurite.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import lazurite.base.Durable;
import lazurite.base.ErrorCode;
import lazurite.base.Platform;
import lazurite.base.StorageException;
import lazurite.store.ExtentId;
import lazurite.store.ExtentStore;
import org.jspecify.annotations.Nullable;

/**
 * Extents as files ({@code docs/formats/extent-files.md}).
 *
 * <p>Concurrency: reads and appends run on the caller's thread; syncs and deletes on a few platform threads that no
 * interrupt reaches: an interrupt closes a channel, and then nobody could tell whether its sync went well. Deletes wait
 * while a checkpoint is taken.
 */
final class FileExtentStore implements ExtentStore {
    private static final String SUFFIX = ".extent";

    private final Path root;
    private final Platform platform;
    private final WriteGate gate;
    private final SyncProbe probe;
    private final Pool files;
    private final OpenExtents open;
    private final Set<Path> syncedFolders = ConcurrentHashMap.newKeySet();
    private final ReadWriteLock deletions = new ReentrantReadWriteLock();

    FileExtentStore(Path root, Settings settings, Platform platform, WriteGate gate, SyncProbe probe) {
        this.root = root;
        this.platform = platform;
        this.gate = gate;
        this.probe = probe;
        this.files = new Pool(settings.fileThreads(), platform.platformThreads());
        this.open = new OpenExtents(this::path, settings.openExtentsMax());
    }

    @Override
    public Writer create() {
        gate.admit(0);
        Writer created = null;
        while (created == null) {
            created = createUnlessTaken(ExtentId.next(platform));
        }
        return created;
    }

    private @Nullable Writer createUnlessTaken(ExtentId id) {
        Path file = path(id);
        try {
            requireFolder(Durable.parent(file));
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return new FileExtentWriter(id, file, channel, gate, probe, files);
        } catch (FileAlreadyExistsException e) {
            return null;
        } catch (IOException e) {
            throw new StorageException(ErrorCode.ServerBusy, "extent " + id + " cannot be created: " + reason(e), e);
        }
    }

    @Override
    public void read(ExtentId id, long offset, ByteBuffer into) throws NoSuchExtentException {
        int start = into.position();
        while (into.hasRemaining()) {
            OpenExtents.Open file = take(id);
            try {
                readFully(file, offset - start, into);
            } catch (ClosedByInterruptException e) {
                open.drop(file);
                throw interrupted(id, e);
            } catch (ClosedChannelException e) {
                // another reader was interrupted, which closes the channel under all
                open.drop(file);
            } catch (IOException e) {
                throw unreadable(id, e);
            } finally {
                open.release(file);
            }
        }
    }

    @Override
    public long size(ExtentId id) throws NoSuchExtentException {
        try {
            return Files.size(path(id));
        } catch (NoSuchFileException e) {
            throw new NoSuchExtentException(id);
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    @Override
    public void delete(ExtentId id) {
        gate.requireSound();
        deletions.readLock().lock();
        try {
            files.run(() -> {
                unlink(id);
                return true;
            });
        } catch (Pool.Failure e) {
            throw gate.fail("the deletion of extent " + id, e);
        } finally {
            deletions.readLock().unlock();
        }
    }

    @Override
    public List<ExtentId> list() {
        List<ExtentId> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root, Files::isDirectory)) {
            for (Path folder : folders) {
                list(folder, found);
            }
        } catch (IOException e) {
            throw new StorageException(ErrorCode.InternalError, "extents cannot be listed: " + e.getMessage(), e);
        }
        found.sort(null);
        return found;
    }

    /** While held, no extent is deleted. */
    Lock holdDeletions() {
        return deletions.writeLock();
    }

    /** Where the extent lies; the folder is named by the id's last, random byte. */
    Path path(ExtentId id) {
        String name = id.toString();
        return root.resolve(name.substring(14)).resolve(name + SUFFIX);
    }

    @Override
    public void close() {
        files.close();
        open.close();
    }

    static String reason(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") ? "the disk is full" : message;
    }

    private static void list(Path folder, List<ExtentId> found) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String id = name.substring(0, name.length() - SUFFIX.length());
                if (id.matches("[0-9a-f]{16}") && folder.endsWith(id.substring(14))) {
                    found.add(ExtentId.parse(id));
                }
            }
        }
    }

    private OpenExtents.Open take(ExtentId id) throws NoSuchExtentException {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(id, new ClosedByInterruptException());
        }
        try {
            return open.take(id);
        } catch (NoSuchFileException e) {
            throw new NoSuchExtentException(id);
        } catch (IOException e) {
            throw unreadable(id, e);
        }
    }

    /** Reads on until {@code into} is full; {@code base} plus its position is the offset in the file. */
    private static void readFully(OpenExtents.Open file, long base, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            int limit = into.limit();
            into.limit(Math.min(limit, into.position() + FileExtentWriter.pieceBytes(into)));
            int count;
            try {
                count = file.channel.read(into, base + into.position());
            } finally {
                into.limit(limit);
            }
            if (count < 0) {
                throw new StorageException(
                        ErrorCode.InternalError,
                        "extent " + file.id + " has " + file.channel.size() + " bytes, " + into.remaining()
                                + " were wanted at " + (base + into.position()));
            }
        }
    }

    private void unlink(ExtentId id) throws IOException {
        Files.deleteIfExists(path(id));
        open.drop(id);
    }

    /** The folder's own entry is synced once in a process, even if it was there: an earlier process may have died. */
    private void requireFolder(Path folder) throws IOException {
        if (syncedFolders.contains(folder)) {
            return;
        }
        Files.createDirectories(folder);
        try {
            files.run(() -> {
                Durable.syncFolder(root);
                return true;
            });
        } catch (Pool.Failure e) {
            throw gate.fail("a sync of " + root, e);
        }
        syncedFolders.add(folder);
    }

    private static StorageException interrupted(ExtentId id, IOException cause) {
        return new StorageException(ErrorCode.ServerBusy, "interrupted while extent " + id + " was being read", cause);
    }

    private StorageException unreadable(ExtentId id, IOException cause) {
        return new StorageException(
                ErrorCode.InternalError,
                "extent " + id + " (" + path(id) + ") cannot be read: " + cause.getMessage(),
                cause);
    }
}
