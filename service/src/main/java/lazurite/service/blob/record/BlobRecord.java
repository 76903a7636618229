package lazurite.service.blob.record;

import java.time.Instant;
import java.util.Map;
import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a blob or a snapshot; {@link BlobRecordCodec} has the bytes.
 *
 * @param stamp of the last change: ETag and Last-Modified
 * @param created of the blob, kept across overwrites
 * @param length content length in bytes
 * @param metadata user metadata, sealed under the account's key; null if there is none
 * @param tags never sealed: they are searched
 * @param lease of base blobs only
 * @param tier null while inferred from the account
 * @param tierChanged when the tier was set explicitly
 * @param blocks committed blocks or appends
 * @param blockIdLength length of the decoded block ids of the committed blocks; 0 if there are none
 * @param sealed an append blob that takes no more
 * @param lastSnapshot when the latest snapshot was taken, kept across overwrites: snapshots without a base cannot be
 * @param life what decides how long it is there
 * @param encryption the key of its content and metadata
 * @param rehydration on its way out of the archive; null if it is not
 * @param replicated what object replication knows of it
 */
public record BlobRecord(
        BlobType type,
        Stamp stamp,
        Stamp created,
        long length,
        HttpProperties properties,
        byte @Nullable [] metadata,
        Map<String, String> tags,
        @Nullable Lease lease,
        @Nullable AccessTier tier,
        @Nullable Instant tierChanged,
        @Nullable CopyState copy,
        Content content,
        int blocks,
        int blockIdLength,
        boolean sealed,
        @Nullable Stamp lastSnapshot,
        Life life,
        Encryption encryption,
        @Nullable Rehydration rehydration,
        Replicated replicated) {
    /** The bytes that count as used: of a page blob its written pages, else the length. */
    public long used() {
        return content instanceof Content.Pages pages ? pages.written() : length;
    }

    /** Of a page blob; else 0. */
    public long sequenceNumber() {
        return content instanceof Content.Pages pages ? pages.sequenceNumber() : 0;
    }

    /** The pages of a page blob. */
    public Content.Pages pages() {
        if (content instanceof Content.Pages pages) {
            return pages;
        }
        throw new StorageException(ErrorCode.InternalError, "a page blob has no list of pages");
    }

    /** A changed copy, starting from this record. */
    public Editor edit() {
        return new Editor(this);
    }

    /** Collects changes to a record; {@link #done} makes the new one. */
    public static final class Editor {
        private final BlobRecord from;
        private Stamp stamp;
        private long length;
        private HttpProperties properties;
        private byte @Nullable [] metadata;
        private Map<String, String> tags;
        private @Nullable Lease lease;
        private @Nullable AccessTier tier;
        private @Nullable Instant tierChanged;
        private @Nullable CopyState copy;
        private Content content;
        private int blocks;
        private int blockIdLength;
        private boolean sealed;
        private @Nullable Stamp lastSnapshot;
        private Life life;
        private Encryption encryption;
        private @Nullable Rehydration rehydration;
        private Replicated replicated;

        private Editor(BlobRecord from) {
            this.from = from;
            this.stamp = from.stamp;
            this.length = from.length;
            this.properties = from.properties;
            this.metadata = from.metadata;
            this.tags = from.tags;
            this.lease = from.lease;
            this.tier = from.tier;
            this.tierChanged = from.tierChanged;
            this.copy = from.copy;
            this.content = from.content;
            this.blocks = from.blocks;
            this.blockIdLength = from.blockIdLength;
            this.sealed = from.sealed;
            this.lastSnapshot = from.lastSnapshot;
            this.life = from.life;
            this.encryption = from.encryption;
            this.rehydration = from.rehydration;
            this.replicated = from.replicated;
        }

        public Editor stamp(Stamp value) {
            stamp = value;
            return this;
        }

        public Editor length(long value) {
            length = value;
            return this;
        }

        public Editor properties(HttpProperties value) {
            properties = value;
            return this;
        }

        public Editor metadata(byte @Nullable [] value) {
            metadata = value;
            return this;
        }

        public Editor tags(Map<String, String> value) {
            tags = value;
            return this;
        }

        public Editor lease(@Nullable Lease value) {
            lease = value;
            return this;
        }

        public Editor tier(@Nullable AccessTier value, @Nullable Instant changed) {
            tier = value;
            tierChanged = changed;
            return this;
        }

        public Editor copy(@Nullable CopyState value) {
            copy = value;
            return this;
        }

        public Editor content(Content value) {
            content = value;
            return this;
        }

        public Editor blocks(int count, int idLength) {
            blocks = count;
            blockIdLength = idLength;
            return this;
        }

        public Editor sealed(boolean value) {
            sealed = value;
            return this;
        }

        public Editor lastSnapshot(@Nullable Stamp value) {
            lastSnapshot = value;
            return this;
        }

        public Editor life(Life value) {
            life = value;
            return this;
        }

        public Editor encryption(Encryption value) {
            encryption = value;
            return this;
        }

        public Editor rehydration(@Nullable Rehydration value) {
            rehydration = value;
            return this;
        }

        public Editor replicated(Replicated value) {
            replicated = value;
            return this;
        }

        public BlobRecord done() {
            return new BlobRecord(
                    from.type,
                    stamp,
                    from.created,
                    length,
                    properties,
                    metadata,
                    tags,
                    lease,
                    tier,
                    tierChanged,
                    copy,
                    content,
                    blocks,
                    blockIdLength,
                    sealed,
                    lastSnapshot,
                    life,
                    encryption,
                    rehydration,
                    replicated);
        }
    }
}
