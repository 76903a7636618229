package lazurite.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lazurite.base.Durable;
import org.jspecify.annotations.Nullable;

/**
 * The folder that one engine holds alone ({@code docs/formats/data-directory.md}).
 */
final class DataDirectory implements AutoCloseable {
    static final int VERSION = 1;
    private static final String MAGIC = "lazurite data ";

    /**
     * Folders open in this process. The kernel's lock is the process's and is lost when any descriptor of the file is
     * closed, so the file must not even be opened twice.
     */
    private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel lockFile;

    private DataDirectory(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, creating it if need be.
     *
     * @throws IOException one clear sentence: held by another process, written by a newer version, or not usable
     */
    static DataDirectory open(Path folder) throws IOException {
        Durable.createFolders(folder);
        Path root = folder.toRealPath();
        if (!OPEN_HERE.add(root)) {
            throw inUse(root, "this process");
        }
        FileChannel lockFile = null;
        try {
            lockFile = lock(root);
            checkFormat(root);
            Durable.createFolders(root.resolve("meta"));
            Durable.createFolders(root.resolve("extents"));
            syncEntries(root);
            return new DataDirectory(root, lockFile);
        } catch (IOException | RuntimeException e) {
            if (lockFile != null) {
                lockFile.close();
            }
            OPEN_HERE.remove(root);
            throw e;
        }
    }

    Path root() {
        return root;
    }

    Path meta() {
        return root.resolve("meta");
    }

    Path extents() {
        return root.resolve("extents");
    }

    /** Writes the version file into a copy of a data directory. */
    static void writeFormat(Path root) throws IOException {
        Durable.writeFile(root.resolve("FORMAT"), (MAGIC + VERSION + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void close() throws IOException {
        try {
            lockFile.close();
        } finally {
            OPEN_HERE.remove(root);
        }
    }

    /** An earlier process may have died between creating a folder and syncing its entry. */
    private static void syncEntries(Path root) throws IOException {
        Durable.syncFolder(root);
        Path parent = root.getParent();
        if (parent != null && Files.isReadable(parent)) {
            Durable.syncFolder(parent);
        }
    }

    private static FileChannel lock(Path root) throws IOException {
        Path file = root.resolve("LOCK");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw inUse(root, "process " + Files.readString(file).strip());
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException inUse(Path root, String holder) {
        return new IOException("The data directory " + root + " is in use by " + holder + ".");
    }

    private static void checkFormat(Path root) throws IOException {
        Path file = root.resolve("FORMAT");
        if (!Files.exists(file)) {
            if (Files.exists(root.resolve("meta"))) {
                throw new IOException("The data directory " + root + " has data but no FORMAT file.");
            }
            writeFormat(root);
            return;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        Integer version = parse(text);
        if (version == null) {
            throw new IOException("The file " + file + " is damaged.");
        }
        if (version > VERSION) {
            throw new IOException("The data directory " + root + " has format version " + version
                    + "; this program knows versions up to " + VERSION + ".");
        }
    }

    private static @Nullable Integer parse(String text) {
        String digits = text.startsWith(MAGIC) ? text.substring(MAGIC.length()).strip() : "";
        return digits.matches("[1-9][0-9]{0,8}") ? Integer.valueOf(digits) : null;
    }
}
