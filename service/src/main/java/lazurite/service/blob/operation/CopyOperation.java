package lazurite.service.blob.operation;

import java.util.Map;
import lazurite.service.blob.record.AccessTier;
import lazurite.service.blob.record.Retention;
import org.jspecify.annotations.Nullable;

/** Copies, and writes whose content comes from a URL. */
public sealed interface CopyOperation extends BlobOperation.Themed {
    /**
     * @param copyTags take the source's tags
     * @param copyProperties take the source's properties where {@code created} has none
     */
    record PutBlobFromUrl(
            String container, String blob, NewBlob created, SourceRead source, boolean copyTags, boolean copyProperties)
            implements CopyOperation {
        @Override
        public String name() {
            return "PutBlobFromURL";
        }
    }

    record PutBlockFromUrl(
            String container,
            String blob,
            String blockId,
            @Nullable String leaseId,
            SourceRead source) implements CopyOperation {
        @Override
        public String name() {
            return "PutBlockFromURL";
        }
    }

    record AppendBlockFromUrl(
            String container,
            String blob,
            Conditions conditions,
            @Nullable Long sizeMax,
            @Nullable Long position,
            SourceRead source)
            implements CopyOperation {
        @Override
        public String name() {
            return "AppendBlockFromURL";
        }
    }

    /**
     * @param metadata replaces the source's unless empty
     * @param sourceConditions on the source; its lease id is x-ms-source-lease-id
     * @param sync answer only when done, with checksums (Copy Blob From URL)
     * @param sourceMd5 what the source's content must hash to; only with sync
     * @param seal whether an append blob becomes sealed; null if as its source is
     * @param access what a source on another server is asked with; only with sync
     * @param retention what is to protect the copy
     * @param highPriority of a source that is archived
     */
    record CopyBlob(
            String container,
            String blob,
            String source,
            Map<String, String> metadata,
            @Nullable Map<String, String> tags,
            boolean copyTags,
            @Nullable AccessTier tier,
            Conditions conditions,
            Conditions sourceConditions,
            boolean sync,
            byte @Nullable [] sourceMd5,
            @Nullable Boolean seal,
            SourceAccess access,
            Retention retention,
            boolean highPriority)
            implements CopyOperation {
        /** One whose source is asked as anybody would ask. */
        public CopyBlob(
                String container,
                String blob,
                String source,
                Map<String, String> metadata,
                @Nullable Map<String, String> tags,
                boolean copyTags,
                @Nullable AccessTier tier,
                Conditions conditions,
                Conditions sourceConditions,
                boolean sync,
                byte @Nullable [] sourceMd5,
                @Nullable Boolean seal) {
            this(
                    container,
                    blob,
                    source,
                    metadata,
                    tags,
                    copyTags,
                    tier,
                    conditions,
                    sourceConditions,
                    sync,
                    sourceMd5,
                    seal,
                    SourceAccess.NONE,
                    Retention.NONE,
                    false);
        }
    }

    /** @param source URL of a page blob's snapshot */
    record IncrementalCopyBlob(String container, String blob, String source, Conditions conditions)
            implements CopyOperation {}

    record AbortCopy(
            String container,
            String blob,
            String copyId,
            @Nullable String leaseId) implements CopyOperation {}

    /**
     * What of a source is to be read, and how.
     *
     * @param url x-ms-copy-source as sent
     * @param range null for the whole source
     * @param conditions on the source
     * @param checksums that the bytes read must have
     */
    record SourceRead(
            String url, @Nullable ByteRange range, Conditions conditions, Checksums checksums, SourceAccess access) {}

    /**
     * What a source on another server is asked with.
     *
     * @param authorization of x-ms-copy-source-authorization
     * @param fileIntent of x-ms-file-request-intent
     */
    record SourceAccess(
            @Nullable String authorization, @Nullable String fileIntent) {
        public static final SourceAccess NONE = new SourceAccess(null, null);
    }
}
