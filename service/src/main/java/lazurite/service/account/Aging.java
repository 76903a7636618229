package lazurite.service.account;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the blobs of an account change with time, without anybody asking.
 *
 * @param rehydrationStandard how long it takes to have an archived blob back
 * @param rehydrationHigh the same, if it was asked for with high priority
 * @param lastAccessTracking whether it is kept when blobs were read last
 * @param expiry whether blobs may be given a time at which they are gone
 * @param policy what is done by age; null for nothing
 */
public record Aging(
        Duration rehydrationStandard,
        Duration rehydrationHigh,
        boolean lastAccessTracking,
        boolean expiry,
        @Nullable LifecyclePolicy policy) {
    public static final Aging NONE = new Aging(Duration.ofSeconds(60), Duration.ofSeconds(10), false, false, null);

    /** How long it takes to have an archived blob back. */
    public Duration rehydration(boolean high) {
        return high ? rehydrationHigh : rehydrationStandard;
    }
}
