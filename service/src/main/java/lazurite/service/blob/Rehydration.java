package lazurite.service.blob;

import java.time.Instant;

/**
 * That an archived blob was asked back.
 *
 * @param target the tier that it is to have
 * @param high whether it was asked for with high priority
 * @param asked when
 */
public record Rehydration(AccessTier target, boolean high, Instant asked) {}
