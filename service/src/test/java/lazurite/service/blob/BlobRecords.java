package lazurite.service.blob;

import java.util.Map;
import lazurite.service.blob.record.BlobRecord;
import lazurite.service.blob.record.BlobType;
import lazurite.service.blob.record.Content;
import lazurite.service.blob.record.Encryption;
import lazurite.service.blob.record.HttpProperties;
import lazurite.service.blob.record.Life;
import lazurite.service.blob.record.Replicated;
import lazurite.service.blob.record.Stamp;

/** Records for tests. */
public final class BlobRecords {
    private BlobRecords() {}

    /** Of a blob with nothing in it and nothing set, to be edited. */
    public static BlobRecord.Editor blank(BlobType type, Stamp changed, Stamp created) {
        return new BlobRecord(
                        type,
                        changed,
                        created,
                        0,
                        HttpProperties.NONE,
                        null,
                        Map.of(),
                        null,
                        null,
                        null,
                        null,
                        new Content.Empty(),
                        0,
                        0,
                        false,
                        null,
                        Life.ENDLESS,
                        Encryption.ACCOUNT,
                        null,
                        Replicated.NONE)
                .edit();
    }
}
