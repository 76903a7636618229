package lazurite.service.blob.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.Expiry;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;

/** Reads when a blob is to be gone: of Set Blob Expiry and of the writes that make a blob. */
final class ExpiryHeaders {
    private ExpiryHeaders() {}

    /** Null if the request does not say. */
    static @Nullable Expiry read(RequestHead head) {
        String option = head.value(HeaderName.EXPIRY_OPTION);
        if (option == null) {
            String time = head.value(HeaderName.EXPIRY_TIME);
            if (time != null) {
                throw StorageException.missingHeader(HeaderName.EXPIRY_OPTION.wire());
            }
            return null;
        }
        return switch (option.toLowerCase(Locale.ROOT)) {
            case "neverexpire" -> never(head);
            case "relativetocreation" -> new Expiry.SinceCreation(millis(head));
            case "relativetonow" -> new Expiry.FromNow(millis(head));
            case "absolute" -> new Expiry.At(date(head));
            default -> throw StorageException.invalidHeader(HeaderName.EXPIRY_OPTION.wire(), option);
        };
    }

    /** @throws StorageException 400 MissingRequiredHeader */
    static Expiry required(RequestHead head) {
        Expiry expiry = read(head);
        if (expiry == null) {
            throw StorageException.missingHeader(HeaderName.EXPIRY_OPTION.wire());
        }
        return expiry;
    }

    private static Expiry never(RequestHead head) {
        String time = head.value(HeaderName.EXPIRY_TIME);
        if (time != null) {
            throw StorageException.invalidHeader(HeaderName.EXPIRY_TIME.wire(), time);
        }
        return new Expiry.Never();
    }

    private static Duration millis(RequestHead head) {
        Long millis = head.number(HeaderName.EXPIRY_TIME);
        if (millis == null) {
            throw StorageException.missingHeader(HeaderName.EXPIRY_TIME.wire());
        }
        return Duration.ofMillis(millis);
    }

    private static Instant date(RequestHead head) {
        String text = head.required(HeaderName.EXPIRY_TIME);
        Instant date = HttpDates.parse(text);
        if (date == null) {
            throw StorageException.invalidHeader(HeaderName.EXPIRY_TIME.wire(), text);
        }
        return date;
    }
}
