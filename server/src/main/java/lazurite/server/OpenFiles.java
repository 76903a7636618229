package lazurite.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps connections from using up the files that the process may have open: a store that cannot open one has failed to
 * write, and refuses all writes until restart.
 */
final class OpenFiles {
    private static final System.Logger LOG = System.getLogger(OpenFiles.class.getName());
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String LINE = "Max open files ";

    /** Of the operator's port: far more than one operator needs. */
    static final int OPERATOR_CONNECTIONS_MAX = 64;

    /** Of the log's port. */
    static final int LEDGER_CONNECTIONS_MAX = 256;

    /** For RocksDB's tables, extents, jars, the operator's and the log's port. */
    private static final long KEPT_MAX = 2_048;

    private OpenFiles() {}

    /** As many connections as are wanted, or fewer where the system's limit does not give the files; then it is logged. */
    static int connections(int wanted) {
        long filesMax = filesMax();
        long max = filesMax - kept(filesMax);
        if (wanted <= max) {
            return wanted;
        }
        LOG.log(
                Level.INFO,
                "at most {0} connections are taken and not {1}, since this process may open {2} files (ulimit -n)",
                Long.toString(max),
                Integer.toString(wanted),
                Long.toString(filesMax));
        return (int) max;
    }

    /** Of so many files, those not for connections. */
    static long kept(long filesMax) {
        return Math.min(KEPT_MAX, filesMax / 2);
    }

    /** From Linux's /proc; no limit elsewhere. The JVM raises the soft limit to the hard one when it starts. */
    private static long filesMax() {
        if (!Files.isReadable(LIMITS)) {
            return Long.MAX_VALUE;
        }
        try {
            return filesMax(Files.readAllLines(LIMITS, StandardCharsets.ISO_8859_1));
        } catch (IOException unreadable) {
            return Long.MAX_VALUE;
        }
    }

    static long filesMax(List<String> limits) {
        for (String line : limits) {
            if (line.startsWith(LINE)) {
                String soft = line.substring(LINE.length()).strip().split(" ", 2)[0];
                return soft.matches("[0-9]+") ? Long.parseLong(soft) : Long.MAX_VALUE;
            }
        }
        return Long.MAX_VALUE;
    }
}
