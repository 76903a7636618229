package lazurite.server.config;

import org.jspecify.annotations.Nullable;

/** Flags that set a key of the configuration. */
public enum Flag {
    DATA("--data", "data", "DIR"),
    HOST("--host", "host", "ADDR"),
    BLOB_PORT("--blob-port", "ports.blob", "N"),
    QUEUE_PORT("--queue-port", "ports.queue", "N"),
    TABLE_PORT("--table-port", "ports.table", "N"),
    OPERATOR_PORT("--operator-port", "ports.operator", "N"),
    LEDGER("--ledger", "ledger.enabled", ""),
    LEDGER_PORT("--ledger-port", "ports.ledger", "N"),
    WEB_PORT("--web-port", "ports.web", "N"),
    IN_MEMORY("--in-memory", "inMemory", "");

    private final String text;
    private final String path;
    private final String argument;

    Flag(String text, String path, String argument) {
        this.text = text;
        this.path = path;
        this.argument = argument;
    }

    /** As typed. */
    public String text() {
        return text;
    }

    /** The key it sets. */
    public String path() {
        return path;
    }

    /** What its value stands for in the help; empty for a switch. */
    public String argument() {
        return argument;
    }

    static @Nullable Flag of(String path) {
        for (Flag flag : values()) {
            if (flag.path.equals(path)) {
                return flag;
            }
        }
        return null;
    }
}
