package lazurite.service.blob.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.account.Immutability.Policy;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;

/** What protects a blob, and from what: the rules alone, of one record at one time. */
public final class RetentionRules {
    private static final Duration LONGEST = Duration.ofDays(146_000);

    private RetentionRules() {}

    public static StorageException immutable() {
        return new StorageException(ErrorCode.BlobImmutableDueToPolicy);
    }

    public static StorageException notSupported() {
        return new StorageException(
                ErrorCode.FeatureNotSupportedForAccount,
                "The container does not have version-level immutability enabled.");
    }

    /** @throws StorageException 400 InvalidHeaderValue if the date is not after {@code now}, or too far from it */
    public static void requireFuture(Instant until, Instant now) {
        if (!until.isAfter(now) || until.isAfter(now.plus(LONGEST))) {
            throw StorageException.invalidHeader(HeaderName.IMMUTABILITY_UNTIL.wire(), HttpDates.format(until));
        }
    }

    /** Whether its own policy or hold protects a record. */
    static boolean protects(Retention retention, Instant time) {
        Instant until = retention.until();
        return retention.hold() || (until != null && until.isAfter(time));
    }

    /** Whether what protects its whole container lets the record go: once the days since its last change are over. */
    static boolean mayGo(OfContainer container, BlobRecord record, Instant time) {
        if (container.held()) {
            return false;
        }
        Policy policy = container.versionLevel() ? null : container.policy();
        return policy == null || !ends(record.stamp().instant(), policy).isAfter(time);
    }

    /** When what was changed last at {@code changed} has been kept long enough. */
    static Instant ends(Instant changed, Policy policy) {
        return changed.plus(Duration.ofDays(policy.days()));
    }

    /** Whether nothing may change or delete the record now. */
    static boolean isProtected(OfContainer container, BlobRecord record, Instant time) {
        return protects(record.life().retention(), time) || !mayGo(container, record, time);
    }

    /** Whether blocks may be added to a record that is protected by both or one of them. */
    static boolean allowsAppends(OfContainer container, BlobRecord record, Instant time) {
        if (record.life().retention().hold() || (container.held() && !container.holdAppends())) {
            return false;
        }
        Policy policy = container.policy();
        boolean timed = protects(record.life().retention(), time) || (policy != null && !container.versionLevel());
        if (!timed) {
            return true;
        }
        if (policy == null) {
            return false;
        }
        return switch (policy.appends()) {
            case NONE -> false;
            case APPEND_BLOBS -> record.type() == BlobType.APPEND;
            case ALL -> record.type() != BlobType.PAGE;
        };
    }

    /** Whether {@code after} still is what {@code before} protects, wherever it is kept. */
    static boolean same(BlobRecord before, BlobRecord after) {
        return before.stamp().equals(after.stamp())
                && before.created().equals(after.created())
                && before.length() == after.length()
                && before.blocks() == after.blocks()
                && before.sealed() == after.sealed()
                && before.encryption().equals(after.encryption())
                && sameWords(before, after)
                && sameContent(before.content(), after.content());
    }

    /** Whether properties and metadata are the same. */
    static boolean sameWords(BlobRecord before, BlobRecord after) {
        return before.type() == after.type()
                && sameProperties(before.properties(), after.properties())
                && Arrays.equals(before.metadata(), after.metadata());
    }

    public static boolean sameProperties(HttpProperties one, HttpProperties other) {
        return Objects.equals(one.contentType(), other.contentType())
                && Objects.equals(one.contentEncoding(), other.contentEncoding())
                && Objects.equals(one.contentLanguage(), other.contentLanguage())
                && Objects.equals(one.contentDisposition(), other.contentDisposition())
                && Objects.equals(one.cacheControl(), other.cacheControl())
                && Arrays.equals(one.contentMd5(), other.contentMd5());
    }

    /** The bytes counted as written are found out behind a clear of many pages, and change without the pages. */
    private static boolean sameContent(Content one, Content other) {
        return (one instanceof Content.Pages a && other instanceof Content.Pages b)
                ? a.withWritten(0).equals(b.withWritten(0))
                : one.equals(other);
    }

    /** A locked policy is only made longer; all else of a retention changes by the operations that say so. */
    static boolean keeps(Retention before, Retention after) {
        if (!before.locked()) {
            return true;
        }
        Instant until = after.until();
        return after.locked() && until != null && !until.isBefore(Objects.requireNonNull(before.until()));
    }

    /** @throws StorageException 409 BlobImmutableDueToPolicy if the policy is locked and would be made weaker */
    public static void requireKept(Retention before, Retention after) {
        if (!keeps(before, after)) {
            throw immutable();
        }
    }

    /** The later of both; null counts as never. */
    static Instant later(@Nullable Instant one, Instant other) {
        return one == null || one.isBefore(other) ? other : one;
    }
}
