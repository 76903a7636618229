package lazurite.service.blob.operation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.BlobFeatures;
import lazurite.service.blob.text.HeaderName;
import org.jspecify.annotations.Nullable;

/** When a blob is to be gone, as x-ms-expiry-option and x-ms-expiry-time say it. */
public sealed interface Expiry {
    record Never() implements Expiry {}

    record SinceCreation(Duration age) implements Expiry {}

    record FromNow(Duration time) implements Expiry {}

    record At(Instant time) implements Expiry {}

    /** The last time that dates of the protocol can tell. */
    Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * The time, for a blob that was made then; null for never.
     *
     * @throws StorageException 400 InvalidHeaderValue if that is no time to come
     */
    default @Nullable Instant time(Instant created, Instant now) {
        Instant time = switch (this) {
            case Never _ -> null;
            case SinceCreation since -> sum(created, since.age());
            case FromNow from -> sum(now, from.time());
            case At at -> at.time();
        };
        if (time != null && (!time.isAfter(now) || time.isAfter(LAST))) {
            throw StorageException.invalidHeader(HeaderName.EXPIRY_TIME.wire(), time.toString());
        }
        return time;
    }

    private static Instant sum(Instant start, Duration time) {
        try {
            return start.plus(time);
        } catch (DateTimeException | ArithmeticException far) {
            return Instant.MAX;
        }
    }

    /** @throws StorageException 409 HierarchicalNamespaceNotEnabled if the account's blobs do not expire */
    static void require(BlobFeatures features) {
        if (!features.aging().expiry()) {
            throw new StorageException(ErrorCode.HierarchicalNamespaceNotEnabled);
        }
    }
}
