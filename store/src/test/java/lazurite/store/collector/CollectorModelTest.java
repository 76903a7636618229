package lazurite.store.collector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import lazurite.base.Platform;
import lazurite.store.Engine;
import lazurite.store.memory.MemoryEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorModelTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverIsStoredStaysReadableAndAllElseIsGivenBack(long seed) {
        try (Engine engine = new MemoryEngine(Platform.system())) {
            World world = new World(engine, seed, Stops.NONE);
            for (int round = 0; round < 12; round++) {
                for (int step = 0; step < 25; step++) {
                    world.step();
                }
                switch (world.random.nextInt(4)) {
                    case 0 -> world.collector.drain();
                    case 1 -> world.collector.pack();
                    case 2 -> {
                        world.unpin();
                        world.collector.settle();
                        world.assertSettled();
                    }
                    case 3 -> world.start(Stops.NONE);
                    default -> throw new AssertionError();
                }
                world.assertReadable();
            }
            world.unpin();
            world.collector.settle();
            world.assertReadable();
            world.assertSettled();
        }
    }

    /** Thrown where the process would have died. */
    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Killed(String step) {
            super(step);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void aCrashBetweenAnyTwoStepsLosesNothingAndCountsNothingTwice(long seed) {
        try (Engine engine = new MemoryEngine(Platform.system())) {
            Random random = new Random(seed);
            World world = new World(engine, seed, Stops.NONE);
            int crashes = 0;
            for (int round = 0; round < 60; round++) {
                int[] left = {random.nextInt(30)};
                world.start(step -> {
                    if (left[0]-- == 0) {
                        throw new Killed(step);
                    }
                });
                try {
                    for (int step = 0; step < 6; step++) {
                        world.step();
                    }
                    world.collector.drain();
                    world.unpin();
                    world.collector.settle();
                } catch (Killed e) {
                    crashes++;
                }
                world.start(Stops.NONE);
                world.assertReadable();
                if (round % 5 == 0) {
                    world.unpin();
                    world.collector.settle();
                    world.assertReadable();
                    world.assertSettled();
                }
            }
            assertThat(crashes).isPositive();
            world.start(Stops.NONE);
            world.unpin();
            world.collector.settle();
            world.assertReadable();
            world.assertSettled();
        }
    }

    @Test
    void everyStepOfOneRoundMayBeTheLast() {
        for (int last = 0; ; last++) {
            try (Engine engine = new MemoryEngine(Platform.system())) {
                World world = new World(engine, 77, Stops.NONE);
                for (int step = 0; step < 40; step++) {
                    world.step();
                }
                world.collector.settle();
                for (int step = 0; step < 40; step++) {
                    world.step();
                }
                int[] left = {last};
                world.start(step -> {
                    if (left[0]-- == 0) {
                        throw new Killed(step);
                    }
                });
                boolean killed = false;
                try {
                    world.collector.drain();
                    world.unpin();
                    world.collector.settle();
                } catch (Killed e) {
                    killed = true;
                }
                world.start(Stops.NONE);
                world.assertReadable();
                world.collector.settle();
                world.assertReadable();
                world.assertSettled();
                if (!killed) {
                    assertThat(last).isGreaterThan(20);
                    return;
                }
            }
        }
    }
}
