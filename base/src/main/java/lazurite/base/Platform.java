package lazurite.base;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Time, randomness and threads, handed in from the composition root so that a test can own them.
 *
 * @param clock wall clock, may step
 * @param nanoTime monotonic clock in nanoseconds, never steps
 * @param random cryptographically strong randomness
 * @param virtualThreads makes the threads that serve requests
 * @param platformThreads makes the threads that sit in native calls or file syncs
 */
public record Platform(
        InstantSource clock,
        LongSupplier nanoTime,
        RandomGenerator random,
        ThreadFactory virtualThreads,
        ThreadFactory platformThreads) {

    /** The platform of a real process. */
    public static Platform system() {
        return new Platform(
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                Thread.ofVirtual().name("lazurite-", 0).factory(),
                Thread.ofPlatform().daemon().name("lazurite-io-", 0).factory());
    }
}
