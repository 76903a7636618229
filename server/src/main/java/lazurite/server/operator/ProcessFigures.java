package lazurite.server.operator;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;

/** The figures of the JVM and of the process. Nothing is loaded for them before the first reading. */
final class ProcessFigures {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ProcessFigures() {}

    static void register(Metrics metrics) {
        metrics.gauge(
                "jvm_heap_used_bytes",
                "Java heap in use",
                () -> ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        metrics.gauge(
                "jvm_heap_max_bytes",
                "Java heap at most",
                () -> Runtime.getRuntime().maxMemory());
        metrics.gauge(
                "jvm_threads",
                "Platform threads",
                () -> ManagementFactory.getThreadMXBean().getThreadCount());
        metrics.counter(
                "jvm_gc_collections_total",
                "Garbage collections",
                () -> collectors(GarbageCollectorMXBean::getCollectionCount));
        metrics.counter(
                "jvm_gc_seconds_total",
                "Time spent collecting garbage",
                () -> collectors(GarbageCollectorMXBean::getCollectionTime) / 1e3);
        metrics.gauge("process_resident_memory_bytes", "Resident memory", ProcessFigures::residentBytes);
        metrics.counter(
                "process_cpu_seconds_total",
                "CPU time, user and system",
                () -> ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(time -> time.toNanos() / 1e9)
                        .orElse(Double.NaN));
    }

    private static double collectors(ToLongFunction<GarbageCollectorMXBean> figure) {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(figure)
                .sum();
    }

    /** From Linux's /proc; not a number elsewhere. */
    private static double residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("VmRSS:")) {
                    return Double.parseDouble(line.replaceAll("\\D", "")) * 1024;
                }
            }
            return Double.NaN;
        } catch (IOException unreadable) {
            return Double.NaN;
        }
    }
}
