package lazurite.service.blob.operation;

import java.time.Instant;
import lazurite.service.blob.record.Moment;
import org.jspecify.annotations.Nullable;

/** Operations on what decides how long a blob is there. */
public sealed interface LifeOperation extends BlobOperation.Themed {
    record SetBlobExpiry(String container, String blob, Expiry expiry, Conditions conditions)
            implements LifeOperation {}

    /**
     * Of the base, a snapshot or a version.
     *
     * @param until when the policy ends
     * @param locked whether it can only be made longer from then on
     */
    record SetImmutabilityPolicy(
            String container,
            String blob,
            @Nullable Moment moment,
            Instant until,
            boolean locked,
            Conditions conditions)
            implements LifeOperation {
        @Override
        public String name() {
            return "SetBlobImmutabilityPolicy";
        }
    }

    record DeleteImmutabilityPolicy(
            String container, String blob, @Nullable Moment moment, Conditions conditions) implements LifeOperation {
        @Override
        public String name() {
            return "DeleteBlobImmutabilityPolicy";
        }
    }

    record SetLegalHold(
            String container, String blob, @Nullable Moment moment, boolean hold, Conditions conditions)
            implements LifeOperation {
        @Override
        public String name() {
            return "SetBlobLegalHold";
        }
    }
}
