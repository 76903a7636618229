package lazurite.governance.verify;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import lazurite.governance.event.LogEvent;
import org.jspecify.annotations.Nullable;

/** I11: heartbeats without gaps that the log does not explain, and, of a live log, a checkpoint that is new. */
final class HeartbeatCheck implements Check {
    private static final long GAP_MAX = TimeUnit.MINUTES.toMillis(10);
    private static final long AGE_SECONDS_MAX = 60;

    private record Silence(Place place, LogEvent.Resumed resumed) {}

    /** What explains the gap behind the last heartbeat. */
    private final Deque<Silence> silences = new ArrayDeque<>();

    private @Nullable Place last;
    private long lastTime;
    private final Findings findings = new Findings(Invariant.I11);

    @Override
    public Findings findings() {
        return findings;
    }

    @Override
    public Invariant invariant() {
        return Invariant.I11;
    }

    @Override
    public void see(Step step) {
        switch (step.logged().event()) {
            case LogEvent.Heartbeat _ -> {
                gap(step.place(), step.logged().time());
                last = step.place();
                lastTime = step.logged().time();
                silences.clear();
            }
            case LogEvent.Resumed resumed -> {
                findings.require(
                        resumed.from() <= resumed.to()
                                && resumed.to() <= step.logged().time() + GAP_MAX,
                        step.place(),
                        "It tells of a silence that was not over.");
                findings.require(
                        last == null || resumed.from() + GAP_MAX >= lastTime,
                        step.place(),
                        "It tells of a silence in which there are heartbeats.");
                silences.add(new Silence(step.place(), resumed));
            }
            case LogEvent.Genesis genesis -> {
                if (genesis.restarts() != null && last != null && step.logged().time() - lastTime > GAP_MAX) {
                    silences.add(new Silence(
                            step.place(),
                            new LogEvent.Resumed(lastTime, step.logged().time())));
                }
            }
            default -> {
                // no sign of life
            }
        }
    }

    /** Judges the time from the last heartbeat to {@code now}. */
    private void gap(Place place, long now) {
        if (last == null) {
            return;
        }
        long from = lastTime;
        for (Silence silence : silences) {
            if (silence.resumed().from() - from <= GAP_MAX) {
                from = Math.max(from, silence.resumed().to());
                findings.late(
                        silence.place(),
                        "The log was silent for "
                                + minutes(silence.resumed().to()
                                        - silence.resumed().from()) + " minutes, as it says itself.");
            }
        }
        if (now - from > GAP_MAX) {
            findings.broken(place, "There was no heartbeat for " + minutes(now - from) + " minutes.");
        }
    }

    private static long minutes(long millis) {
        return TimeUnit.MILLISECONDS.toMinutes(millis);
    }

    @Override
    public void end(End end) {
        Place newest = last;
        if (newest == null) {
            findings.broken(null, "The log has no heartbeat.");
            return;
        }
        gap(newest, end.now());
        if (!end.source().isLive()) {
            findings.unchecked("whether the log still lives, since this is a folder");
        } else if (end.seconds().isEmpty()) {
            findings.unchecked("the checkpoint's age, since no key was given whose signatures have a time");
        } else {
            long age = TimeUnit.MILLISECONDS.toSeconds(end.fetched())
                    - end.seconds().getAsLong();
            if (age > AGE_SECONDS_MAX) {
                findings.broken(null, "The newest checkpoint is " + age + " seconds old.");
            }
        }
    }
}
