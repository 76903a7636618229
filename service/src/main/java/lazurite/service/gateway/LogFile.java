package lazurite.service.gateway;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Where log lines go: a stream, or a file that is put aside as {@code name.1} (the older ones moving up) when it has
 * grown to its limit.
 *
 * <p>Concurrency: one thread at a time.
 */
public final class LogFile implements Closeable {
    private final @Nullable Path path;
    private final long bytesMax;
    private final int keptMax;
    private @Nullable OutputStream out;
    private long bytes;

    private LogFile(@Nullable Path path, long bytesMax, int keptMax, @Nullable OutputStream out) {
        this.path = path;
        this.bytesMax = bytesMax;
        this.keptMax = keptMax;
        this.out = out;
    }

    /** Writes to a stream that is never closed, such as standard output. */
    public static LogFile to(OutputStream stream) {
        return new LogFile(null, Long.MAX_VALUE, 0, stream);
    }

    /**
     * Appends to a file.
     *
     * @param bytesMax size at which it is put aside; exceeded by at most one batch of lines
     * @param keptMax files kept beside the current one, at least 1
     */
    public static LogFile at(Path path, long bytesMax, int keptMax) throws IOException {
        if (bytesMax < 1 || keptMax < 1) {
            throw new IllegalArgumentException("a log file needs room and one older file");
        }
        LogFile file = new LogFile(path, bytesMax, keptMax, null);
        file.stream();
        return file;
    }

    /** Writes and flushes; puts the file aside first if it is full. */
    void write(byte[] lines) throws IOException {
        if (bytes >= bytesMax && path != null) {
            putAside(path);
        }
        OutputStream stream = stream();
        stream.write(lines);
        stream.flush();
        bytes += lines.length;
    }

    private OutputStream stream() throws IOException {
        OutputStream open = out;
        if (open != null) {
            return open;
        }
        if (path == null) {
            throw new IOException("the log's stream is closed");
        }
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        OutputStream opened = new FileOutputStream(path.toFile(), true);
        out = opened;
        bytes = Files.size(path);
        return opened;
    }

    private void putAside(Path current) throws IOException {
        close();
        for (int i = keptMax; i > 1; i--) {
            Path younger = numbered(current, i - 1);
            if (Files.exists(younger)) {
                Files.move(younger, numbered(current, i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(current, numbered(current, 1), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path numbered(Path current, int number) {
        return current.resolveSibling(current.getFileName() + "." + number);
    }

    /** Closes the file; a stream that was handed in is only flushed. */
    @Override
    public void close() throws IOException {
        OutputStream open = out;
        if (open == null) {
            return;
        }
        if (path == null) {
            open.flush();
            return;
        }
        out = null;
        bytes = 0;
        open.close();
    }
}
