package lazurite.store.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.stream.Stream;
import lazurite.base.Durable;
import lazurite.store.ExtentId;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * Copies a data directory that is being served: first the metadata, then every extent. What the metadata names was
 * synced before, and no extent is deleted meanwhile, so the copy has all of it; what came later is there too and is
 * the collector's.
 *
 * <p>Concurrency: one thread.
 */
final class Backup {
    private final Tables tables;
    private final FileExtentStore extents;
    private final Path source;

    Backup(Tables tables, FileExtentStore extents, Path source) {
        this.tables = tables;
        this.extents = extents;
        this.source = source;
    }

    /** @param along files outside the engine that go into the copy's folder as well */
    void write(Path target, List<Path> along) throws IOException {
        Path whole = target.toAbsolutePath().normalize();
        Path parent = Durable.parent(whole);
        if (parent.startsWith(source) || whole.startsWith(source)) {
            throw new IOException("The backup " + target + " must not lie in the data directory.");
        }
        requireEmpty(whole);
        Durable.createFolders(parent);
        Path half = parent.resolve("." + whole.getFileName() + ".lazurite-half");
        deleteTree(half);
        Files.createDirectory(half);
        try {
            fill(half, along);
            Files.move(half, whole, StandardCopyOption.ATOMIC_MOVE);
            Durable.syncFolder(parent);
        } finally {
            deleteTree(half);
        }
    }

    private void fill(Path half, List<Path> along) throws IOException {
        Lock held = extents.holdDeletions();
        held.lock();
        try {
            tables.checkpoint(half.resolve("meta"));
            copyExtents(half.resolve("extents"));
        } catch (RocksDBException e) {
            throw new IOException("The metadata cannot be copied: " + e.getMessage(), e);
        } finally {
            held.unlock();
        }
        syncFiles(half.resolve("meta"));
        for (Path file : along) {
            Path copy = half.resolve(file.getFileName());
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            Durable.syncFile(copy);
        }
        DataDirectory.writeFormat(half);
    }

    private void copyExtents(Path folder) throws IOException {
        Files.createDirectory(folder);
        Set<Path> folders = new HashSet<>();
        boolean linking = true;
        for (ExtentId id : extents.list()) {
            Path from = extents.path(id);
            Path in = folder.resolve(Durable.parent(from).getFileName());
            if (folders.add(in)) {
                Files.createDirectory(in);
            }
            Path to = in.resolve(from.getFileName());
            linking = linking && link(from, to);
            if (!linking) {
                Files.copy(from, to);
                Durable.syncFile(to);
            }
        }
        for (Path in : folders) {
            Durable.syncFolder(in);
        }
        Durable.syncFolder(folder);
    }

    /** False if the target is on another file system, or on one without hard links. */
    private static boolean link(Path from, Path to) throws IOException {
        if (!Files.getFileStore(from).equals(Files.getFileStore(Durable.parent(to)))) {
            return false;
        }
        try {
            Files.createLink(to, from);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    private static void syncFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Durable.syncFile(file);
            }
        }
        Durable.syncFolder(folder);
    }

    private static void requireEmpty(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new IOException("The backup folder " + target + " is not empty.");
            }
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
