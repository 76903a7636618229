package lazurite.service.blob.change;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.TagExpression;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;

/**
 * Conditional headers against a resource's state (RFC 9110 §13 as Azure applies it: Azure "Specifying conditional
 * headers for Blob service operations").
 */
public final class Preconditions {
    private static final String ANY = "*";

    private Preconditions() {}

    /** For reads of something that is there: 412, or 304 if the caller has it already. */
    public static void checkRead(Conditions conditions, Stamp stamp, Map<String, String> tags) {
        if (conditions.equals(Conditions.NONE)) {
            return;
        }
        if (!matches(conditions.ifMatch(), stamp) || modifiedAfter(conditions.ifUnmodifiedSince(), stamp)) {
            throw new StorageException(ErrorCode.ConditionNotMet);
        }
        if (conditions.ifNoneMatch().contains(ANY)) {
            throw new StorageException(ErrorCode.UnsatisfiableCondition);
        }
        if (unchangedForReader(conditions, stamp)) {
            throw new StorageException(ErrorCode.NotModified)
                    .with("ETag", '"' + stamp.etag() + '"')
                    .with("Last-Modified", HttpDates.format(stamp.lastModified()));
        }
        checkTags(conditions, tags);
    }

    /**
     * For writes. If both an ETag and a date are given, the ETag decides.
     *
     * @param stamp null if there is no such blob
     */
    public static void checkWrite(Conditions conditions, @Nullable Stamp stamp, Map<String, String> tags) {
        if (conditions.equals(Conditions.NONE)) {
            return;
        }
        if (!conditions.ifMatch().isEmpty()) {
            require(stamp != null && matches(conditions.ifMatch(), stamp));
        } else {
            require(stamp == null || !modifiedAfter(conditions.ifUnmodifiedSince(), stamp));
        }
        if (stamp != null) {
            if (!conditions.ifNoneMatch().isEmpty()) {
                require(!matches(conditions.ifNoneMatch(), stamp));
            } else {
                require(conditions.ifModifiedSince() == null || modifiedAfter(conditions.ifModifiedSince(), stamp));
            }
            checkTags(conditions, tags);
        } else {
            require(conditions.ifTags() == null);
        }
    }

    /** As {@link #checkWrite} for an operation that may create: {@code If-None-Match: *} then reads as create-only. */
    public static void checkCreate(Conditions conditions, @Nullable Stamp stamp, Map<String, String> tags) {
        if (stamp != null && conditions.createOnly()) {
            throw new StorageException(ErrorCode.BlobAlreadyExists);
        }
        checkWrite(conditions, stamp, tags);
    }

    /**
     * For the source of a copy.
     *
     * @param sync of Copy Blob From URL, which says 304 where a read of the source would
     */
    public static void checkSource(Conditions conditions, Stamp stamp, Map<String, String> tags, boolean sync) {
        if (holds(conditions, stamp, tags)) {
            return;
        }
        boolean unchanged = !conditions.ifNoneMatch().isEmpty() || conditions.ifModifiedSince() != null;
        if (sync
                && unchanged
                && (conditions.ifTags() == null || conditions.ifTags().holds(tags))) {
            throw UnverifiedSource.because(ErrorCode.NotModified);
        }
        throw new StorageException(ErrorCode.SourceConditionNotMet);
    }

    private static boolean holds(Conditions conditions, Stamp stamp, Map<String, String> tags) {
        try {
            checkWrite(conditions, stamp, tags);
            return true;
        } catch (StorageException e) {
            return false;
        }
    }

    private static void checkTags(Conditions conditions, Map<String, String> tags) {
        TagExpression expression = conditions.ifTags();
        require(expression == null || expression.holds(tags));
    }

    private static boolean unchangedForReader(Conditions conditions, Stamp stamp) {
        boolean byTag = !conditions.ifNoneMatch().isEmpty();
        boolean byDate = conditions.ifModifiedSince() != null;
        boolean sameTag = byTag && matches(conditions.ifNoneMatch(), stamp);
        boolean notNewer = byDate && !modifiedAfter(conditions.ifModifiedSince(), stamp);
        return (byTag || byDate) && (!byTag || sameTag) && (!byDate || notNewer);
    }

    private static boolean matches(List<String> etags, Stamp stamp) {
        return etags.isEmpty() || etags.contains(ANY) || etags.contains(stamp.etag());
    }

    private static boolean modifiedAfter(@Nullable Instant time, Stamp stamp) {
        return time != null && stamp.lastModified().isAfter(time);
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw new StorageException(ErrorCode.ConditionNotMet);
        }
    }
}
