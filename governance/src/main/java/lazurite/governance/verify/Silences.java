package lazurite.governance.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** When the log was silent by its own word, and what that excuses. */
final class Silences {
    /** How long before a deadline a silence may end and excuse it still, and how long the log may be behind itself. */
    static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private static final long DAY = TimeUnit.DAYS.toMillis(1);

    private record Silence(long from, long to) {}

    private final List<Silence> silences = new ArrayList<>();

    void add(long from, long to) {
        silences.add(new Silence(from, to));
    }

    /** Whether something is late only because of silences: done within a day of their end. */
    boolean excuse(long deadline, long done) {
        long extended = deadline;
        for (Silence silence : silences) {
            if (silence.from() <= extended && extended <= silence.to() + HOUR) {
                extended = Math.max(extended, silence.to() + DAY);
            }
        }
        return done <= extended;
    }
}
