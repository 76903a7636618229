package lazurite.tests.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What a server's processes used, from /proc: a process that has ended counts no more. */
public final class ServerUsage {
    private static final double TICKS_PER_SECOND = 100;

    private ServerUsage() {}

    /** User and system time since the start, in seconds; exact to 10 ms. */
    public static double cpuSeconds(ServerUnderTest server) {
        return sum(server, ServerUsage::cpuTicks) / TICKS_PER_SECOND;
    }

    /** Resident memory now, in bytes. */
    public static long residentBytes(ServerUnderTest server) {
        return sum(server, pid -> statusKilobytes(pid, "VmRSS:")) * 1024;
    }

    /** The most resident memory since the start, in bytes; of several processes, the sum of each one's peak. */
    public static long residentBytesMax(ServerUnderTest server) {
        return sum(server, pid -> statusKilobytes(pid, "VmHWM:")) * 1024;
    }

    /** Open sockets of the server's own process: listening, accepted and inner ones. */
    public static long sockets(ServerUnderTest server) {
        try (Stream<Path> open = Files.list(Path.of("/proc", String.valueOf(server.pid()), "fd"))) {
            return open.filter(ServerUsage::isSocket).count();
        } catch (IOException ended) {
            return 0;
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private static long sum(ServerUnderTest server, ToLongFunction<Long> figure) {
        Stream<Long> children = ProcessHandle.of(server.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(server.pid()), children)
                .mapToLong(figure)
                .sum();
    }

    private static long cpuTicks(long pid) {
        String stat = read(Path.of("/proc", String.valueOf(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        return fields.length < 13 ? 0 : Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long statusKilobytes(long pid, String name) {
        return read(Path.of("/proc", String.valueOf(pid), "status"))
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException ended) {
            return "";
        }
    }
}
