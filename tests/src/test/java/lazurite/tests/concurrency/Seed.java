package lazurite.tests.concurrency;

import java.util.Random;

/** The run's random seed: printed, and given back with {@code -Dlazurite.seed=}. */
final class Seed {
    private static final long VALUE = Long.getLong("lazurite.seed", System.nanoTime());

    static {
        System.out.println("concurrency suites: -Dlazurite.seed=" + VALUE);
    }

    private Seed() {}

    /** A source of its own for each client of each test. */
    static Random random(String test, int index) {
        return new Random(VALUE ^ test.hashCode() ^ ((long) index << 32));
    }
}
