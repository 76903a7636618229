package lazurite.base;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
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

    /** A new random UUID of version 4 (RFC 9562 §5.4). */
    public UUID newUuid() {
        long high = random.nextLong();
        long low = random.nextLong();
        return new UUID((high & ~0xF000L) | 0x4000L, (low & ~(3L << 62)) | (2L << 62));
    }

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
