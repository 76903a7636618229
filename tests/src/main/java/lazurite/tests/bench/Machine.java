package lazurite.tests.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What the figures were measured on. */
final class Machine {
    private static final int SYNCS = 500;

    private Machine() {}

    static String describe(Path folder) {
        return new Table("machine", "")
                .row("processor", field("/proc/cpuinfo", "model name"))
                .row("cores", String.valueOf(Runtime.getRuntime().availableProcessors()))
                .row("memory", field("/proc/meminfo", "MemTotal"))
                .row("kernel", System.getProperty("os.version"))
                .row("JDK", Runtime.version().toString())
                .row("one synced 4 KiB write", syncLatency(folder))
                .markdown();
    }

    private static String field(String file, String name) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String syncLatency(Path folder) {
        Path file = folder.resolve("synced");
        long[] nanos = new long[SYNCS];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begun = System.nanoTime();
                channel.write(ByteBuffer.allocate(4096));
                channel.force(false);
                nanos[i] = System.nanoTime() - begun;
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Arrays.sort(nanos);
        return "median " + Table.number(nanos[SYNCS / 2] / 1e6) + " ms, p99 "
                + Table.number(nanos[SYNCS * 99 / 100] / 1e6) + " ms";
    }
}
