package lazurite.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OnwardClockTest {
    private final AtomicLong wall = new AtomicLong(1_000_000);
    private final AtomicLong nanos = new AtomicLong(-5_000_000_000L);
    private final OnwardClock clock = new OnwardClock(() -> Instant.ofEpochMilli(wall.get()), nanos::get);

    private void pass(long millis) {
        wall.addAndGet(millis);
        nanos.addAndGet(millis * 1_000_000);
    }

    @Test
    void isTheWallClockWhileThatRuns() {
        pass(250);
        assertThat(clock.millis()).isEqualTo(1_000_250);
        assertThat(clock.instant()).isEqualTo(Instant.ofEpochMilli(1_000_250));
    }

    @Test
    void goesOnByItselfWhenTheWallClockIsSetBack() {
        pass(1_000);
        assertThat(clock.millis()).isEqualTo(1_001_000);
        wall.set(0);
        assertThat(clock.millis()).isEqualTo(1_001_000);
        pass(500);
        assertThat(clock.millis()).isEqualTo(1_001_500);
    }

    @Test
    void goesOnFromTheStartEvenIfNobodyAskedBeforeTheClockWasSetBack() {
        wall.set(0);
        pass(2_000);
        assertThat(clock.millis()).isEqualTo(1_002_000);
    }

    @Test
    void believesAClockThatIsSetForwardOrThatRanWhileTheMachineSlept() {
        wall.addAndGet(3_600_000);
        assertThat(clock.millis()).isEqualTo(4_600_000);
        wall.addAndGet(-3_600_000);
        pass(10);
        assertThat(clock.millis()).isEqualTo(4_600_010);
    }

    @Test
    void isNeverEarlierThanWhatWasWrittenDown() {
        clock.raise(2_000_000);
        assertThat(clock.millis()).isEqualTo(2_000_000);
        clock.raise(1_500_000);
        pass(7);
        assertThat(clock.millis()).isEqualTo(2_000_007);
    }

    @Test
    void neverRunsBackwardsWhateverTheWallClockDoes() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        long last = 0;
        long elapsed = 0;
        for (int i = 0; i < 10_000; i++) {
            wall.addAndGet(random.nextInt(2_000) - 1_000);
            long step = random.nextInt(3_000_000);
            nanos.addAndGet(step);
            elapsed += step;
            long now = clock.millis();
            assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(last);
            assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(1_000_000 + elapsed / 1_000_000);
            last = now;
        }
    }
}
