package lazurite.store.collector;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import lazurite.base.Platform;
import lazurite.store.Group;

/**
 * Readers at work in a group: while one is, what the group stops naming stays readable.
 *
 * <p>Concurrency: any thread.
 */
final class ReadPins {
    private final Platform platform;
    private final long lifeNanosMax;
    private final Map<Group, List<Long>> starts = new HashMap<>();

    ReadPins(Platform platform, long lifeMillisMax) {
        this.platform = platform;
        this.lifeNanosMax = TimeUnit.MILLISECONDS.toNanos(lifeMillisMax);
    }

    synchronized Collector.Pin pin(Group group) {
        Long start = platform.nanoTime().getAsLong();
        starts.computeIfAbsent(group, g -> new ArrayList<>(1)).add(start);
        boolean[] open = {true};
        return () -> {
            synchronized (this) {
                if (open[0]) {
                    open[0] = false;
                    starts.computeIfPresent(group, (g, list) -> {
                        list.remove(start);
                        return list.isEmpty() ? null : list;
                    });
                }
            }
        };
    }

    /** Whether a reader that began before {@code nanos} is still at work in the group, and not for too long. */
    synchronized boolean pinnedSince(Group group, long nanos) {
        long now = platform.nanoTime().getAsLong();
        for (long start : starts.getOrDefault(group, List.of())) {
            if (start - nanos <= 0 && now - start < lifeNanosMax) {
                return true;
            }
        }
        return false;
    }
}
