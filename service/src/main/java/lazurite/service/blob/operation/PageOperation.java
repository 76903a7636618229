package lazurite.service.blob.operation;

import lazurite.service.blob.operation.CopyOperation.SourceRead;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Moment;
import lazurite.service.blob.record.Stamp;
import org.jspecify.annotations.Nullable;

/** Operations on page blobs. */
public sealed interface PageOperation extends BlobOperation.Themed {
    /** @param length of the blob in bytes, a multiple of 512 */
    record CreatePageBlob(String container, String blob, NewBlob created, long length, long sequenceNumber)
            implements PageOperation {}

    /** @param range aligned to pages, at most 4 MiB; as long as the body */
    record PutPage(
            String container,
            String blob,
            ByteRange range,
            Conditions conditions,
            SequenceConditions sequence,
            Checksums checksums,
            Payload body)
            implements PageOperation {}

    /** @param range as long as that of the source */
    record PutPageFromUrl(
            String container,
            String blob,
            ByteRange range,
            Conditions conditions,
            SequenceConditions sequence,
            SourceRead source)
            implements PageOperation {
        @Override
        public String name() {
            return "PutPageFromURL";
        }
    }

    /** Put Page with x-ms-page-write: clear. */
    record ClearPage(String container, String blob, ByteRange range, Conditions conditions, SequenceConditions sequence)
            implements PageOperation {}

    /**
     * Set Blob Properties of a page blob, as far as it is about pages.
     *
     * @param properties null to leave them
     * @param length in bytes, a multiple of 512; null to leave it
     * @param action null to leave the sequence number
     */
    record SetPageProperties(
            String container,
            String blob,
            @Nullable HttpProperties properties,
            @Nullable Long length,
            @Nullable SequenceAction action,
            Conditions conditions)
            implements PageOperation {}

    /**
     * @param previous null for all written pages, else the snapshot to tell the differences from
     * @param range null for the whole blob
     * @param marker offset in bytes to go on from; null from the start
     */
    record GetPageRanges(
            String container,
            String blob,
            @Nullable Moment moment,
            @Nullable Stamp previous,
            @Nullable ByteRange range,
            @Nullable Long marker,
            int limit,
            Conditions conditions)
            implements PageOperation {}

    /** What the sequence number of a page blob must be: at most, below, equal to; null where it does not matter. */
    record SequenceConditions(
            @Nullable Long atMost,
            @Nullable Long below,
            @Nullable Long equal) {
        public static final SequenceConditions NONE = new SequenceConditions(null, null, null);
    }

    /** What becomes of the sequence number of a page blob. */
    sealed interface SequenceAction {
        record Update(long number) implements SequenceAction {}

        record Max(long number) implements SequenceAction {}

        record Increment() implements SequenceAction {}
    }
}
