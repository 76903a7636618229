package lazurite.service.blob;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import lazurite.service.account.Aging;
import lazurite.service.account.BlobFeatures;
import lazurite.service.account.Pass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole life of one blob: random operations, settings, chores, time, leaps of the clock and restarts, with a
 * reference beside it. The seed is printed and in every failure.
 */
final class BlobLifeModelTest {
    private static final int STEPS = 200;
    private static final int SEEDS = 3;

    @TempDir
    private Path folder;

    @Test
    void aBlobWithVersionsAndPoliciesIsWhatAReferenceSays() throws IOException {
        run(true);
    }

    @Test
    void aBlobThatMayExpireIsWhatAReferenceSays() throws IOException {
        run(false);
    }

    private void run(boolean protects) throws IOException {
        long first = Long.getLong("lazurite.seed", new Random().nextLong());
        for (long seed = first; seed < first + SEEDS; seed++) {
            System.out.println("seed " + seed);
            for (BlobServiceRoom room : Engines.rooms(folder.resolve((protects ? "kept" : "expiring") + seed))) {
                try (room) {
                    new Run(room, new Random(seed), protects, "seed " + seed).run();
                }
            }
        }
    }

    private static final class Run {
        private final BlobServiceRoom room;
        private final Random random;
        private final BlobLifeModel model;
        private final BlobLifeSteps steps;
        private final BlobLifeView view;
        private final String seed;

        Run(BlobServiceRoom room, Random random, boolean protects, String seed) {
            this.room = room;
            this.random = random;
            this.model = new BlobLifeModel(new BlobLifeClock(room.now), protects);
            this.steps = new BlobLifeSteps(room, model, random);
            this.view = new BlobLifeView(room, model, random);
            this.seed = seed;
            room.createContainer("c");
            if (protects) {
                new ImmutabilityRoom(room).protect("c", ImmutabilityRoom.VERSION_LEVEL);
            }
            model.versioning = protects;
            model.expiry = !protects;
        }

        void run() throws IOException {
            configure();
            for (int step = 0; step < STEPS; step++) {
                steps.at = seed + " step " + step;
                pass(Duration.ofMillis(1 + random.nextInt(3) * 1000L));
                if (random.nextInt(4) == 0) {
                    world();
                } else {
                    steps.operation();
                }
                view.compare(steps.at, step % 20 == 19 ? 1000 : 6);
                if (step % 4 == 3) {
                    view.compareUsage(steps.at);
                }
                if (step % 10 == 9) {
                    room.assertSound();
                }
            }
        }

        // ---- the world around it

        private void world() {
            switch (random.nextInt(12)) {
                case 0 -> {
                    model.versioning = model.protects && random.nextInt(4) > 0;
                    model.expiry = !model.protects && random.nextInt(4) > 0;
                    steps.note("versioning " + model.versioning + ", expiry " + model.expiry);
                    configure();
                }
                case 1 -> {
                    model.days = random.nextInt(4);
                    steps.note("keeps deleted blobs for " + model.days + " days");
                    room.keepDeleted(model.days);
                }
                case 2, 3 -> pass(Duration.ofSeconds(random.nextInt(70)));
                case 4 -> pass(Duration.ofHours(random.nextInt(40)));
                case 5 -> pass(Duration.ofDays(random.nextInt(8)));
                case 6 -> leap();
                case 7 -> accept();
                case 8 -> {
                    Duration stopped = Duration.ofHours(random.nextInt(5) == 0 ? 31 * 24 : random.nextInt(30));
                    steps.note("restarts after " + stopped);
                    room.restart(stopped);
                    model.clock.restart(stopped);
                    assertClock();
                }
                default -> walk();
            }
        }

        private void pass(Duration time) {
            steps.note(time + " pass");
            room.pass(time);
            model.clock.pass(time);
            assertClock();
        }

        /** By so many times 25 minutes that nothing ever is an hour but for some milliseconds. */
        private void leap() {
            Duration time = Duration.ofMinutes(
                    25L * (random.nextBoolean() ? random.nextInt(-3, 4) : random.nextInt(-300, 300)));
            steps.note("the clock leaps by " + time);
            room.leap(time);
            model.clock.leap(time);
            assertClock();
        }

        private void accept() {
            if (model.clock.held || random.nextInt(4) == 0) {
                steps.note("the clock is accepted");
                assertThat(room.service.clock().accept()).isEqualTo(model.clock.wall);
                model.clock.accept();
                assertClock();
            }
        }

        private void walk() {
            steps.note("walk");
            room.service
                    .walk(_ -> Pass.UNRESTRICTED, room.service.clock(), _ -> room.features)
                    .pass();
            model.walk();
        }

        private void assertClock() {
            assertThat(room.now).isEqualTo(model.clock.wall);
            assertThat(room.service.clock().instant()).as(steps.at).isEqualTo(model.clock.kept());
        }

        private void configure() {
            room.features = new BlobFeatures(model.versioning, 0)
                    .withAging(new Aging(Duration.ofSeconds(60), Duration.ofSeconds(10), false, model.expiry, null));
        }
    }
}
