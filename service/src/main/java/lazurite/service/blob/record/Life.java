package lazurite.service.blob.record;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What decides how long a blob, a version or a snapshot is there.
 *
 * @param version its version id; null if it was made while versioning was off
 * @param deletion that it is deleted and can be had back; null while it is not
 * @param retention what forbids to change or delete it
 * @param expires when it is gone without being deleted; null for never
 * @param lastAccess when it was last read or written, where that is tracked
 */
public record Life(
        @Nullable Stamp version,
        @Nullable Deletion deletion,
        Retention retention,
        @Nullable Instant expires,
        @Nullable Instant lastAccess) {
    public static final Life ENDLESS = new Life(null, null, Retention.NONE, null, null);

    /** Whether it is gone at that time, be it still stored or not. */
    public boolean isExpired(Instant now) {
        return expires != null && !now.isBefore(expires);
    }

    public Life withVersion(@Nullable Stamp value) {
        return new Life(value, deletion, retention, expires, lastAccess);
    }

    public Life withDeletion(@Nullable Deletion value) {
        return new Life(version, value, retention, expires, lastAccess);
    }

    public Life withRetention(Retention value) {
        return new Life(version, deletion, value, expires, lastAccess);
    }

    public Life withExpires(@Nullable Instant value) {
        return new Life(version, deletion, retention, value, lastAccess);
    }

    public Life withLastAccess(@Nullable Instant value) {
        return new Life(version, deletion, retention, expires, value);
    }
}
