package lazurite.service.blob.change;

import lazurite.service.blob.record.BlobRecord;

/** Says what becomes of a blob, or of one of its snapshots or versions. */
public interface BlobEdit {
    BlobRecord.Editor apply(BlobTransaction transaction, BlobRecord.Editor edited);
}
