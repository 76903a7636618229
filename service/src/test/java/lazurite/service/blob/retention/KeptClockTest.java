package lazurite.service.blob.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import lazurite.base.Platform;
import lazurite.store.UidSource;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;

final class KeptClockTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final Platform system = Platform.system();
    private Instant wall = START;
    private long nanos;
    private final Platform platform =
            new Platform(() -> wall, () -> nanos, system.random(), system.virtualThreads(), system.platformThreads());
    private final MemoryEngine engine = new MemoryEngine(platform);
    private KeptClock clock = open();

    private KeptClock open() {
        return KeptClock.open(engine.metadata(), new UidSource(platform), platform);
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    private void restart() {
        clock.keep();
        clock = open();
    }

    @Test
    void itGoesWithTheWallClockAndNeverBack() {
        pass(Duration.ofDays(400));
        assertThat(clock.instant()).isEqualTo(wall);
        Instant latest = wall;
        wall = wall.minus(Duration.ofDays(1));
        assertThat(clock.instant()).isEqualTo(latest);
        restart();
        assertThat(clock.instant()).isEqualTo(latest);
        assertThat(clock.held()).isFalse();
    }

    @Test
    void aLeapOfMoreThanAnHourStopsIt() {
        wall = wall.plus(Duration.ofMinutes(59));
        assertThat(clock.instant()).isEqualTo(wall);
        Instant latest = wall;
        wall = wall.plus(Duration.ofMinutes(2));
        assertThat(clock.instant()).isEqualTo(latest);
        assertThat(clock.held()).isTrue();
        restart();
        assertThat(clock.instant()).isEqualTo(latest);
        assertThat(clock.held()).isTrue();
        assertThat(clock.accept()).isEqualTo(wall);
        pass(Duration.ofMinutes(61));
        assertThat(clock.instant()).isEqualTo(wall);
        restart();
        assertThat(clock.held()).isFalse();
    }

    @Test
    void manySmallLeapsAreALargeOne() {
        for (int i = 0; i < 7; i++) {
            wall = wall.plus(Duration.ofMinutes(10));
            clock.keep();
        }
        assertThat(clock.held()).isTrue();
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
    }

    @Test
    void aStopOfMoreThan30DaysStopsItToo() {
        clock.keep();
        wall = wall.plus(Duration.ofDays(30));
        clock = open();
        assertThat(clock.instant()).isEqualTo(wall);
        restart();
        Instant latest = wall;
        wall = wall.plus(Duration.ofDays(31));
        clock = open();
        assertThat(clock.instant()).isEqualTo(latest);
        clock = open();
        assertThat(clock.held()).isTrue();
        clock.accept();
        assertThat(clock.instant()).isEqualTo(wall);
    }
}
