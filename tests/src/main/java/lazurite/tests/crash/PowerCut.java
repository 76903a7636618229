package lazurite.tests.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Takes back what a killed process changed and did not sync. Without a random source everything unsynced goes; with one, a random part of it
 * stays, as on a disk that wrote some of it: of the names the older ones, of an appended file a random length, in which some pages may be
 * zeros as if only the length had been written.
 */
final class PowerCut {
    private static final long PAGE_BYTES = 4096;
    private static final int PAGES_MAX = 16;

    private final Path data;
    private final Path side;
    private final UndoLog log;
    private final Map<Long, Path> folders = new HashMap<>();

    private PowerCut(Path data, Path side) {
        this.data = data;
        this.side = side;
        this.log = UndoLog.read(side);
    }

    /** What was lost, for a failure's message. */
    record Lost(int names, int files) {}

    /** Everything unsynced goes. */
    static Lost strike(Path data, Path side) {
        return strike(data, side, null);
    }

    static Lost strike(Path data, Path side, @Nullable RandomGenerator random) {
        try {
            return new PowerCut(data, side).run(random);
        } catch (IOException e) {
            throw new UncheckedIOException("the power cut failed", e);
        }
    }

    private Lost run(@Nullable RandomGenerator random) throws IOException {
        List<UndoLog.Entry> names = log.names();
        int kept = random == null || names.isEmpty() ? 0 : random.nextInt(names.size() + 1);
        findFolders();
        for (UndoLog.Entry change : names.subList(kept, names.size()).reversed()) {
            takeBack(change);
        }
        Map<Long, Path> files = files();
        int changed = 0;
        for (var pending : log.bytes().entrySet()) {
            Path file = files.get(pending.getKey());
            if (file != null) {
                restore(file, pending.getValue(), random);
                changed++;
            }
        }
        return new Lost(names.size() - kept, changed);
    }

    private void takeBack(UndoLog.Entry change) throws IOException {
        Path folder = folders.get(change.a());
        if (folder == null) {
            return;
        }
        Path path = folder.resolve(change.name());
        switch (change.kind()) {
            case CREATE, LINK -> Files.deleteIfExists(path);
            case MKDIR -> deleteTree(path);
            case UNLINK -> bringBack(change.saved(), path);
            case RMDIR -> {
                Files.createDirectories(path);
                folders.put(change.ino(), path);
            }
            case RENAME -> {
                Path target = folders.get(change.b());
                if (target != null) {
                    renameBack(change, path, target.resolve(change.renamedTo()));
                }
            }
            case BASE, OLD, SYNC, BORN, SYNCDIR, CANCEL, NOTE ->
                throw new IllegalStateException("not a change of names: " + change);
        }
    }

    private void renameBack(UndoLog.Entry change, Path from, Path to) throws IOException {
        if (Files.exists(to) && inode(to) == change.ino()) {
            Files.move(to, from);
            if (Files.isDirectory(from)) {
                findFolders();
            }
        }
        bringBack(change.saved(), to);
    }

    private void bringBack(String saved, Path path) throws IOException {
        if (!saved.isEmpty() && !Files.exists(path)) {
            Files.createLink(path, side.resolve(saved));
        }
    }

    private static void restore(Path file, List<UndoLog.Entry> pending, @Nullable RandomGenerator random)
            throws IOException {
        long base = pending.stream()
                .filter(entry -> entry.kind() == UndoLog.Kind.BASE)
                .mapToLong(UndoLog.Entry::a)
                .findFirst()
                .orElseThrow();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (UndoLog.Entry entry : pending.reversed()) {
                if (entry.kind() == UndoLog.Kind.OLD) {
                    channel.write(ByteBuffer.wrap(entry.two()), entry.a());
                }
            }
            long size = channel.size();
            long wanted = random == null || size <= base ? base : base + random.nextLong(size - base + 1);
            channel.truncate(wanted);
            if (size < wanted) {
                channel.write(ByteBuffer.allocate(1), wanted - 1);
            }
            if (random != null && wanted > base && random.nextInt(3) == 0) {
                zero(channel, base, wanted, random);
            }
        }
    }

    /** Pages that the disk had not got to. */
    private static void zero(FileChannel channel, long base, long end, RandomGenerator random) throws IOException {
        long from = Math.max(base, (base + random.nextLong(end - base)) / PAGE_BYTES * PAGE_BYTES);
        long to = Math.min(end, from + (1 + random.nextInt(PAGES_MAX)) * PAGE_BYTES);
        channel.write(ByteBuffer.allocate(Math.toIntExact(to - from)), from);
    }

    private void findFolders() throws IOException {
        folders.clear();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                folders.put(inode(folder), folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Map<Long, Path> files() throws IOException {
        Map<Long, Path> files = new HashMap<>();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                files.put(inode(file), file);
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static long inode(Path path) throws IOException {
        return (Long) Files.getAttribute(path, "unix:ino");
    }

    private static void deleteTree(Path root) throws IOException {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                        throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException neverMade) {
            return;
        }
    }
}
