package lazurite.service.blob.operation;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import lazurite.service.account.Immutability.OfContainer;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.ContainerRecord;
import lazurite.service.blob.record.CopyState;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.Lease;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Retention;
import lazurite.service.blob.record.Stamp;
import lazurite.service.blob.settings.ServiceProperties;
import org.jspecify.annotations.Nullable;

/** What came of an operation, before it has a wire form. */
public sealed interface BlobResult {
    /** Done, and nothing more to tell: Set Service Properties, Set Tags, Set Tier, Abort Copy, Undelete. */
    record Done() implements BlobResult {}

    /** Taken, and done in some time: Set Tier of what is archived. */
    record Pending() implements BlobResult {}

    /** Done; the resource now has this stamp: create and set operations. */
    record Changed(Stamp stamp) implements BlobResult {}

    /** @param permanent false when the blob can be undeleted */
    record Deleted(boolean permanent) implements BlobResult {}

    /**
     * @param id null where the answer has none (release, break)
     * @param secondsLeft of a break; null otherwise
     */
    record Leased(
            Stamp stamp, @Nullable String id, @Nullable Integer secondsLeft) implements BlobResult {}

    /** @param retention what protects the blob now */
    record Retained(Retention retention) implements BlobResult {}

    record ServiceState(ServiceProperties properties) implements BlobResult {}

    record Stats(Instant lastSync) implements BlobResult {}

    record AccountInfo() implements BlobResult {}

    /** @param nextMarker null at the end */
    record Containers(
            List<ContainerEntry> entries, @Nullable String nextMarker) implements BlobResult {}

    /**
     * @param metadata empty unless asked for
     * @param grave what is known of its deletion; null if it is not deleted
     * @param protection what may not be changed or deleted in it
     */
    record ContainerEntry(
            String name,
            ContainerRecord record,
            Map<String, String> metadata,
            Lease.State lease,
            @Nullable Grave grave,
            OfContainer protection) {
        /** Of a container that is not deleted, without protection. */
        public ContainerEntry(String name, ContainerRecord record, Map<String, String> metadata, Lease.State lease) {
            this(name, record, metadata, lease, null, OfContainer.NONE);
        }

        /**
         * @param version names the deleted container among those of its name
         * @param daysLeft for how many more days it can be restored
         */
        public record Grave(Stamp version, Instant at, int daysLeft) {}
    }

    /** @param protection what may not be changed or deleted in it */
    record ContainerState(
            ContainerRecord record, Map<String, String> metadata, Lease.State lease, OfContainer protection)
            implements BlobResult {
        /** Of a container without protection. */
        public ContainerState(ContainerRecord record, Map<String, String> metadata, Lease.State lease) {
            this(record, metadata, lease, OfContainer.NONE);
        }
    }

    /** @param nextMarker null at the end */
    record Blobs(List<ListEntry> entries, @Nullable String nextMarker) implements BlobResult {}

    /** A line of a blob listing. */
    sealed interface ListEntry {
        String name();

        record Prefix(String name) implements ListEntry {}

        /**
         * @param moment the snapshot or previous version; null for the base, which may be deleted
         * @param metadata null unless asked for, and where it is sealed with a key that is not at hand
         * @param daysLeft of what is deleted: for how many more days it can be had back
         * @param versionsOnly whether it stands for a name that has versions and no current one
         */
        record Blob(
                String name,
                @Nullable Moment moment,
                BlobRecord record,
                @Nullable Map<String, String> metadata,
                Lease.State lease,
                int daysLeft,
                boolean versionsOnly)
                implements ListEntry {
            /** Of what is not deleted. */
            public Blob(
                    String name,
                    @Nullable Moment moment,
                    BlobRecord record,
                    @Nullable Map<String, String> metadata,
                    Lease.State lease) {
                this(name, moment, record, metadata, lease, 0, false);
            }
        }

        /** A name with uncommitted blocks only. */
        record Uncommitted(String name) implements ListEntry {}
    }

    /** @param nextMarker null at the end */
    record TaggedBlobs(List<TaggedBlob> entries, @Nullable String nextMarker) implements BlobResult {}

    /**
     * @param tags those named in the query
     * @param version its version id, where versions were searched and it is one
     * @param current whether it is no previous version
     */
    record TaggedBlob(
            String container,
            String name,
            Map<String, String> tags,
            @Nullable Stamp version,
            boolean current) {}

    record Tags(Map<String, String> tags) implements BlobResult {}

    /**
     * A body was taken.
     *
     * @param stamp null where the answer has none (Put Block)
     * @param md5 to answer with; null if not
     * @param crc64 to answer with; null if not
     */
    record Written(@Nullable Stamp stamp, byte @Nullable [] md5, byte @Nullable [] crc64) implements BlobResult {}

    /** What came of a write that used another key than the account's. */
    record Sealed(BlobResult result, Encryption encryption) implements BlobResult {
        /** The result as it is, if it was the account's. */
        public static BlobResult of(BlobResult result, Encryption encryption) {
            return encryption.equals(Encryption.ACCOUNT) ? result : new Sealed(result, encryption);
        }
    }

    /** @param offset where the block starts */
    record Appended(Stamp stamp, long offset, int blocks, byte @Nullable [] md5, byte @Nullable [] crc64)
            implements BlobResult {}

    /** A page blob was changed: Put Page, Set Blob Properties. */
    record PagesChanged(Stamp stamp, long sequenceNumber, byte @Nullable [] md5, byte @Nullable [] crc64)
            implements BlobResult {}

    /** @param nextMarker null at the end */
    record PageRanges(
            Stamp stamp,
            long length,
            List<PageRange> ranges,
            @Nullable Long nextMarker) implements BlobResult {}

    /**
     * @param from first byte
     * @param to last byte
     * @param cleared whether the pages were written before and are not now
     */
    record PageRange(long from, long to, boolean cleared) {}

    /**
     * @param stamp of the base, unchanged
     * @param version of the base now; null if it is none
     */
    record Snapshotted(
            Stamp stamp, Stamp snapshot, @Nullable Stamp version) implements BlobResult {}

    /** Checksums of the content only when copied synchronously. */
    record Copied(Stamp stamp, CopyState copy, byte @Nullable [] md5, byte @Nullable [] crc64) implements BlobResult {}

    /** @param moment the snapshot or previous version; null for the base, which may be the current version */
    record BlobState(
            BlobRecord record,
            Map<String, String> metadata,
            @Nullable Moment moment,
            Lease.State lease) implements BlobResult {}

    /**
     * @param from first byte sent
     * @param length bytes sent
     * @param ranged whether a range was asked for: then the answer is 206
     * @param md5 of the range, if asked for
     * @param crc64 of the range, if asked for
     * @param stream the bytes; its transferTo hands out without a copy
     */
    record BlobContent(
            BlobState state,
            long from,
            long length,
            boolean ranged,
            byte @Nullable [] md5,
            byte @Nullable [] crc64,
            InputStream stream)
            implements BlobResult {}

    /** @param stream Avro; how long it is nobody knows yet. To be closed */
    record QueryAnswer(BlobState state, InputStream stream) implements BlobResult {}

    /**
     * @param stamp null if there is no committed blob
     * @param committed null if not asked for
     * @param uncommitted null if not asked for
     */
    record Blocks(
            @Nullable Stamp stamp,
            long length,
            @Nullable List<Block> committed,
            @Nullable List<Block> uncommitted) implements BlobResult {}

    record Block(String id, long size) {}
}
