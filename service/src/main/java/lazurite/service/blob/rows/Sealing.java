package lazurite.service.blob.rows;

import lazurite.base.ErrorCode;
import lazurite.base.StorageException;
import lazurite.service.blob.operation.BlobResult;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.Encryption;
import lazurite.store.body.DataKey;

/**
 * The key that seals and opens a blob, and how the blob's record names it.
 *
 * @param account whose blob it is
 */
public record Sealing(String account, Encryption encryption, DataKey key) {
    /** Whether what one seals the other opens. */
    public boolean same(Sealing other) {
        return account.equals(other.account) && encryption.equals(other.encryption);
    }

    /** Refuses a blob that was put in the place of the one that the key was found for. */
    public void require(BlobRecord record) {
        if (!encryption.equals(record.encryption())) {
            throw new StorageException(ErrorCode.ServerBusy, "The blob was replaced while it was written.");
        }
    }

    /** What came of a write, with the key that it used. */
    public BlobResult tell(BlobResult result) {
        return BlobResult.Sealed.of(result, encryption);
    }
}
