package lazurite.service.account;

import java.time.Instant;
import java.util.Comparator;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.terms.document.Level;

/**
 * What one case does to one service.
 *
 * @param caseId under which the reasons are found in the log
 * @param until milliseconds since 1970, the first of its deadlines: at that time, and after, it is none
 */
public record Restriction(Level level, String caseId, long until) {
    /** By how much they restrict, then by how long. */
    static final Comparator<Restriction> BY_STRICTNESS =
            Comparator.comparing(Restriction::level).thenComparingLong(Restriction::until);

    boolean inForce(long now) {
        return now < until;
    }

    /** Whether the use is served. */
    boolean allows(Use use, boolean granted) {
        return switch (level) {
            case WARNED -> true;
            case NO_GROWTH -> use != Use.GROWTH;
            case EXPORT_ONLY -> granted && (use == Use.READ || use == Use.PREFLIGHT);
            case DISABLED -> false;
        };
    }

    /** Whether an export grant makes a difference. */
    boolean needsGrant() {
        return level == Level.EXPORT_ONLY;
    }

    /** 403 AccountIsDisabled. Who did not prove to be the customer, or its guest, learns no more than that. */
    StorageException refusal(ServiceKind service, Use use) {
        return switch (use) {
            case PREFLIGHT, PUBLIC_READ -> new StorageException(ErrorCode.AccountIsDisabled);
            case READ, CHANGE, GROWTH ->
                new StorageException(
                        ErrorCode.AccountIsDisabled,
                        "The specified account is disabled: its " + service.label() + " service " + reason() + " (case "
                                + caseId + ", " + level.label() + ", until " + Instant.ofEpochMilli(until) + ").");
        };
    }

    private String reason() {
        return switch (level) {
            case WARNED -> "was warned";
            case NO_GROWTH -> "takes no more data; reads and deletes are served";
            case EXPORT_ONLY -> "serves reads alone, while an export is granted";
            case DISABLED -> "is not served; its data is kept";
        };
    }
}
