package lazurite.tests.crash;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs file operations given as arguments below a folder, then waits to be killed: the program that the shim's tests watch. */
public final class Steps {
    private final Path root;
    private final Map<String, FileChannel> open = new HashMap<>();

    private Steps(Path root) {
        this.root = root;
    }

    public static void main(String[] arguments) throws Exception {
        Steps steps = new Steps(Path.of(arguments[0]));
        for (int i = 1; i < arguments.length; i++) {
            steps.run(arguments[i].split(" "));
        }
        System.out.println("done");
        TimeUnit.HOURS.sleep(1);
    }

    private void run(String[] step) throws IOException {
        Path path = root.resolve(step[1]);
        switch (step[0]) {
            case "create" ->
                open.put(
                        step[1],
                        FileChannel.open(
                                path,
                                StandardOpenOption.CREATE_NEW,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.READ));
            case "open" -> open.put(step[1], FileChannel.open(path, StandardOpenOption.WRITE));
            case "append" ->
                channel(step[1]).write(bytes(step[2]), channel(step[1]).size());
            case "write" -> channel(step[1]).write(bytes(step[3]), Long.parseLong(step[2]));
            case "truncate" -> channel(step[1]).truncate(Long.parseLong(step[2]));
            case "sync" -> channel(step[1]).force(false);
            case "rewrite" -> Files.writeString(path, step[2]);
            case "mkdir" -> Files.createDirectory(path);
            case "rmdir", "delete" -> Files.delete(path);
            case "link" -> Files.createLink(root.resolve(step[2]), path);
            case "rename" -> Files.move(path, root.resolve(step[2]), StandardCopyOption.ATOMIC_MOVE);
            case "syncdir" -> {
                try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
                    folder.force(true);
                }
            }
            default -> throw new IllegalArgumentException(step[0]);
        }
    }

    private FileChannel channel(String name) {
        FileChannel channel = open.get(name);
        if (channel == null) {
            throw new IllegalArgumentException(name + " is not open");
        }
        return channel;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
