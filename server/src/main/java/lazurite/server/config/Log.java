package lazurite.server.config;

import java.nio.file.Path;

/**
 * What is logged, and where.
 *
 * @param resources whether access log lines name container and blob
 */
public record Log(Level level, Access access, boolean resources) {
    /** No access log. */
    public static final Access OFF = new Access.Off();

    /** The least severe of the server's own lines that is written to standard error. */
    public enum Level {
        DEBUG,
        INFO,
        WARNING,
        ERROR
    }

    /** Where the access log goes: one JSON line for each request. */
    public sealed interface Access {
        record Off() implements Access {}

        record Stdout() implements Access {}

        /**
         * A file, moved aside when it has grown.
         *
         * @param rotateBytes size at which it is moved aside, in bytes
         * @param keep how many files moved aside are kept
         */
        record ToFile(Path file, long rotateBytes, int keep) implements Access {}
    }
}
