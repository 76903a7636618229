package lazurite.service.blob.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditions and the lease id that a request carries, as sent. ETags without quotes; {@code *} stands for itself.
 *
 * @param ifMatch empty if absent
 * @param ifNoneMatch empty if absent
 * @param ifTags expression of x-ms-if-tags, parsed
 * @param leaseId as sent; compared without case
 */
public record Conditions(
        List<String> ifMatch,
        List<String> ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince,
        @Nullable TagExpression ifTags,
        @Nullable String leaseId) {
    public static final Conditions NONE = new Conditions(List.of(), List.of(), null, null, null, null);

    public Conditions {
        ifMatch = List.copyOf(ifMatch);
        ifNoneMatch = List.copyOf(ifNoneMatch);
    }

    public boolean createOnly() {
        return ifNoneMatch.contains("*");
    }
}
