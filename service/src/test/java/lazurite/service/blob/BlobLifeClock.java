package lazurite.service.blob;

import java.time.Duration;
import java.time.Instant;

/** The wall clock and, for what cannot be taken back, the time that a clock which leaps does not move. */
final class BlobLifeClock {
    Instant wall;
    boolean held;
    private Instant last;
    private Instant start;
    private Duration running = Duration.ZERO;

    BlobLifeClock(Instant wall) {
        this.wall = wall;
        this.last = wall;
        this.start = wall;
    }

    Instant kept() {
        return last;
    }

    void pass(Duration time) {
        running = running.plus(time);
        leap(time);
    }

    void leap(Duration time) {
        wall = wall.plus(time);
        Duration ahead = Duration.between(start.plus(running), wall);
        held |= ahead.compareTo(Duration.ofHours(1)) > 0;
        if (!held && wall.isAfter(last)) {
            last = wall;
        }
    }

    void accept() {
        held = false;
        last = wall;
        start = wall;
        running = Duration.ZERO;
    }

    /** The service ends, and another begins so long after. */
    void restart(Duration stopped) {
        wall = wall.plus(stopped);
        held |= Duration.between(last, wall).compareTo(Duration.ofDays(30)) > 0;
        start = wall.isAfter(last) ? wall : last;
        running = Duration.ZERO;
        leap(Duration.ZERO);
    }
}
