package lazurite.service.blob;

import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/** What every change of an existing blob checks, in Azure's order: conditions, existence, lease. */
final class Writes {
    private Writes() {}

    static BlobRecord check(@Nullable BlobRecord base, Conditions conditions, Instant now) {
        BlobRecord found = require(base);
        Preconditions.checkWrite(conditions, found.stamp(), found.tags());
        LeaseRules.checkBlobWrite(found.lease(), conditions.leaseId(), now);
        return found;
    }

    static BlobRecord require(@Nullable BlobRecord base) {
        if (base == null) {
            throw new StorageException(ErrorCode.BlobNotFound);
        }
        return base;
    }
}
