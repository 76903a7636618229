package lazurite.service.blob.wire;

import java.time.Instant;
import java.util.List;
import lazurite.base.StorageException;
import lazurite.http.Headers;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.LifeOperation;
import lazurite.service.blob.operation.NotBuilt;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;

/** Immutability policies and legal holds in requests and answers ({@code blob.md} §6, §7 and §11 of the digest). */
final class RetentionHeaders {
    private RetentionHeaders() {}

    /**
     * What a write asks to be protected by.
     *
     * @throws StorageException 400 InvalidHeaderValue; MissingRequiredHeader for a mode without a date
     */
    static Retention asked(RequestHead head) {
        boolean hold = head.flag(HeaderName.LEGAL_HOLD);
        if (!head.has(HeaderName.IMMUTABILITY_UNTIL) && !head.has(HeaderName.IMMUTABILITY_MODE)) {
            return hold ? new Retention(null, false, true) : Retention.NONE;
        }
        return new Retention(until(head), locked(head), hold);
    }

    static BlobOperation policy(RequestHead head, String container, String blob, @Nullable Moment moment) {
        Conditions conditions = ConditionHeaders.ofWrite(head);
        return switch (head.method()) {
            case "PUT" ->
                new LifeOperation.SetImmutabilityPolicy(container, blob, moment, until(head), locked(head), conditions);
            case "DELETE" -> new LifeOperation.DeleteImmutabilityPolicy(container, blob, moment, conditions);
            default -> throw Routing.verb();
        };
    }

    static BlobOperation hold(RequestHead head, String container, String blob, @Nullable Moment moment) {
        ServiceRouting.require(head, "PUT");
        head.required(HeaderName.LEGAL_HOLD);
        return new LifeOperation.SetLegalHold(
                container, blob, moment, head.flag(HeaderName.LEGAL_HOLD), ConditionHeaders.ofWrite(head));
    }

    /** @throws StorageException 400 UnsupportedHeader if the operation is none that could protect a blob */
    static void check(RequestHead head, BlobOperation operation) {
        boolean taken = operation instanceof BlobOperation.PutBlob
                || operation instanceof BlobOperation.PutBlockList
                || operation instanceof CopyOperation.PutBlobFromUrl
                || operation instanceof CopyOperation.CopyBlob
                || operation instanceof BlobOperation.CreateAppendBlob
                || operation instanceof PageOperation.CreatePageBlob
                || operation instanceof LifeOperation.SetImmutabilityPolicy
                || operation instanceof LifeOperation.SetLegalHold;
        if (taken) {
            return;
        }
        for (HeaderName name :
                List.of(HeaderName.IMMUTABILITY_UNTIL, HeaderName.IMMUTABILITY_MODE, HeaderName.LEGAL_HOLD)) {
            String value = head.value(name);
            if (value != null && !value.equalsIgnoreCase("false")) {
                throw NotBuilt.unsupported(name.wire(), value);
            }
        }
    }

    private static Instant until(RequestHead head) {
        String text = head.required(HeaderName.IMMUTABILITY_UNTIL);
        Instant until = HttpDates.parse(text);
        if (until == null) {
            throw StorageException.invalidHeader(HeaderName.IMMUTABILITY_UNTIL.wire(), text);
        }
        return until;
    }

    private static boolean locked(RequestHead head) {
        String mode = head.value(HeaderName.IMMUTABILITY_MODE);
        if (mode == null || mode.equalsIgnoreCase("unlocked")) {
            return false;
        }
        if (mode.equalsIgnoreCase("locked")) {
            return true;
        }
        throw StorageException.invalidHeader(HeaderName.IMMUTABILITY_MODE.wire(), mode);
    }

    static void blob(Headers headers, Retention retention) {
        policy(headers, retention);
        if (retention.hold()) {
            headers.add(HeaderName.LEGAL_HOLD.wire(), "true");
        }
    }

    static void policy(Headers headers, Retention retention) {
        if (retention.until() != null) {
            headers.add(HeaderName.IMMUTABILITY_UNTIL.wire(), HttpDates.format(retention.until()));
            headers.add(HeaderName.IMMUTABILITY_MODE.wire(), mode(retention));
        }
    }

    static String mode(Retention retention) {
        return retention.locked() ? "locked" : "unlocked";
    }

    static void container(Headers headers, OfContainer protection) {
        headers.add("x-ms-has-immutability-policy", Boolean.toString(protection.policy() != null));
        headers.add("x-ms-has-legal-hold", Boolean.toString(protection.held()));
        headers.add("x-ms-immutable-storage-with-versioning-enabled", Boolean.toString(protection.versionLevel()));
    }
}
