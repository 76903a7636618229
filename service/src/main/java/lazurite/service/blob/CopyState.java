package lazurite.service.blob;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last copy into a blob, as its x-ms-copy-* headers tell.
 *
 * @param completed null while pending
 */
public record CopyState(
        String id,
        String source,
        Status status,
        long bytesDone,
        long bytesTotal,
        @Nullable Instant completed,
        @Nullable String description) {
    static boolean isPending(@Nullable CopyState copy) {
        return copy != null && copy.status() == Status.PENDING;
    }

    /** So far. */
    CopyState at(long bytes) {
        return new CopyState(id, source, Status.PENDING, bytes, bytesTotal, null, null);
    }

    /** @param why of a failure; null else */
    CopyState ended(Status as, long bytes, Instant when, @Nullable String why) {
        return new CopyState(id, source, as, bytes, bytesTotal, when, why);
    }

    /** Names in lower case are the wire form; {@link #code} is stored. */
    public enum Status {
        PENDING(1),
        SUCCESS(2),
        FAILED(3),
        ABORTED(4);

        private final int code;

        Status(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }
}
