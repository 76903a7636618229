package lazurite.service.blob.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What forbids to change or delete a blob.
 *
 * @param until end of its immutability policy; null without one
 * @param locked whether that policy can only be made longer
 * @param hold whether there is a legal hold, which has no end
 */
public record Retention(@Nullable Instant until, boolean locked, boolean hold) {
    public static final Retention NONE = new Retention(null, false, false);
}
