package lazurite.governance.event;

import java.util.List;
import lazurite.ledger.entry.EntryType;
import lazurite.ledger.json.FieldReader;
import lazurite.ledger.json.FieldWriter;
import lazurite.ledger.json.Json;
import lazurite.ledger.tree.Hash;
import org.jspecify.annotations.Nullable;

/** Of the log itself and the server that keeps it. */
public sealed interface LogEvent extends Event {
    /** The stream of what the log says of itself. */
    String STREAM = "log";

    /**
     * The first entry.
     *
     * @param origin the log's name
     * @param keys that verify it, as vkeys
     * @param software version that runs
     * @param restarts the log that this one goes on from; null for none
     */
    record Genesis(
            String origin,
            List<String> keys,
            String software,
            @Nullable Restarted restarts) implements LogEvent {
        @Override
        public EntryType type() {
            return EntryType.LOG_GENESIS;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("origin", origin)
                    .texts("keys", keys)
                    .text("software", software)
                    .json("restarts", restarts == null ? null : restarts.fields())
                    .done();
        }
    }

    /** An older log as it was last known: its name, size and root. */
    record Restarted(String origin, long size, Hash root) {
        Json.Fields fields() {
            return new FieldWriter()
                    .text("origin", origin)
                    .number("size", size)
                    .hash("root", root)
                    .done();
        }

        static Restarted read(Json.Fields fields) {
            FieldReader in = new FieldReader(fields);
            Restarted restarted = new Restarted(in.text("origin"), in.number("size"), in.hash("root"));
            in.requireNoMore();
            return restarted;
        }
    }

    /** Nothing was written from then to then: the server was down, or slept. */
    record Resumed(long from, long to) implements LogEvent {
        @Override
        public EntryType type() {
            return EntryType.LOG_RESUMED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter().number("from", from).number("to", to).done();
        }
    }

    /** Checkpoints are signed by these keys, given as vkeys, from here on. */
    record KeyRotated(List<String> keys) implements LogEvent {
        @Override
        public EntryType type() {
            return EntryType.KEY_ROTATED;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter().texts("keys", keys).done();
        }
    }

    /** What runs, and the hash of what it was made of; which nobody can check from outside. */
    record SoftwareRelease(String version, Hash sha256) implements LogEvent {
        @Override
        public EntryType type() {
            return EntryType.SOFTWARE_RELEASE;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("version", version)
                    .hash("sha256", sha256)
                    .done();
        }
    }

    /** The server lives. */
    record Heartbeat(String software) implements LogEvent {
        public static final String STREAM = "heartbeat";

        @Override
        public EntryType type() {
            return EntryType.HEARTBEAT;
        }

        @Override
        public String stream() {
            return STREAM;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter().text("software", software).done();
        }
    }

    /**
     * A command that a holder's key signed was refused.
     *
     * @param holder who signed it
     * @param command its type
     * @param sha256 of the command, as it was sent
     * @param reason a tag that says why
     */
    record CommandRefused(String holder, EntryType command, Hash sha256, String reason) implements LogEvent {
        public static final String STREAM = "refused";

        @Override
        public EntryType type() {
            return EntryType.COMMAND_REFUSED;
        }

        @Override
        public String stream() {
            return STREAM;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("holder", holder)
                    .text("command", command.wire())
                    .hash("sha256", sha256)
                    .text("reason", reason)
                    .done();
        }
    }

    /**
     * A transparency report.
     *
     * @param from first day it tells of
     * @param to first day behind it
     * @param size the index behind the last entry that it was made from
     * @param html SHA-256 of the page
     * @param json SHA-256 of the same for programs
     */
    record ReportPublished(String from, String to, long size, Hash html, Hash json) implements LogEvent {
        public static final String STREAM = "report";

        @Override
        public EntryType type() {
            return EntryType.REPORT_PUBLISHED;
        }

        @Override
        public String stream() {
            return STREAM;
        }

        @Override
        public Json.Fields open() {
            return new FieldWriter()
                    .text("from", from)
                    .text("to", to)
                    .number("size", size)
                    .hash("html", html)
                    .hash("json", json)
                    .done();
        }
    }

    @Override
    default String stream() {
        return STREAM;
    }

    /** Reads one of these types. */
    static LogEvent read(EntryType type, FieldReader in) {
        return switch (type) {
            case LOG_GENESIS ->
                new Genesis(
                        in.text("origin"),
                        in.texts("keys"),
                        in.text("software"),
                        in.has("restarts") ? Restarted.read(in.fields("restarts")) : null);
            case LOG_RESUMED -> new Resumed(in.number("from"), in.number("to"));
            case KEY_ROTATED -> new KeyRotated(in.texts("keys"));
            case SOFTWARE_RELEASE -> new SoftwareRelease(in.text("version"), in.hash("sha256"));
            case HEARTBEAT -> new Heartbeat(in.text("software"));
            case COMMAND_REFUSED ->
                new CommandRefused(
                        Names.tag(in, "holder"),
                        EntryType.of(in.text("command")),
                        in.hash("sha256"),
                        Names.tag(in, "reason"));
            case REPORT_PUBLISHED ->
                new ReportPublished(
                        Names.day(in, "from"), Names.day(in, "to"), in.index("size"), in.hash("html"), in.hash("json"));
            default -> throw new IllegalArgumentException(type.wire());
        };
    }
}
