package lazurite.service.blob.record;

import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * The last copy into a blob, as its x-ms-copy-* headers tell.
 *
 * @param completed null while pending
 * @param incremental the snapshot that an incremental copy left; null of another copy
 */
public record CopyState(
        String id,
        String source,
        Status status,
        long bytesDone,
        long bytesTotal,
        @Nullable Instant completed,
        @Nullable String description,
        @Nullable Stamp incremental) {
    /** A copy that is not incremental. */
    public CopyState(
            String id,
            String source,
            Status status,
            long bytesDone,
            long bytesTotal,
            @Nullable Instant completed,
            @Nullable String description) {
        this(id, source, status, bytesDone, bytesTotal, completed, description, null);
    }

    /** Refuses to read a blob that only holds the snapshots of incremental copies; these themselves may be read. */
    public static void requireWhole(BlobRecord record, @Nullable Moment moment) {
        if (!(moment instanceof Moment.Snapshot)) {
            requireWhole(record);
        }
    }

    /** Refuses what may not be done with a blob that only holds the snapshots of incremental copies. */
    public static void requireWhole(BlobRecord record) {
        if (record.copy() != null && record.copy().incremental() != null) {
            throw new StorageException(ErrorCode.OperationNotAllowedOnIncrementalCopyBlob);
        }
    }

    public static boolean isPending(@Nullable CopyState copy) {
        return copy != null && copy.status() == Status.PENDING;
    }

    /** So far. */
    public CopyState at(long bytes) {
        return new CopyState(id, source, Status.PENDING, bytes, bytesTotal, null, null);
    }

    /** @param why of a failure; null else */
    public CopyState ended(Status as, long bytes, Instant when, @Nullable String why) {
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
