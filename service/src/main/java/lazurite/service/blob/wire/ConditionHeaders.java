package lazurite.service.blob.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobOperation;
import lazurite.service.blob.operation.Conditions;
import lazurite.service.blob.operation.CopyOperation;
import lazurite.service.blob.operation.PageOperation;
import lazurite.service.blob.operation.TagExpression;
import lazurite.service.blob.operation.TierConditions;
import lazurite.service.blob.tag.TagExpressions;
import lazurite.service.blob.text.HeaderName;
import lazurite.service.blob.text.HttpDates;
import org.jspecify.annotations.Nullable;

/** Reads the conditional headers ({@code blob.md} §14 of the protocol digest) and the lease id into Conditions. */
final class ConditionHeaders {
    private ConditionHeaders() {}

    /** Where a set of conditions stands. */
    private record Names(HeaderName match, HeaderName noneMatch, HeaderName modified, HeaderName unmodified) {}

    private static final Names PLAIN = new Names(
            HeaderName.IF_MATCH, HeaderName.IF_NONE_MATCH,
            HeaderName.IF_MODIFIED_SINCE, HeaderName.IF_UNMODIFIED_SINCE);
    private static final Names BLOB = new Names(
            HeaderName.BLOB_IF_MATCH, HeaderName.BLOB_IF_NONE_MATCH,
            HeaderName.BLOB_IF_MODIFIED_SINCE, HeaderName.BLOB_IF_UNMODIFIED_SINCE);
    private static final Names SOURCE = new Names(
            HeaderName.SOURCE_IF_MATCH, HeaderName.SOURCE_IF_NONE_MATCH,
            HeaderName.SOURCE_IF_MODIFIED_SINCE, HeaderName.SOURCE_IF_UNMODIFIED_SINCE);

    /** Of an operation that reads a blob: any combination, lists of ETags. */
    static Conditions ofRead(RequestHead head) {
        refuse(head, BLOB);
        return reading(head, PLAIN);
    }

    /** Of who reads in nobody's name: what HTTP itself has, and nothing of tags and leases. */
    static Conditions ofAnyone(RequestHead head) {
        return new Conditions(
                etags(head, PLAIN.match),
                readEtags(head, PLAIN),
                date(head, PLAIN.modified),
                date(head, PLAIN.unmodified),
                null,
                null);
    }

    /** Of an operation that writes a blob: one ETag, and no combination that leaves open what is meant. */
    static Conditions ofWrite(RequestHead head) {
        refuse(head, BLOB);
        return writing(head, PLAIN, HeaderName.IF_TAGS, HeaderName.LEASE_ID);
    }

    /** Of reading tags: as of other reads, under either set of names. */
    static Conditions ofTagsRead(RequestHead head) {
        return reading(head, has(head, BLOB) ? BLOB : PLAIN);
    }

    static Conditions ofTagsWrite(RequestHead head) {
        return writing(head, has(head, BLOB) ? BLOB : PLAIN, HeaderName.IF_TAGS, HeaderName.LEASE_ID);
    }

    /** On the source of a copy; the lease id is the source's. */
    static Conditions ofSource(RequestHead head) {
        return writing(head, SOURCE, HeaderName.SOURCE_IF_TAGS, HeaderName.SOURCE_LEASE_ID);
    }

    /** Of an operation on a container: times only. */
    static Conditions ofContainer(RequestHead head) {
        if (head.has(HeaderName.IF_MATCH) || head.has(HeaderName.IF_NONE_MATCH) || head.has(HeaderName.IF_TAGS)) {
            throw new StorageException(ErrorCode.ConditionHeadersNotSupported);
        }
        return writing(head, PLAIN, HeaderName.IF_TAGS, HeaderName.LEASE_ID);
    }

    /** On when a blob got its tier. */
    static TierConditions ofTier(RequestHead head) {
        Instant modified = date(head, HeaderName.TIER_MODIFIED_SINCE);
        Instant unmodified = date(head, HeaderName.TIER_UNMODIFIED_SINCE);
        return modified == null && unmodified == null ? TierConditions.NONE : new TierConditions(modified, unmodified);
    }

    /** Of a lease operation on a blob, whose lease id belongs to its action. */
    static Conditions ofLease(RequestHead head) {
        return withoutLease(ofWrite(head));
    }

    static Conditions ofContainerLease(RequestHead head) {
        return withoutLease(ofContainer(head));
    }

    private static Conditions withoutLease(Conditions conditions) {
        return conditions.leaseId() == null
                ? conditions
                : new Conditions(
                        conditions.ifMatch(),
                        conditions.ifNoneMatch(),
                        conditions.ifModifiedSince(),
                        conditions.ifUnmodifiedSince(),
                        conditions.ifTags(),
                        null);
    }

    /** @throws StorageException 400 ConditionHeadersNotSupported if there are any */
    static void refuse(RequestHead head) {
        if (has(head, PLAIN) || has(head, BLOB) || head.has(HeaderName.IF_TAGS)) {
            throw new StorageException(ErrorCode.ConditionHeadersNotSupported);
        }
    }

    /**
     * Refuses conditions that only other operations have: who sends one counts on it.
     *
     * @throws StorageException 400 UnsupportedHeader
     */
    static void check(RequestHead head, BlobOperation operation) {
        boolean pages = operation instanceof PageOperation.PutPage
                || operation instanceof PageOperation.ClearPage
                || operation instanceof PageOperation.PutPageFromUrl;
        boolean appends =
                operation instanceof BlobOperation.AppendBlock || operation instanceof CopyOperation.AppendBlockFromUrl;
        boolean sources = operation instanceof CopyOperation.CopyBlob
                || operation instanceof CopyOperation.PutBlobFromUrl
                || operation instanceof CopyOperation.PutBlockFromUrl
                || operation instanceof CopyOperation.AppendBlockFromUrl
                || operation instanceof PageOperation.PutPageFromUrl;
        if (!pages) {
            SourceHeaders.refuse(
                    head,
                    HeaderName.IF_SEQUENCE_NUMBER_LE,
                    HeaderName.IF_SEQUENCE_NUMBER_LT,
                    HeaderName.IF_SEQUENCE_NUMBER_EQ);
        }
        if (!appends) {
            SourceHeaders.refuse(head, HeaderName.APPEND_SIZE_MAX);
        }
        if (!appends && !(operation instanceof BlobOperation.SealAppendBlob)) {
            SourceHeaders.refuse(head, HeaderName.APPEND_POSITION);
        }
        if (!sources) {
            SourceHeaders.refuse(
                    head,
                    HeaderName.SOURCE_IF_MATCH,
                    HeaderName.SOURCE_IF_NONE_MATCH,
                    HeaderName.SOURCE_IF_MODIFIED_SINCE,
                    HeaderName.SOURCE_IF_UNMODIFIED_SINCE,
                    HeaderName.SOURCE_IF_TAGS);
        }
        if (!(operation instanceof BlobOperation.DeleteBlob)) {
            SourceHeaders.refuse(head, HeaderName.TIER_MODIFIED_SINCE, HeaderName.TIER_UNMODIFIED_SINCE);
        }
    }

    static @Nullable String leaseId(RequestHead head, HeaderName name) {
        String value = head.value(name);
        return value == null ? null : LeaseHeaders.guid(name, value);
    }

    private static void refuse(RequestHead head, Names names) {
        if (has(head, names)) {
            throw new StorageException(ErrorCode.ConditionHeadersNotSupported);
        }
    }

    private static Conditions reading(RequestHead head, Names names) {
        String leaseId = leaseId(head, HeaderName.LEASE_ID);
        TagExpression tags = tags(head, HeaderName.IF_TAGS);
        if (leaseId == null && tags == null && !has(head, names)) {
            return Conditions.NONE;
        }
        return new Conditions(
                etags(head, names.match),
                readEtags(head, names),
                date(head, names.modified),
                date(head, names.unmodified),
                tags,
                leaseId);
    }

    private static List<String> readEtags(RequestHead head, Names names) {
        List<String> noneMatch = etags(head, names.noneMatch);
        if (noneMatch.contains("*")) {
            throw new StorageException(ErrorCode.UnsatisfiableCondition);
        }
        return noneMatch;
    }

    private static Conditions writing(RequestHead head, Names names, HeaderName ifTags, HeaderName lease) {
        String leaseId = leaseId(head, lease);
        TagExpression tags = tags(head, ifTags);
        if (!has(head, names)) {
            return leaseId == null && tags == null
                    ? Conditions.NONE
                    : new Conditions(List.of(), List.of(), null, null, tags, leaseId);
        }
        List<String> match = etags(head, names.match);
        List<String> noneMatch = etags(head, names.noneMatch);
        Instant modified = date(head, names.modified);
        Instant unmodified = date(head, names.unmodified);
        boolean forward = !match.isEmpty() || unmodified != null;
        boolean backward = !noneMatch.isEmpty() || modified != null;
        if ((forward && backward) || match.size() > 1 || noneMatch.size() > 1) {
            throw new StorageException(ErrorCode.MultipleConditionHeadersNotSupported);
        }
        return new Conditions(
                match,
                noneMatch,
                noneMatch.isEmpty() ? modified : null,
                match.isEmpty() ? unmodified : null,
                tags,
                leaseId);
    }

    private static boolean has(RequestHead head, Names names) {
        return head.has(names.match)
                || head.has(names.noneMatch)
                || head.has(names.modified)
                || head.has(names.unmodified);
    }

    private static @Nullable TagExpression tags(RequestHead head, HeaderName name) {
        String value = head.value(name);
        return value == null ? null : TagExpressions.parseCondition(value);
    }

    private static @Nullable Instant date(RequestHead head, HeaderName name) {
        String value = head.value(name);
        if (value == null) {
            return null;
        }
        Instant time = HttpDates.parse(value);
        if (time == null) {
            throw StorageException.invalidHeader(name.wire(), value);
        }
        return time;
    }

    private static List<String> etags(RequestHead head, HeaderName name) {
        String value = head.value(name);
        if (value == null) {
            return List.of();
        }
        if (value.indexOf(',') < 0) {
            return List.of(etag(name, value));
        }
        List<String> etags = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || (value.charAt(i) == ',' && !quoted)) {
                String part = value.substring(start, i).strip();
                if (!part.isEmpty()) {
                    etags.add(etag(name, part));
                }
                start = i + 1;
            } else if (value.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        if (etags.isEmpty()) {
            throw StorageException.invalidHeader(name.wire(), value);
        }
        return etags;
    }

    /** Without quotes. A weak ETag is compared as a strong one where that is how it compares: If-None-Match. */
    private static String etag(HeaderName name, String text) {
        boolean weak = text.startsWith("W/\"")
                && (name == HeaderName.IF_NONE_MATCH
                        || name == HeaderName.BLOB_IF_NONE_MATCH
                        || name == HeaderName.SOURCE_IF_NONE_MATCH);
        String etag = weak ? text.substring(2) : text;
        if (!etag.startsWith("\"")) {
            return etag;
        }
        if (etag.length() < 2 || etag.indexOf('"', 1) != etag.length() - 1) {
            throw StorageException.invalidHeader(name.wire(), text);
        }
        return etag.substring(1, etag.length() - 1);
    }
}
