package lazurite.service.blob.operation;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lazurite.service.auth.ContainerPolicy;
import lazurite.service.auth.Operation;
import lazurite.service.auth.Permission;
import lazurite.service.auth.Permission.PublicRead;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.ContainerEncryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/**
 * Everything the Blob service can be asked. A record holds what the request's head said, checked for form but not
 * against any state; a body stands unread as {@link Payload}.
 */
public sealed interface BlobOperation extends Operation {
    /** The record's name is Azure's name of the operation. */
    @Override
    default String name() {
        return getClass().getSimpleName();
    }

    @Override
    default Permission permission() {
        return BlobPermissions.of(this);
    }

    /** An operation on the account's Blob service, or on one container of it where {@code container} says so. */
    sealed interface OnService extends BlobOperation {
        default @Nullable String container() {
            return null;
        }

        @Override
        default Resource resource() {
            return new Resource(container(), null, null);
        }
    }

    /** An operation on a container. */
    sealed interface OnContainer extends BlobOperation {
        String container();

        @Override
        default Resource resource() {
            return new Resource(container(), null, null);
        }
    }

    /** An operation on a blob, or on one of its snapshots or versions. */
    sealed interface OnBlob extends BlobOperation {
        String container();

        String blob();

        /** The snapshot or version asked for; null for the base. */
        default @Nullable Moment moment() {
            return null;
        }

        @Override
        default Resource resource() {
            Moment moment = moment();
            return new Resource(container(), blob(), moment == null ? null : moment.iso());
        }
    }

    /** Operations on a blob that have a file for each theme. */
    sealed interface Themed extends OnBlob permits PageOperation, CopyOperation, LifeOperation {}

    // ---- service

    record ListContainers(
            @Nullable String prefix,
            @Nullable String marker,
            int limit,
            @Nullable Integer maxResults,
            Set<Include> include)
            implements OnService {}

    record GetServiceProperties() implements OnService {}

    record SetServiceProperties(Payload body) implements OnService {}

    record GetServiceStats() implements OnService {}

    /** May be asked of any resource. */
    record GetAccountInfo(Resource resource) implements BlobOperation {}

    /** @param container null for a batch over the whole account */
    record Batch(@Nullable String container, String boundary, Payload body) implements OnService {}

    /**
     * @param container null for the whole account
     * @param versions whether versions are searched that are not the current ones
     */
    record FindBlobsByTags(
            @Nullable String container,
            String where,
            TagQuery query,
            @Nullable String marker,
            int limit,
            @Nullable Integer maxResults,
            boolean versions)
            implements OnService {}

    // ---- containers

    record CreateContainer(
            String container, Map<String, String> metadata, PublicRead publicRead, ContainerEncryption encryption)
            implements OnContainer {
        /** One whose blobs are under the account's key. */
        public CreateContainer(String container, Map<String, String> metadata, PublicRead publicRead) {
            this(container, metadata, publicRead, ContainerEncryption.ACCOUNT);
        }
    }

    record GetContainerProperties(
            String container, @Nullable String leaseId) implements OnContainer {}

    record GetContainerMetadata(String container, @Nullable String leaseId) implements OnContainer {}

    record SetContainerMetadata(String container, Map<String, String> metadata, Conditions conditions)
            implements OnContainer {}

    record GetContainerAcl(String container, @Nullable String leaseId) implements OnContainer {}

    /** @param body SignedIdentifiers document or empty */
    record SetContainerAcl(String container, PublicRead publicRead, Payload body, Conditions conditions)
            implements OnContainer {}

    record LeaseContainer(String container, LeaseAction action, Conditions conditions) implements OnContainer {}

    record DeleteContainer(String container, Conditions conditions) implements OnContainer {}

    /** @param deleted the deleted container's version, as listings tell it; its name is the container's */
    record RestoreContainer(String container, Stamp deleted) implements OnContainer {}

    record ListBlobs(
            String container,
            @Nullable String prefix,
            @Nullable String delimiter,
            @Nullable String marker,
            @Nullable String startFrom,
            int limit,
            @Nullable Integer maxResults,
            Set<Include> include)
            implements OnContainer {}

    // ---- blobs: writing

    record PutBlob(String container, String blob, NewBlob created, Checksums checksums, Payload body)
            implements OnBlob {}

    record CreateAppendBlob(String container, String blob, NewBlob created) implements OnBlob {}

    record AppendBlock(
            String container,
            String blob,
            Conditions conditions,
            @Nullable Long sizeMax,
            @Nullable Long position,
            Checksums checksums,
            Payload body)
            implements OnBlob {}

    record SealAppendBlob(
            String container,
            String blob,
            Conditions conditions,
            @Nullable Long position) implements OnBlob {}

    record PutBlock(
            String container,
            String blob,
            String blockId,
            @Nullable String leaseId,
            Checksums checksums,
            Payload body) implements OnBlob {}

    /** @param body BlockList document; the checksums guard the document */
    record PutBlockList(String container, String blob, NewBlob created, Checksums checksums, Payload body)
            implements OnBlob {}

    record SetBlobProperties(String container, String blob, HttpProperties properties, Conditions conditions)
            implements OnBlob {}

    record SetBlobMetadata(String container, String blob, Map<String, String> metadata, Conditions conditions)
            implements OnBlob {}

    /** @param moment a version; null for the base */
    record SetBlobTags(
            String container,
            String blob,
            @Nullable Moment moment,
            Checksums checksums,
            Payload body,
            Conditions conditions)
            implements OnBlob {}

    /** @param high with which priority it is to leave the archive; null if that was not said */
    record SetBlobTier(
            String container,
            String blob,
            @Nullable Moment moment,
            AccessTier tier,
            Conditions conditions,
            @Nullable Boolean high)
            implements OnBlob {
        public SetBlobTier(
                String container, String blob, @Nullable Moment moment, AccessTier tier, Conditions conditions) {
            this(container, blob, moment, tier, conditions, null);
        }
    }

    /** @param metadata the snapshot's own; empty to take the base's */
    record SnapshotBlob(String container, String blob, Map<String, String> metadata, Conditions conditions)
            implements OnBlob {}

    record LeaseBlob(String container, String blob, LeaseAction action, Conditions conditions) implements OnBlob {}

    /**
     * @param permanent of a deleted snapshot or version: before the time that it is kept is over
     * @param tier on when it got its tier
     */
    record DeleteBlob(
            String container,
            String blob,
            @Nullable Moment moment,
            @Nullable DeleteSnapshots snapshots,
            boolean permanent,
            Conditions conditions,
            TierConditions tier)
            implements OnBlob {
        public DeleteBlob(
                String container,
                String blob,
                @Nullable Moment moment,
                @Nullable DeleteSnapshots snapshots,
                boolean permanent,
                Conditions conditions) {
            this(container, blob, moment, snapshots, permanent, conditions, TierConditions.NONE);
        }

        public DeleteBlob(
                String container,
                String blob,
                @Nullable Moment moment,
                @Nullable DeleteSnapshots snapshots,
                Conditions conditions) {
            this(container, blob, moment, snapshots, false, conditions);
        }
    }

    record UndeleteBlob(String container, String blob) implements OnBlob {}

    // ---- blobs: reading

    /**
     * @param range null for the whole blob
     * @param rangeMd5 answer with the MD5 of the range
     * @param rangeCrc64 answer with the CRC64 of the range
     */
    record GetBlob(
            String container,
            String blob,
            @Nullable Moment moment,
            @Nullable ByteRange range,
            boolean rangeMd5,
            boolean rangeCrc64,
            Conditions conditions)
            implements OnBlob {}

    /** @param body QueryRequest document */
    record QueryBlob(
            String container, String blob, @Nullable Moment moment, Conditions conditions, Payload body)
            implements OnBlob {}

    record GetBlobProperties(
            String container, String blob, @Nullable Moment moment, Conditions conditions) implements OnBlob {}

    record GetBlobMetadata(
            String container, String blob, @Nullable Moment moment, Conditions conditions) implements OnBlob {}

    record GetBlobTags(
            String container, String blob, @Nullable Moment moment, Conditions conditions) implements OnBlob {}

    record GetBlockList(
            String container, String blob, @Nullable Moment moment, BlockListType type, Conditions conditions)
            implements OnBlob {}

    // ---- parts of operations

    /**
     * What a write that replaces a blob says about the new one.
     *
     * @param expiry null if it does not say when it is gone
     */
    record NewBlob(
            HttpProperties properties,
            Map<String, String> metadata,
            Map<String, String> tags,
            @Nullable AccessTier tier,
            Conditions conditions,
            Retention retention,
            @Nullable Expiry expiry) {
        /** One that nothing is to protect, and that stays until it is deleted. */
        public NewBlob(
                HttpProperties properties,
                Map<String, String> metadata,
                Map<String, String> tags,
                @Nullable AccessTier tier,
                Conditions conditions) {
            this(properties, metadata, tags, tier, conditions, Retention.NONE, null);
        }

        /** The same with what a source has. */
        public NewBlob like(HttpProperties otherProperties, Map<String, String> otherTags) {
            return new NewBlob(otherProperties, metadata, otherTags, tier, conditions, retention, expiry);
        }
    }

    /** Transactional checksums of the body as sent, of 16 and 8 bytes. */
    record Checksums(byte @Nullable [] md5, byte @Nullable [] crc64) {
        public static final Checksums NONE = new Checksums(null, null);
    }

    /** First and last byte wanted, both inclusive; {@code to} is Long.MAX_VALUE for an open end. */
    record ByteRange(long from, long to) {}

    /** What to do about snapshots when deleting. */
    enum DeleteSnapshots {
        INCLUDE,
        ONLY
    }

    /** Which blocks to list. */
    enum BlockListType {
        COMMITTED,
        UNCOMMITTED,
        ALL
    }

    /** What listings show besides. */
    enum Include {
        METADATA,
        SNAPSHOTS,
        UNCOMMITTED_BLOBS,
        COPY,
        DELETED,
        TAGS,
        VERSIONS,
        DELETED_WITH_VERSIONS,
        IMMUTABILITY_POLICY,
        LEGAL_HOLD,
        PERMISSIONS,
        SYSTEM
    }

    /** A lease operation. Durations in seconds; -1 is infinite. Ids are GUIDs in lower-case D form. */
    sealed interface LeaseAction {
        record Acquire(int durationSeconds, @Nullable String proposedId) implements LeaseAction {}

        record Renew(String id) implements LeaseAction {}

        record Change(String id, String proposedId) implements LeaseAction {}

        record Release(String id) implements LeaseAction {}

        /** @param periodSeconds null: what remains of a fixed lease, at once for an infinite one */
        record Break(@Nullable Integer periodSeconds) implements LeaseAction {}
    }

    /** One entry of a Put Block List document, in order. */
    record BlockChoice(From from, String blockId) {
        /** Where the block is looked for. */
        public enum From {
            LATEST,
            COMMITTED,
            UNCOMMITTED
        }
    }

    /** A parsed {@code where}: at most one container, then conditions that all must hold; keys in order of naming. */
    record TagQuery(@Nullable String container, TagExpression expression, List<String> keys) {}

    /** A parsed SignedIdentifiers document. */
    record Acl(List<ContainerPolicy.SignedIdentifier> identifiers) {}
}
