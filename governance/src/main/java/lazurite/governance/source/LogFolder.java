package lazurite.governance.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lazurite.ledger.RefusedException;

/** A log copied into a folder, in the layout in which it is served. */
public final class LogFolder implements LogSource {
    /** The checkpoint that a mirror had before its newest. */
    public static final String PREVIOUS = "checkpoint.previous";

    private final Path folder;

    public LogFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public Answer get(String path, int bytesMax) throws IOException {
        Path file = file(path);
        if (!Files.isRegularFile(file)) {
            return new Answer.Absent();
        }
        if (Files.size(file) > bytesMax) {
            throw new RefusedException("The file " + path + " is damaged: it has more than " + bytesMax + " bytes.");
        }
        return new Answer.Present(Files.readAllBytes(file));
    }

    /** The paths of all files, in order. */
    public List<String> paths() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public LogFolder restarted(int back) {
        return new LogFolder(folder.resolve("restarted").resolve(Integer.toString(back)));
    }

    Path file(String path) {
        Path file = folder.resolve(path).normalize();
        if (!file.startsWith(folder)) {
            throw new RefusedException("The path " + path + " leads out of the log.");
        }
        return file;
    }

    Path folder() {
        return folder;
    }

    @Override
    public boolean isLive() {
        return false;
    }

    @Override
    public void close() {
        // holds nothing open
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
