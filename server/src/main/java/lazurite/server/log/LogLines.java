package lazurite.server.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import lazurite.server.config.Log;

/** Sends the process's log to standard error: one line for each event, time in UTC, level, message. */
public final class LogLines extends Formatter {
    /** Kept, since JUL holds its loggers weakly. */
    private static final Logger ROOT = Logger.getLogger("");

    private LogLines() {}

    /** Replaces what the JDK would do by default. Lines below {@code level} are not written. */
    public static void start(Log.Level level) {
        LogManager.getLogManager().reset();
        StreamHandler handler = new Flushing();
        handler.setLevel(Level.ALL);
        ROOT.addHandler(handler);
        ROOT.setLevel(
                switch (level) {
                    case DEBUG -> Level.FINE;
                    case INFO -> Level.INFO;
                    case WARNING -> Level.WARNING;
                    case ERROR -> Level.SEVERE;
                });
    }

    @Override
    public String format(LogRecord event) {
        StringBuilder line = new StringBuilder(128)
                .append(Instant.ofEpochMilli(event.getMillis()).truncatedTo(ChronoUnit.MILLIS))
                .append(' ')
                .append(name(event.getLevel()))
                .append(' ')
                .append(formatMessage(event))
                .append('\n');
        if (event.getThrown() != null) {
            StringWriter trace = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        return line.toString();
    }

    private static String name(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "ERROR";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "WARN ";
        }
        return level.intValue() >= Level.INFO.intValue() ? "INFO " : "DEBUG";
    }

    private static final class Flushing extends StreamHandler {
        Flushing() {
            super(System.err, new LogLines());
        }

        @Override
        public synchronized void publish(LogRecord event) {
            super.publish(event);
            flush();
        }

        /** Leaves standard error open. */
        @Override
        public synchronized void close() {
            flush();
        }
    }
}
