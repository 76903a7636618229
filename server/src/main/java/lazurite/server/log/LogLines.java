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
    private LogLines() {}

    /** To be called before anything logs. The JDK's own set-up is neither read nor undone when the process ends. */
    public static void install() {
        System.setProperty("java.util.logging.manager", LastingLog.class.getName());
        StreamHandler handler = new Flushing();
        handler.setLevel(Level.ALL);
        root().addHandler(handler);
        level(Log.Level.INFO);
    }

    /** Lines below the level are not written. */
    public static void level(Log.Level level) {
        root().setLevel(
                        switch (level) {
                            case DEBUG -> Level.FINE;
                            case INFO -> Level.INFO;
                            case WARNING -> Level.WARNING;
                            case ERROR -> Level.SEVERE;
                        });
    }

    private static Logger root() {
        return Logger.getLogger("");
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

    /**
     * The JDK's manager takes all handlers away in a shutdown hook, while the server still has to say how it stopped;
     * and it reads a file at start that has nothing for us.
     */
    public static final class LastingLog extends LogManager {
        /** Called by the JDK, by name. */
        public LastingLog() {}

        @Override
        public void readConfiguration() {
            // nothing to read: see the class comment
        }

        @Override
        public void reset() {
            // handlers stay to the end: see the class comment
        }
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
